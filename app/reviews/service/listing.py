"""Lists of reviews and of what belongs to one, by the reader's rights."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.kit.paging import Page
from app.reviews.models import Recommendation, Review
from app.reviews.repository import Findings, ReviewFilter, Reviews

__all__ = ["ReviewFilter", "count_by_state", "list_recommendations", "list_reviews"]


def list_reviews(
    session: Session, chosen: ReviewFilter, *, by: Actor, limit: int, cursor: str | None
) -> Page[Review]:
    """A page of the reviews that ``by`` may see, newest first."""
    return Reviews(session, by).page(chosen, limit=limit, cursor=cursor)


def count_by_state(session: Session, *, by: Actor) -> dict[str, int]:
    """How many reviews that ``by`` may see stand in each state."""
    return Reviews(session, by).count_by_state()


def list_recommendations(
    session: Session, reference: str, *, by: Actor
) -> Sequence[Recommendation]:
    """A review's recommendations in their order. Raises ReviewNotFound."""
    return Findings(session, by).recommendations_of(Reviews(session, by).get(reference))
