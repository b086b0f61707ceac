"""Recall: text, findings, vectors and counts go in one act; who saw the review remains."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.kit.outbox import defer
from app.reviews.counting import recount
from app.reviews.models import (
    Decision,
    Document,
    DocumentState,
    Finding,
    Passage,
    ProcessingStep,
    Proposal,
    Recommendation,
    Review,
    TermsOfReference,
)
from app.reviews.repository import Reviews


def withdraw_review(
    session: Session, reference: str, *, by: Actor, at: datetime, reason: str
) -> Review:
    """Recall a review for good.

    Everything that holds its words is deleted in this transaction; the bytes of its
    documents by a job queued in it. The row stays, without words, so that references keep
    their meaning and the audit trail its subject. Raises ReviewNotFound or NotInState.
    """
    review = Reviews(session, by).get_for_update(reference)
    review.withdraw(at)
    recount(session, review.id)
    documents = session.scalars(select(Document).where(Document.review_id == review.id)).all()
    ids = [each.id for each in documents]
    session.execute(delete(Finding).where(Finding.review_id == review.id))
    session.execute(delete(Recommendation).where(Recommendation.review_id == review.id))
    session.execute(delete(Proposal).where(Proposal.review_id == review.id))
    session.execute(delete(Decision).where(Decision.review_id == review.id))
    session.execute(delete(TermsOfReference).where(TermsOfReference.review_id == review.id))
    session.execute(delete(Passage).where(Passage.document_id.in_(ids)))
    session.execute(delete(ProcessingStep).where(ProcessingStep.document_id.in_(ids)))
    for document in documents:
        document.state, document.destroyed_at = DocumentState.DESTROYED, at
        document.filename = "withdrawn"
        document.warnings, document.looked_for = [], []
        defer(session, "reviews:destroy", document_id=str(document.id))
    defer(session, "recurrence:group", lock="recurrence:group")
    review.title, review.summary, review.draft = "Withdrawn review", "", {}
    review.return_observations = review.hold_reason = None
    audit.record(session, "review.withdrawn", review, by=by, at=at, documents=len(documents))
    audit.record(session, "review.withdrawal_reason", review, by=by, at=at, length=len(reason))
    return review
