"""Reading posts and reports."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.discussions.models import Post, PostReport, PostState
from app.kit.actors import Actor
from app.reviews.models import Review


class Discussions:
    """Posts as one person may see them; the database shows none of a review that it hides."""

    def __init__(self, session: Session, by: Actor) -> None:
        self._session = session
        self._by = by

    def of_review(self, review_id: UUID) -> Sequence[Post]:
        """What is shown, and the person's own that wait or were removed."""
        return self._session.scalars(
            select(Post)
            .where(
                Post.review_id == review_id,
                or_(Post.state == PostState.SHOWN, Post.author_id == self._by.id),
            )
            .order_by(Post.written_at, Post.id)
        ).all()

    def held(self) -> Sequence[tuple[Post, str]]:
        """Posts that wait, with the reference of their review."""
        rows = self._session.execute(
            select(Post, Review.reference)
            .join(Review, Review.id == Post.review_id)
            .where(Post.state == PostState.HELD)
            .order_by(Post.written_at, Post.id)
        )
        return [(post, reference) for post, reference in rows]

    def count_held(self) -> int:
        """How many posts wait."""
        waits = select(func.count()).select_from(Post).where(Post.state == PostState.HELD)
        return self._session.scalar(waits) or 0

    def reports(self, post_ids: Sequence[UUID]) -> Sequence[PostReport]:
        """What readers said of these posts."""
        return self._session.scalars(
            select(PostReport)
            .where(PostReport.post_id.in_(post_ids))
            .order_by(PostReport.reported_at)
        ).all()

    def find(self, post_id: UUID) -> tuple[Post, Review] | None:
        """One post and its review, locked for a decision."""
        row = self._session.execute(
            select(Post, Review)
            .join(Review, Review.id == Post.review_id)
            .where(Post.id == post_id)
            .with_for_update(of=Post)
        ).one_or_none()
        return (row[0], row[1]) if row else None

    def add_report(self, post_id: UUID, reason: str) -> None:
        """Keep one report of the person's; a second changes nothing."""
        self._session.execute(
            insert(PostReport)
            .values(post_id=post_id, reporter_id=self._by.id, reason=reason)
            .on_conflict_do_nothing()
        )
