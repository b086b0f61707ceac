"""What someone who waits for a document to be read is told."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.intake.service.uploads import current_document
from app.kit.actors import Actor
from app.reviews.access import works_on
from app.reviews.models import State
from app.reviews.repository import Reviews
from app.reviews.schemas import StepRead
from app.reviews.service.progress import steps_of

READING = frozenset({State.SUBMITTED, State.PROCESSING})


@dataclass(frozen=True, slots=True)
class Following:
    """One look at a review that is being read."""

    reference: str
    state: str
    steps: list[StepRead]

    @property
    def is_reading(self) -> bool:
        """Whether more is to come."""
        return self.state in READING


def follow(session: Session, reference: str, *, by: Actor) -> Following:
    """Where the reading of a review stands. Raises ReviewNotFound."""
    review = Reviews(session, by).get(reference)
    document = current_document(session, review) if works_on(by, review) else None
    steps = steps_of(session, document.id) if document is not None else []
    return Following(
        review.reference, review.state, [StepRead.model_validate(each) for each in steps]
    )
