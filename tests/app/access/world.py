"""One of everything that a path can name: of one's own committee, of another's, and of nobody's."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.clearance.models import ResidualIdentifier
from app.identity.accounts import add_person
from app.identity.models import Person
from app.kit.actors import SYSTEM
from app.kit.clock import utc_now
from app.reviews.models import Document, Finding, Proposal, Recommendation, Review, State
from tests.factories.reports import learning_together
from tests.factories.repository import Said, add_counted_review

Client = Callable[..., TestClient]
Named = Mapping[str, str]
"""Parameter of a path → what stands there."""

ABSENT: Named = {
    "reference": "CR-999999",
    **{
        name: str(UUID(int=9))
        for name in (
            "finding_id", "recommendation_id", "identifier_id", "proposal_id", "person_id",
            "token_id", "query_id", "subscription_id", "post_id", "snapshot_id",
        )
    },
    "version": "000000000000",
    "role": "practitioner",
    "scheme": "theme",
    "key": "no_such_concept",
}  # fmt: skip
NAMING = "The review concerns Kirsty Macleod, who was seen by several services."
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class World:
    """``own`` is of Fife, in clearance; all others are of Moray."""

    own: Named
    draft: Named
    hidden: Named
    accepted: Named
    published: Named
    person: Callable[[], str]


def upload(client: TestClient, committee: str, **more: object) -> str:
    """A report that names somebody, sent for the committee; its reference."""
    fields: dict[str, object] = {"committee": committee, "type": "learning_review"}
    content = learning_together(title=f"{committee} {next(_numbers)}", paragraphs=(NAMING,))
    sent = client.post(
        "/v1/reviews",
        data={"metadata": json.dumps(fields | more)},
        files={"document": ("report.docx", content)},
    )
    assert sent.status_code == 202, sent.text
    return str(sent.json()["reference"])


def save_draft(client: TestClient) -> str:
    """A review of Moray's that nobody has submitted; its reference."""
    return upload(client, "moray", draft=True)


def build(
    client_for: Client, run_jobs: Callable[[], None], sessions: sessionmaker[Session]
) -> World:
    """Reviews through the real pipeline, with all that hangs on them."""
    references = {name: upload(client_for("committee", name), name) for name in ("fife", "moray")}
    run_jobs()
    drafted = save_draft(client_for("committee", "moray"))
    with sessions.begin() as session:
        add_counted_review(session, Said(), committee="moray")
        published = add_counted_review(session, Said(), committee="moray")
        accepted = add_counted_review(session, Said(), committee="moray", published=False)
        draft = session.scalars(select(Review).where(Review.reference == drafted)).one()
        own, hidden = (
            session.scalars(select(Review).where(Review.reference == reference)).one()
            for reference in references.values()
        )
        assert {own.state, hidden.state} == {State.CLEARANCE}
        return World(
            own=_named(session, own),
            draft=_named(session, draft),
            hidden=_named(session, hidden),
            accepted=_named(session, accepted),
            published=_named(session, published),
            person=lambda: _somebody(sessions),
        )


def _somebody(sessions: sessionmaker[Session]) -> str:
    with sessions.begin() as session:
        number = next(_numbers)
        person: Person = add_person(
            session,
            email=f"spare.{number}@example.org",
            name=f"Spare {number}",
            by=SYSTEM,
            at=utc_now(),
        )
        session.flush()
        return str(person.id)


def _named(session: Session, review: Review) -> Named:
    found: dict[str, str] = {"reference": review.reference}
    session.add(
        Recommendation(review_id=review.id, number="1", position=90, words="Give them time.")
    )
    session.flush()
    parts: Mapping[str, Any] = {
        "finding_id": select(Finding.id).where(Finding.review_id == review.id),
        "recommendation_id": select(Recommendation.id).where(Recommendation.review_id == review.id),
        "identifier_id": select(ResidualIdentifier.id)
        .join(Document, Document.id == ResidualIdentifier.document_id)
        .where(Document.review_id == review.id),
        "proposal_id": select(Proposal.id).where(Proposal.review_id == review.id),
    }
    for name, statement in parts.items():
        there = session.scalars(statement.limit(1)).first()
        found[name] = str(there) if there is not None else ABSENT[name]
    return {**ABSENT, **found}
