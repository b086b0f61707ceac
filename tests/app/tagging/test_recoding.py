"""Re-coding: what an earlier model said gives way, what people said does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.audit.models import AuditEvent
from app.kit.actors import Actor
from app.reviews.models import Finding, Review, Tag
from app.tagging.errors import NotInUse
from app.tagging.models import FindingVector, ModelState, ModelVersion
from app.tagging.service.recoding import (
    UNSURE,
    ask_for_recoding,
    begin_recoding,
    forecast_recoding,
    measure_recoding,
    recode_review,
    reviews_left,
)
from app.tagging.service.register import find_model, register_shipped, roll_back
from nlp.artefacts.store import sealed_version
from tests.factories.repository import Said, add_counted_review, direction, findings_of

NOW = datetime(2024, 5, 4, tzinfo=UTC)
KEEPER = Actor(uuid4(), "Euan Tulloch", frozenset({"administrator"}))
VERSION = sealed_version()
WORDS = "Supervision does not give workers the time to think about a family with somebody."
BY_MODEL = (
    ("typology", "tools", "model"),
    ("theme", "neglect", "model"),
    ("depth", "description", "model"),
)
BY_PEOPLE = tuple((scheme, key, "human") for scheme, key, _ in BY_MODEL)


def standing(session: Session, finding: UUID) -> set[tuple[str, str, str | None]]:
    rows = session.execute(
        select(Tag.scheme, Tag.key, Tag.model_version).where(
            Tag.finding_id == finding, Tag.withdrawn_at.is_(None)
        )
    )
    return {(scheme, key, version) for scheme, key, version in rows}


def counted(session: Session, review: UUID) -> set[str]:
    return set(
        session.scalars(
            text("SELECT key FROM review_concepts WHERE review_id = :id AND scheme = 'typology'"),
            {"id": review},
        )
    )


@pytest.fixture
def review(session: Session) -> Review:
    """One finding that a model coded, and one that a person did."""
    register_shipped(session, at=NOW)
    return add_counted_review(
        session,
        Said(WORDS, tags=BY_MODEL, vector=direction(1.0)),
        Said(WORDS, tags=BY_PEOPLE, vector=direction(1.0)),
    )


class TestOneReview:
    def test_the_models_tags_are_superseded_and_kept(
        self, session: Session, review: Review
    ) -> None:
        first, _ = findings_of(session, review)
        assert recode_review(session, review.id, at=NOW) == 1
        assert {version for *_, version in standing(session, first)} == {VERSION}
        kept = session.scalars(
            select(Tag).where(Tag.finding_id == first, Tag.model_version == "m1")
        ).all()
        assert {each.withdrawn_at for each in kept} == {NOW}
        assert {(each.scheme, each.key, each.source) for each in kept} == set(BY_MODEL)

    def test_peoples_are_not_touched(self, session: Session, review: Review) -> None:
        _, second = findings_of(session, review)
        before = standing(session, second)
        recode_review(session, review.id, at=NOW)
        assert standing(session, second) == before

    def test_a_scheme_that_a_person_decided_stays_theirs(self, session: Session) -> None:
        tags = (BY_PEOPLE[0], *BY_MODEL[1:])
        review = add_counted_review(session, Said(WORDS, tags=tags))
        (finding,) = findings_of(session, review)
        recode_review(session, review.id, at=NOW)
        assert ("typology", "tools", None) in standing(session, finding)
        assert counted(session, review.id) == {"tools"}
        assert not session.get_one(Finding, finding).needs_person

    def test_every_vector_is_worked_out_anew(self, session: Session, review: Review) -> None:
        recode_review(session, review.id, at=NOW)
        encoders = session.scalars(
            select(FindingVector.encoder).where(
                FindingVector.finding_id.in_(findings_of(session, review))
            )
        ).all()
        assert encoders == [VERSION, VERSION]

    def test_the_counts_follow(self, session: Session) -> None:
        review = add_counted_review(session, Said(WORDS, tags=BY_MODEL))
        assert counted(session, review.id) == {"tools"}
        recode_review(session, review.id, at=NOW)
        (finding,) = findings_of(session, review)
        said = {key for scheme, key, _ in standing(session, finding) if scheme == "typology"}
        unsure = session.get_one(Finding, finding).needs_person
        assert counted(session, review.id) == (set() if unsure else said)

    def test_doing_it_again_changes_nothing(self, session: Session, review: Review) -> None:
        recode_review(session, review.id, at=NOW)
        before = session.scalars(select(Tag.id).order_by(Tag.id)).all()
        assert recode_review(session, review.id, at=NOW) == 0
        assert session.scalars(select(Tag.id).order_by(Tag.id)).all() == before
        assert review.id not in reviews_left(session, VERSION)


class TestProgressAndForecast:
    def test_tells_what_is_done_and_left(self, session: Session, review: Review) -> None:
        before = measure_recoding(session, VERSION)
        recode_review(session, review.id, at=NOW)
        after = measure_recoding(session, VERSION)
        assert after.findings == before.findings
        assert (before.left - after.left, after.done - before.done) == (1, 1)
        assert before.vectors_left - after.vectors_left == 2

    def test_a_forecast_is_what_then_happens(self, session: Session, review: Review) -> None:
        first, _ = findings_of(session, review)
        told = forecast_recoding(session, VERSION)
        assert {version for *_, version in standing(session, first)} == {"m1"}
        recode_review(session, review.id, at=NOW)
        finding = session.get_one(Finding, first)
        now = {key for scheme, key, _ in standing(session, first) if scheme == "typology"}
        (move,) = told.moves
        assert (told.findings, told.changed, told.category) == (1, 1, 1)
        assert (move.before, move.findings) == ("tools", 1)
        assert {move.after} == ({UNSURE} if finding.needs_person else now)

    def test_only_the_model_in_use_codes(self, session: Session, review: Review) -> None:
        model = find_model(session, VERSION)
        assert ask_for_recoding(session, model, by=KEEPER, at=NOW).left >= 1
        model.retire()
        with pytest.raises(NotInUse, match="--dry-run"):
            ask_for_recoding(session, model, by=KEEPER, at=NOW)


class TestJobs:
    @pytest.fixture
    def kept(self, sessions: sessionmaker[Session]) -> Iterator[list[UUID]]:
        """Three reviews that an earlier model coded, and a model to go back to."""
        with sessions.begin() as session:
            model = register_shipped(session, at=NOW)
            model.retire()
            session.flush()
            session.add(
                ModelVersion(
                    version="m1",
                    state=ModelState.CURRENT,
                    files={},
                    figures={},
                    trained_on={},
                    registered_by=KEEPER.id,
                    promoted_at=NOW,
                )
            )
            said = Said(WORDS, tags=BY_MODEL, vector=direction(1.0))
            made = [add_counted_review(session, said).id for _ in range(3)]
        yield made
        with sessions.begin() as session:
            session.execute(delete(Review).where(Review.id.in_(made)))
            session.execute(delete(ModelVersion))

    def test_going_back_leads_to_the_recoding_of_everything(
        self,
        sessions: sessionmaker[Session],
        kept: list[UUID],
        run_jobs: Callable[[], None],
        client_for: Callable[..., TestClient],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("app.tagging.service.recoding.BATCH", 2)
        with sessions.begin() as session:
            roll_back(session, VERSION, by=KEEPER, at=NOW)
        keeper = client_for("administrator")
        assert keeper.get(f"/v1/models/{VERSION}").json()["recoding"]["left"] == 3
        assert "0 of 3 findings coded anew, 3 left" in keeper.get("/models").text
        run_jobs()
        said = keeper.get(f"/v1/models/{VERSION}").json()["recoding"]
        assert said == {
            "findings": 3, "done": 3, "left": 0, "vectors_left": 0, "finished": True,
        }  # fmt: skip
        assert "All 3 findings" in keeper.get(f"/models/{VERSION}").text
        with sessions() as session:
            event = session.scalars(
                select(AuditEvent).where(AuditEvent.action == "model.recoded")
            ).one()
        assert event.details == {"findings": 3}

    def test_a_job_for_a_model_no_longer_in_use_gives_way(
        self, sessions: sessionmaker[Session], kept: list[UUID], run_jobs: Callable[[], None]
    ) -> None:
        with sessions.begin() as session:
            begin_recoding(session, VERSION)
        run_jobs()
        with sessions() as session:
            assert measure_recoding(session, VERSION).left == 3
