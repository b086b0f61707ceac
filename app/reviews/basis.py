"""What every answer says of itself: what was counted, how it is defined, how current it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.reviews.counting import data_version
from app.reviews.effective import sees_all_counted
from app.reviews.models import Review, ReviewConcept

ALL_COUNTED = "All accepted reviews, published or not."
PUBLISHED = "Published reviews only."


class Basis(BaseModel):
    """What stands behind an answer.

    ``reviews`` and ``committees`` count those that the answer itself rests on; ``data_version``
    grows with every change to what is counted, so two answers of one version agree.
    """

    data_version: int
    filters: dict[str, Any]
    definitions: dict[str, str]
    scope: str
    reviews: int | None
    committees: int | None


def basis_of(
    session: Session,
    *,
    by: Actor,
    filters: Mapping[str, Any],
    definitions: Mapping[str, str],
    reviews: int | None,
    committees: int | None,
) -> Basis:
    """The basis of an answer for ``by``; filters that were left out are not repeated."""
    return Basis(
        data_version=data_version(session),
        filters={name: value for name, value in filters.items() if value is not None},
        definitions=dict(definitions),
        scope=ALL_COUNTED if sees_all_counted(by) else PUBLISHED,
        reviews=reviews,
        committees=committees,
    )


def searched(session: Session, *, by: Actor) -> tuple[int, int]:
    """How many reviews with findings, of how many committees, answers for ``by`` may rest on."""
    # One row a review: counting over the findings took a quarter of a second at 200,000 of them.
    counted = select(func.count(), func.count(distinct(ReviewConcept.committee_slug))).where(
        ReviewConcept.scheme == "*", ReviewConcept.findings > 0
    )
    if not sees_all_counted(by):
        counted = counted.join(Review, Review.id == ReviewConcept.review_id).where(
            Review.published.is_(True), Review.publication_form != "none"
        )
    row = session.execute(counted).one()
    return int(row[0]), int(row[1])
