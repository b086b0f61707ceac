"""Begin a review and save it as often as wanted before it is handed over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.committees.service import get_committee
from app.kit.actors import Actor
from app.kit.errors import Forbidden
from app.reviews.access import belongs_to
from app.reviews.errors import NotInState
from app.reviews.models import Review, State
from app.reviews.repository import Reviews
from app.reviews.schemas import Metadata
from app.reviews.service.metadata import apply_metadata, check_metadata

EDITABLE = frozenset({State.DRAFT, State.RETURNED, State.CLEARANCE, State.CONFIRMATION})


def begin_review(session: Session, sent: Metadata, *, by: Actor, at: datetime) -> Review:
    """Open a draft for a committee and give it its reference.

    Raises InvalidMetadata, or Forbidden when ``by`` does not act for that committee.
    """
    check_metadata(session, sent, at=at)
    if by.has("committee") and not by.has("steward") and sent.committee not in by.committees:
        raise Forbidden(
            "You may send reviews for your own committee only "
            f"({', '.join(sorted(by.committees)) or 'none is set for you'})."
        )
    number = session.scalar(text("SELECT nextval('review_reference')"))
    committee = get_committee(session, sent.committee)
    review = Review(
        reference=f"CR-{number:06d}",
        title=sent.title or "Untitled review",
        type="not_stated",
        methodology="not_stated",
        committee_id=committee.id,
        committee_slug=committee.slug,
        state=State.DRAFT,
        created_by=by.id,
    )
    session.add(review)
    session.flush()
    apply_metadata(session, review, sent, by=by.id, at=at)
    review.draft = sent.model_dump(mode="json", exclude_defaults=True)
    audit.record(session, "review.begun", review, by=by, at=at)
    return review


def save_review(
    session: Session, reference: str, sent: Metadata, *, by: Actor, at: datetime
) -> Review:
    """Save what is known so far, in place of what was saved before.

    Raises ReviewNotFound, InvalidMetadata, or NotInState once the review is accepted.
    """
    review = Reviews(session, by).get_for_update(reference)
    if review.state not in EDITABLE:
        raise NotInState(reference, state=review.state, wanted="edit")
    if not (by.has("steward") or belongs_to(by, review)):
        raise Forbidden("Only the committee that sent this review, or a steward, may change it.")
    check_metadata(session, sent, at=at)
    apply_metadata(session, review, sent, by=by.id, at=at)
    review.draft = sent.model_dump(mode="json", exclude_defaults=True)
    audit.record(
        session, "review.saved", review, by=by, at=at, fields=sorted(sent.model_fields_set)
    )
    return review
