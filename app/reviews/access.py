"""Which reviews a person may know of. One rule, as SQL and as a check on one object."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, true

from app.kit.actors import Actor
from app.reviews.models import Finding, Review, State

COUNTABLE = (State.ACCEPTED, State.PUBLISHED)


def visible_reviews(actor: Actor) -> ColumnElement[bool]:
    """The condition on ``Review`` that holds for what ``actor`` may read.

    Stewards read everything; analysts what is accepted; a committee its own, in any
    state; every reader of the portal what is published in some form. A review on hold
    or withdrawn is seen by its committee and the stewards alone.
    """
    if actor.has("steward", "system"):
        return true()
    conditions: list[ColumnElement[bool]] = []
    if actor.has("analyst"):
        conditions.append(Review.counted.is_(True))
    if actor.has("committee") and actor.committees:
        conditions.append(Review.committee_slug.in_(sorted(actor.committees)))
    if actor.has("committee", "practitioner", "analyst"):
        conditions.append(and_(Review.published, Review.publication_form != "none"))
    return or_(*conditions) if conditions else false()


def visible_findings(actor: Actor) -> ColumnElement[bool]:
    """The same rule on ``Finding`` alone, through the fields that it repeats."""
    if actor.has("steward", "system"):
        return true()
    conditions: list[ColumnElement[bool]] = []
    if actor.has("analyst"):
        conditions.append(Finding.counted.is_(True))
    if actor.has("committee") and actor.committees:
        conditions.append(Finding.committee_slug.in_(sorted(actor.committees)))
    if actor.has("committee", "practitioner", "analyst"):
        conditions.append(Finding.published.is_(True))
    return or_(*conditions) if conditions else false()


def belongs_to(actor: Actor, review: Review) -> bool:
    """Whether ``actor`` acts for the review's committee."""
    return review.committee_slug in actor.committees


def works_on(actor: Actor, review: Review) -> bool:
    """Whether ``actor`` sees the review as work in progress, with text as it was sent."""
    return actor.has("steward", "system") or (actor.has("committee") and belongs_to(actor, review))
