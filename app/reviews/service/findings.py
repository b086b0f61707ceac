"""Findings are confirmed, corrected, rejected or marked by people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.kit.errors import FieldError, Forbidden, Invalid
from app.reviews.access import works_on
from app.reviews.counting import recount
from app.reviews.errors import NotInState
from app.reviews.models import (
    CommitteeIssue,
    Document,
    DocumentState,
    Finding,
    FindingState,
    Passage,
    Review,
    State,
)
from app.reviews.repository import Findings, Reviews
from app.reviews.schemas import FindingChange, FindingMarked

OPEN = frozenset({State.CLEARANCE, State.CONFIRMATION, State.RETURNED})


def change_finding(
    session: Session, finding_id: UUID, sent: FindingChange, *, by: Actor, at: datetime
) -> Finding:
    """Correct, confirm or reject one finding while its review is being checked.

    Raises FindingNotFound, NotInState, or Forbidden for anyone but the review's own
    committee and the stewards.
    """
    finding = Findings(session, by).get_for_update(finding_id)
    review = session.get_one(Review, finding.review_id)
    _require_open(review, by)
    changes = sent.model_dump(exclude_unset=True, exclude={"issues", "state"})
    for field, value in changes.items():
        setattr(finding, field, value)
    if sent.state is not None:
        finding.state = FindingState(sent.state)
        confirmed = finding.state is FindingState.CONFIRMED
        finding.confirmed_by = by.id if confirmed else None
        finding.confirmed_at = at if confirmed else None
    if sent.issues is not None:
        session.execute(delete(CommitteeIssue).where(CommitteeIssue.finding_id == finding.id))
        _add_issues(session, finding, sent.issues)
    recount(session, review.id)
    audit.record(
        session,
        "finding.changed",
        review,
        by=by,
        at=at,
        finding=str(finding.id),
        fields=sorted(sent.model_fields_set),
    )
    return finding


def mark_finding(
    session: Session, reference: str, sent: FindingMarked, *, by: Actor, at: datetime
) -> Finding:
    """Add a finding that the segmenter did not see.

    ``start`` and ``end`` are offsets in the current document's text; the finding then
    points to the passage they fall in. Raises Invalid when they fall outside it.
    """
    review = Reviews(session, by).get_for_update(reference)
    _require_open(review, by)
    document = session.scalar(
        select(Document).where(
            Document.review_id == review.id, Document.state == DocumentState.CURRENT
        )
    )
    passage = None
    if document is not None and sent.start is not None:
        passage = _passage_at(session, document.id, sent.start)
    last = session.scalar(select(func.max(Finding.position)).where(Finding.review_id == review.id))
    finding = Finding(
        review_id=review.id,
        document_id=document.id if document else None,
        passage_id=passage.id if passage else None,
        page=passage.page if passage else None,
        number=sent.number,
        position=(last or 0) + 1,
        statement=sent.statement,
        detail=sent.detail,
        polarity=sent.polarity,
        level=sent.level,
        start=sent.start,
        end=sent.end,
        state=FindingState.CONFIRMED,
        confirmed_by=by.id,
        confirmed_at=at,
        marked_by="person",
        needs_person=True,
        committee_slug=review.committee_slug,
        review_type=review.type,
        methodology=review.methodology,
        completed_year=review.completed_year,
    )
    session.add(finding)
    session.flush()
    _add_issues(session, finding, sent.issues)
    audit.record(session, "finding.marked", review, by=by, at=at, finding=str(finding.id))
    return finding


def confirm_remaining(session: Session, review: Review, *, by: Actor, at: datetime) -> int:
    """Confirm every finding and recommendation still proposed; returns how many findings."""
    rows = session.execute(
        update(Finding)
        .where(Finding.review_id == review.id, Finding.state == FindingState.PROPOSED)
        .values(state=FindingState.CONFIRMED, confirmed_by=by.id, confirmed_at=at)
        .returning(Finding.id)
    ).all()
    return len(rows)


def _add_issues(session: Session, finding: Finding, questions: list[str]) -> None:
    for position, question in enumerate(questions, start=1):
        session.add(
            CommitteeIssue(
                finding_id=finding.id, position=position, question=question, page=finding.page
            )
        )


def _passage_at(session: Session, document_id: UUID, start: int) -> Passage:
    passage = session.scalar(
        select(Passage)
        .where(Passage.document_id == document_id, Passage.start <= start, Passage.end > start)
        .limit(1)
    )
    if passage is None:
        detail = "The offsets lie outside the document's text; take them from its passages."
        raise Invalid(detail, errors=[FieldError("start", detail, "outside_document")])
    return passage


def _require_open(review: Review, by: Actor) -> None:
    if not works_on(by, review):
        raise Forbidden("Only the review's own committee and the stewards may change findings.")
    if review.state not in OPEN:
        raise NotInState(review.reference, state=review.state, wanted="change findings")
