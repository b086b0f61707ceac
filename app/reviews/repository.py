"""Reading and locking reviews. Every query says for whom it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.kit.paging import Page, decode_cursor, encode_cursor
from app.reviews.access import visible_findings, visible_reviews
from app.reviews.errors import FindingNotFound, ReviewNotFound
from app.reviews.models import CommitteeIssue, Finding, Recommendation, Review, State, Tag


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """What a list of reviews may be narrowed by; None means any."""

    committee: str | None = None
    type: str | None = None
    methodology: str | None = None
    state: State | None = None
    completed_from: int | None = None
    completed_to: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """One condition for each field that is set."""
        pairs: list[tuple[object, ColumnElement[bool]]] = [
            (self.committee, Review.committee_slug == self.committee),
            (self.type, Review.type == self.type),
            (self.methodology, Review.methodology == self.methodology),
            (self.state, Review.state == self.state),
            (self.completed_from, Review.completed_year >= (self.completed_from or 0)),
            (self.completed_to, Review.completed_year <= (self.completed_to or 0)),
        ]
        return [condition for value, condition in pairs if value is not None]


class Reviews:
    """The reviews that one person may know of."""

    def __init__(self, session: Session, reader: Actor) -> None:
        self.session = session
        self.reader = reader

    def get(self, reference: str) -> Review:
        """The review. Raises ReviewNotFound, also for one that the reader may not see."""
        return self._one(reference, lock=False)

    def get_for_update(self, reference: str) -> Review:
        """The review, locked until the transaction ends, so that steps cannot cross."""
        return self._one(reference, lock=True)

    def _one(self, reference: str, *, lock: bool) -> Review:
        statement = select(Review).where(
            Review.reference == reference, visible_reviews(self.reader)
        )
        if lock:
            statement = statement.with_for_update().execution_options(populate_existing=True)
        review = self.session.scalar(statement)
        if review is None:
            raise ReviewNotFound(reference)
        return review

    def page(self, chosen: ReviewFilter, *, limit: int, cursor: str | None) -> Page[Review]:
        """Newest first, ``limit`` at a time."""
        statement = (
            select(Review)
            .where(visible_reviews(self.reader), *chosen.conditions())
            .order_by(Review.created_at.desc(), Review.id.desc())
            .limit(limit + 1)
        )
        if cursor:
            at, key = decode_cursor(cursor, parts=2)
            position = (datetime.fromisoformat(str(at)), UUID(str(key)))
            statement = statement.where(tuple_(Review.created_at, Review.id) < position)
        rows = self.session.scalars(statement).all()
        more = len(rows) > limit
        items = rows[:limit]
        last = items[-1] if items else None
        return Page(
            items,
            encode_cursor(last.created_at.isoformat(), str(last.id)) if more and last else None,
        )

    def count_by_state(self) -> dict[str, int]:
        """How many of the reader's reviews stand in each state (for a home page)."""
        rows = self.session.execute(
            select(Review.state, func.count())
            .where(visible_reviews(self.reader))
            .group_by(Review.state)
        )
        return {str(state): number for state, number in rows}


class Findings:
    """The findings that one person may know of."""

    def __init__(self, session: Session, reader: Actor) -> None:
        self.session = session
        self.reader = reader

    def get_for_update(self, finding_id: UUID) -> Finding:
        """One finding, locked. Raises FindingNotFound."""
        found = self.session.scalar(
            select(Finding)
            .where(Finding.id == finding_id, visible_findings(self.reader))
            .with_for_update()
        )
        if found is None:
            raise FindingNotFound
        return found

    def of_review(self, review: Review) -> Sequence[Finding]:
        """A review's findings in their order."""
        return self.session.scalars(
            select(Finding)
            .where(Finding.review_id == review.id, visible_findings(self.reader))
            .order_by(Finding.position)
        ).all()

    def issues_of(self, findings: Sequence[Finding]) -> dict[UUID, list[CommitteeIssue]]:
        """Finding id → the questions put to the committee, in one query."""
        grouped: dict[UUID, list[CommitteeIssue]] = {each.id: [] for each in findings}
        rows = self.session.scalars(
            select(CommitteeIssue)
            .where(CommitteeIssue.finding_id.in_(grouped))
            .order_by(CommitteeIssue.finding_id, CommitteeIssue.position)
        )
        for row in rows:
            grouped[row.finding_id].append(row)
        return grouped

    def tags_of(self, findings: Sequence[Finding]) -> dict[UUID, list[Tag]]:
        """Finding id → every tag that stands, in one query."""
        grouped: dict[UUID, list[Tag]] = {each.id: [] for each in findings}
        rows = self.session.scalars(
            select(Tag)
            .where(Tag.finding_id.in_(grouped), Tag.withdrawn_at.is_(None))
            .order_by(Tag.finding_id, Tag.scheme, Tag.rank, Tag.confidence.desc())
        )
        for row in rows:
            grouped[row.finding_id].append(row)
        return grouped

    def recommendations_of(self, review: Review) -> Sequence[Recommendation]:
        """A review's recommendations in their order."""
        return self.session.scalars(
            select(Recommendation)
            .where(Recommendation.review_id == review.id)
            .order_by(Recommendation.position)
        ).all()
