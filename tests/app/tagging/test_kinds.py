"""A person decides what kind of change a recommendation asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.audit.models import AuditEvent
from app.kit.actors import Actor
from app.kit.errors import Forbidden, Invalid, NotFound
from app.reviews.counting import data_version
from app.reviews.models import Recommendation
from app.tagging.schemas import KindDecision
from app.tagging.service.deciding import decide_kind
from tests.factories.repository import Said, add_counted_review

NOW = datetime(2020, 5, 4, tzinfo=UTC)
STEWARD = Actor(uuid4(), "A steward", frozenset({"steward"}))
TRAINING = KindDecision(kind="training", smart=True)
Client = Callable[..., TestClient]


def recommended(session: Session, **fields: object) -> UUID:
    review = add_counted_review(session, Said(), **fields)  # type: ignore[arg-type]
    asked = Recommendation(
        review_id=review.id,
        position=1,
        words="Train everybody.",
        kind="other",
        kind_source="model",
        state="confirmed",
    )
    session.add(asked)
    session.flush()
    return asked.id


class TestDecideKind:
    def test_a_persons_kind_takes_the_models_place(self, session: Session) -> None:
        decided = decide_kind(session, recommended(session), TRAINING, by=STEWARD, at=NOW)
        assert (decided.kind, decided.kind_source, decided.smart) == ("training", "human", True)

    def test_kept_answers_are_not_good_any_more(self, session: Session) -> None:
        asked = recommended(session)
        before = data_version(session)
        decide_kind(session, asked, TRAINING, by=STEWARD, at=NOW)
        assert data_version(session) > before

    def test_an_event_tells_who_decided(self, session: Session) -> None:
        asked = recommended(session)
        decide_kind(session, asked, TRAINING, by=STEWARD, at=NOW)
        events = session.query(AuditEvent).filter_by(action="recommendation.kind_decided").all()
        assert {"recommendation": str(asked), "kind": "training"} in [e.details for e in events]

    def test_an_unknown_kind_is_refused(self, session: Session) -> None:
        with pytest.raises(Invalid):
            decide_kind(
                session, recommended(session), KindDecision(kind="magic"), by=STEWARD, at=NOW
            )

    def test_what_one_may_not_see_is_not_there(self, session: Session) -> None:
        asked = recommended(session, published=False, committee="fife")
        other = Actor(uuid4(), "An officer", frozenset({"committee"}), frozenset({"moray"}))
        with pytest.raises(NotFound):
            decide_kind(session, asked, TRAINING, by=other, at=NOW)

    def test_who_only_reads_does_not_decide(self, session: Session) -> None:
        reader = Actor(uuid4(), "A practitioner", frozenset({"practitioner"}))
        with pytest.raises(Forbidden):
            decide_kind(session, recommended(session), TRAINING, by=reader, at=NOW)


class TestOverHttp:
    def test_a_steward_decides(self, client_for: Client, sessions: sessionmaker[Session]) -> None:
        with sessions.begin() as session:
            asked = recommended(session)
        answer = client_for("steward").post(
            f"/v1/recommendations/{asked}/kind", json={"kind": "training"}
        )
        assert answer.status_code == 200, answer.text
        assert (answer.json()["kind"], answer.json()["kind_source"]) == ("training", "human")

    def test_an_analyst_does_not(self, client_for: Client, sessions: sessionmaker[Session]) -> None:
        with sessions.begin() as session:
            asked = recommended(session)
        path = f"/v1/recommendations/{asked}/kind"
        assert client_for("analyst").post(path, json={"kind": "training"}).status_code == 403
