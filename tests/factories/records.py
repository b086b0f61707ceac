"""Rows of the repository with no more in them than a test is about."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.committees.models import Committee
from app.kit.actors import Actor
from app.reviews.models import Finding, FindingState, Review, State, Tag, TagSource
from app.taxonomy.service import concept_ids

AT = datetime(2021, 5, 4, 12, 0, tzinfo=UTC)
_numbers = count(1)


def an_actor(*roles: str, committees: tuple[str, ...] = ()) -> Actor:
    """Somebody with these roles and no account."""
    return Actor(uuid4(), "Somebody", frozenset(roles), frozenset(committees))


def a_review(
    session: Session,
    *,
    committee: str = "fife",
    type: str = "significant_case_review",  # noqa: A002 - the record's own name
    methodology: str = "hybrid",
    state: State = State.DRAFT,
    year: int | None = 2015,
    by: UUID | None = None,
) -> Review:
    """A review in any state, put there directly."""
    owner = session.scalars(select(Committee).where(Committee.slug == committee)).one()
    counted = state in {State.ACCEPTED, State.PUBLISHED}
    review = Review(
        reference=f"CR-T{next(_numbers):05d}",
        title="A review",
        type=type,
        methodology=methodology,
        committee_id=owner.id,
        committee_slug=committee,
        state=state,
        held_from=State.ACCEPTED if state is State.ON_HOLD else None,
        counted=counted,
        published=state is State.PUBLISHED,
        publication_form="full" if state is State.PUBLISHED else None,
        completed_year=year,
        created_by=by or uuid4(),
        submitted_by=by,
    )
    session.add(review)
    session.flush()
    return review


def a_finding(
    session: Session,
    review: Review,
    *,
    statement: str = "Nobody had the time to read what others had written before they visited.",
    state: FindingState = FindingState.CONFIRMED,
    needs_person: bool = False,
) -> Finding:
    """A finding of that review."""
    finding = Finding(
        review_id=review.id,
        position=next(_numbers),
        statement=statement,
        state=state,
        needs_person=needs_person,
        committee_slug=review.committee_slug,
        review_type=review.type,
        methodology=review.methodology,
        completed_year=review.completed_year,
    )
    session.add(finding)
    session.flush()
    return finding


def a_tag(
    session: Session,
    finding: Finding,
    key: str,
    *,
    scheme: str = "theme",
    source: TagSource = TagSource.HUMAN,
    rank: int = 1,
) -> Tag:
    """A standing tag on that finding."""
    tag = Tag(
        finding_id=finding.id,
        concept_id=concept_ids(session, scheme)[key],
        scheme=scheme,
        key=key,
        rank=rank,
        source=source,
        confidence=0.9,
        person_id=uuid4() if source is TagSource.HUMAN else None,
        model_version="m" if source is TagSource.MODEL else None,
        at=AT,
    )
    session.add(tag)
    session.flush()
    return tag
