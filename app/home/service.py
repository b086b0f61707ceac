"""What waits for a person, and what anybody may know of the repository."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.identity.row_security import act_as
from app.kit.actors import Actor
from app.reviews.basis import searched
from app.reviews.models import Review, State
from app.reviews.service.listing import ReviewFilter, count_by_state, list_reviews

WAITING_SHOWN = 6
LEAST_TOLD = 5
"""Smaller numbers are not told to people who have not signed in."""
ANYBODY = Actor(UUID(int=1), "A visitor", frozenset({"practitioner"}))
"""Stands for the public: sees no more than is published, and only numbers of it are shown."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Reviews in one state and what there is to do with them."""

    state: State
    label: str
    hint: str
    count: int

    @property
    def href(self) -> str:
        """The list of them."""
        return f"/reviews?state={self.state.value}"


COMMITTEE_PILES: tuple[tuple[State, str, str], ...] = (
    (State.RETURNED, "Returned with observations", "Mend and hand over again"),
    (State.CLEARANCE, "In clearance", "Settle what may identify someone"),
    (State.CONFIRMATION, "To confirm", "Check findings and tags"),
    (State.DRAFT, "Drafts", "Saved, not handed over"),
    (State.PROCESSING, "Being read", "Nothing to do"),
    (State.ON_HOLD, "On hold", "Waiting for other proceedings"),
)
STEWARD_PILES: tuple[tuple[State, str, str], ...] = (
    (State.CLEARANCE, "To sign off", "Clearance waits for a second person"),
    (State.CONFIRMATION, "To accept", "Confirmed reviews, and those being checked"),
    (State.ACCEPTED, "To publish", "Accepted, not yet published"),
    (State.RETURNED, "With committees", "Returned with observations"),
    (State.ON_HOLD, "On hold", "Waiting for other proceedings"),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person's piles, and the newest reviews of the first that are not empty."""

    piles: Sequence[Pile]
    reviews: Sequence[Review]


def find_waiting(session: Session, *, by: Actor) -> Waiting:
    """What waits for a committee's officer or a steward; nothing for anybody else."""
    if by.has("steward"):
        kinds, working = STEWARD_PILES, (State.CLEARANCE, State.CONFIRMATION, State.ACCEPTED)
    elif by.has("committee"):
        kinds, working = COMMITTEE_PILES, (State.RETURNED, State.CLEARANCE, State.CONFIRMATION)
    else:
        return Waiting((), ())
    counts = count_by_state(session, by=by)
    piles = [Pile(state, label, hint, counts.get(state, 0)) for state, label, hint in kinds]
    reviews: list[Review] = []
    for state in working:
        if counts.get(state) and len(reviews) < WAITING_SHOWN:
            limit = WAITING_SHOWN - len(reviews)
            chosen = ReviewFilter(state=state)
            reviews += list_reviews(session, chosen, by=by, limit=limit, cursor=None).items
    return Waiting(piles, reviews)


def find_latest(session: Session, *, by: Actor) -> Sequence[Review]:
    """The newest reviews that are open to every reader."""
    chosen = ReviewFilter(state=State.PUBLISHED)
    return list_reviews(session, chosen, by=by, limit=WAITING_SHOWN, cursor=None).items


@dataclass(frozen=True, slots=True)
class NationalFigures:
    """How much there is to learn from. None where the number is too small to be told."""

    reviews: int | None
    committees: int | None


def national_figures(session: Session) -> NationalFigures:
    """Published reviews with findings, and their committees, for people not signed in."""
    act_as(session, ANYBODY)
    reviews, committees = searched(session, by=ANYBODY)
    if reviews < LEAST_TOLD or committees < LEAST_TOLD:
        return NationalFigures(None, None)
    return NationalFigures(reviews, committees)
