"""Reviews for the measures; a test states only what matters to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.reviews.models import (
    Circumstances,
    Decision,
    Factor,
    Involvement,
    KeyDate,
    Proceeding,
    Recommendation,
    Review,
    Reviewer,
)
from tests.factories.repository import Said, add_counted_review
from tests.factories.versions import own_data_version

__all__ = ["own_data_version"]

Make = Callable[..., Review]


@pytest.fixture
def analyst() -> Actor:
    return Actor(uuid4(), "An analyst", frozenset({"analyst"}))


@pytest.fixture
def reader() -> Actor:
    return Actor(uuid4(), "A practitioner", frozenset({"practitioner"}))


@pytest.fixture
def make(session: Session) -> Make:
    """``make(decision="proceed", dates={...})``: a counted review with what is said of it."""

    def build(
        *said: Said,
        decision: str | None = None,
        dates: dict[str, date] | None = None,
        precision: str = "day",
        proceedings: dict[str, bool] | None = None,
        involvement: dict[str, bool] | None = None,
        external: list[bool | None] | None = None,
        circumstances: dict[str, Any] | None = None,
        factors: dict[tuple[str, str], bool] | None = None,
        kinds: list[str | None] | None = None,
        family: UUID | None = None,
        **fields: Any,
    ) -> Review:
        review = add_counted_review(session, *said, family_key=family, **fields)
        if decision is not None:
            session.add(Decision(review_id=review.id, outcome=decision, source="human"))
        for kind, on in (dates or {}).items():
            session.add(
                KeyDate(review_id=review.id, kind=kind, on=on, precision=precision, source="human")
            )
        for kind, present in (proceedings or {}).items():
            session.add(Proceeding(review_id=review.id, kind=kind, present=present))
        for party, took_part in (involvement or {}).items():
            session.add(Involvement(review_id=review.id, party=party, took_part=took_part))
        for place, is_external in enumerate(external or ()):
            session.add(Reviewer(review_id=review.id, position=place, external=is_external))
        if circumstances is not None:
            session.add(Circumstances(review_id=review.id, **circumstances))
        for (scheme, key), present in (factors or {}).items():
            session.add(Factor(review_id=review.id, scheme=scheme, key=key, present=present))
        for place, kind in enumerate(kinds or (), start=1):
            session.add(
                Recommendation(
                    review_id=review.id,
                    position=place,
                    words="Do this.",
                    kind=kind,
                    state="confirmed",
                )
            )
        session.flush()
        return review

    return build
