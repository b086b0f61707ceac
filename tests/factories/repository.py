"""Reviews that count, straight into the database; a test states only what matters to it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.committees.models import Committee
from app.reviews.counting import recount
from app.reviews.models import Finding, FindingState, Response, ResponseAction, Review, State, Tag
from app.tagging.models import DIMENSIONS, FindingVector
from app.taxonomy.service import concept_ids

_numbers = itertools.count(1)
ENCODER = "invented 1"


@dataclass(frozen=True)
class Said:
    """One finding to be made. ``tags`` are (scheme, key, source)."""

    statement: str = "Nobody in the team had somebody to think about the case with."
    tags: Sequence[tuple[str, str, str]] = ()
    vector: Any = None
    polarity: str = "weakness"
    detail: str = ""
    resolved_on: date | None = None
    actions: Sequence[Mapping[str, Any]] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)


def direction(*weights: float) -> Any:
    """A unit vector with these weights in its first places; the cosine of two is their product."""
    vector = np.zeros(DIMENSIONS, dtype=np.float32)
    vector[: len(weights)] = weights
    return vector / np.linalg.norm(vector)


def themed(*keys: str, source: str = "human") -> tuple[tuple[str, str, str], ...]:
    return tuple(("theme", key, source) for key in keys)


def add_counted_review(
    session: Session,
    *findings: Said,
    committee: str = "fife",
    year: int | None = 2015,
    published: bool = True,
    completed_on: date | None = None,
    review_type: str = "significant_case_review",
    methodology: str = "learning_together",
    **fields: Any,
) -> Review:
    """An accepted (or published) review of these findings, counted like any other."""
    committee_id = session.scalars(select(Committee.id).where(Committee.slug == committee)).one()
    number = next(_numbers)
    review = Review(
        reference=f"T-{number:05}",
        title=f"Review {number}",
        type=review_type,
        methodology=methodology,
        committee_id=committee_id,
        committee_slug=committee,
        state=State.PUBLISHED if published else State.ACCEPTED,
        counted=True,
        published=published,
        publication_form="full" if published else None,
        completed_year=year,
        completed_on=completed_on or (date(year, 6, 30) if year else None),
        accepted_at=datetime(2020, 1, 1, tzinfo=UTC),
        created_by=uuid4(),
        **fields,
    )
    session.add(review)
    session.flush()
    for position, said in enumerate(findings, start=1):
        _add_finding(session, review, said, position)
    recount(session, review.id)
    return review


def _add_finding(session: Session, review: Review, said: Said, position: int) -> Finding:
    finding = Finding(
        review_id=review.id,
        number=str(position),
        position=position,
        statement=said.statement,
        detail=said.detail,
        polarity=said.polarity,
        page=position,
        state=FindingState.CONFIRMED,
        committee_slug=review.committee_slug,
        review_type=review.type,
        methodology=review.methodology,
        completed_year=review.completed_year,
        **said.fields,
    )
    session.add(finding)
    session.flush()
    for rank, (scheme, key, source) in enumerate(said.tags, start=1):
        session.add(
            Tag(
                finding_id=finding.id,
                concept_id=concept_ids(session, scheme)[key],
                scheme=scheme,
                key=key,
                rank=1 if scheme != "theme" else rank,
                source=source,
                person_id=uuid4() if source == "human" else None,
                model_version="m1" if source == "model" else None,
                confidence=0.9 if source == "model" else None,
            )
        )
    if said.vector is not None:
        session.add(FindingVector(finding_id=finding.id, encoder=ENCODER, vector=said.vector))
    if said.resolved_on or said.actions:
        answer = Response(
            finding_id=finding.id,
            decision="accepted",
            status="resolved" if said.resolved_on else "open",
            status_on=said.resolved_on,
            recorded_by=uuid4(),
        )
        answer.actions = [
            ResponseAction(position=place, **each) for place, each in enumerate(said.actions, 1)
        ]
        session.add(answer)
    session.flush()
    return finding


def findings_of(session: Session, review: Review) -> list[UUID]:
    """The ids of a review's findings in their order."""
    return list(
        session.scalars(
            select(Finding.id).where(Finding.review_id == review.id).order_by(Finding.position)
        )
    )
