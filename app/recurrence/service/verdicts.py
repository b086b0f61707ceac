"""A person's word on whether two findings state the same issue."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.kit.outbox import defer
from app.recurrence.errors import OneFinding
from app.reviews.effective import countable_findings
from app.reviews.errors import FindingNotFound
from app.reviews.models import Finding
from app.tagging.models import SamenessVerdict


def record_verdict(
    session: Session, first: UUID, second: UUID, *, same: bool, by: Actor, at: datetime
) -> None:
    """Record that two counted findings state the same issue, or that they do not.

    Outranks the machine and an earlier word; the issues follow in a job queued here. Raises
    OneFinding or FindingNotFound.
    """
    if first == second:
        raise OneFinding
    # A pair has one order, so that “A and B” and “B and A” are one question.
    one, other = sorted((first, second))
    seen = session.scalars(
        select(Finding.id).where(Finding.id.in_([one, other]), countable_findings(by))
    ).all()
    if len(seen) < 2:
        raise FindingNotFound
    said = insert(SamenessVerdict).values(
        first_id=one, second_id=other, same=same, decided_by=by.id, decided_at=at
    )
    session.execute(
        said.on_conflict_do_update(
            index_elements=["first_id", "second_id", "decided_by"],
            set_={"same": said.excluded.same, "decided_at": said.excluded.decided_at},
        )
    )
    audit.record(
        session,
        "finding.compared",
        None,
        by=by,
        at=at,
        first=str(one),
        second=str(other),
        same=same,
    )
    defer(session, "recurrence:group", lock="recurrence:group")
