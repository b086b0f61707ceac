"""Posts about a published review, and what readers report of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.discussions.errors import AlreadyJudged
from app.kit.database import Base, Key, Recorded


class PostState(StrEnum):
    """Where a post stands with its readers."""

    SHOWN = "shown"
    HELD = "held"
    REMOVED = "removed"


class Post(Base):
    """One contribution. ``claim`` is why its author says that a marked span names nobody.

    A removed post keeps its place, its author and the reason, and loses its words: what named
    a family must be gone, not hidden.
    """

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("state IN ('shown', 'held', 'removed')", "state"),
        CheckConstraint("state <> 'removed' OR body = ''", "removed_has_no_words"),
        Index("ix_posts_review_id", "review_id", "written_at"),
        Index("ix_posts_held", "written_at", postgresql_where=text("state = 'held'")),
    )

    id: Mapped[Key]
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    author_name: Mapped[str]
    body: Mapped[str]
    claim: Mapped[str] = mapped_column(server_default=text("''"))
    state: Mapped[PostState]
    written_at: Mapped[Recorded]
    judged_by: Mapped[UUID | None]
    judged_at: Mapped[datetime | None]
    judgement: Mapped[str | None]

    def hold(self) -> None:
        """Take the post out of sight until a moderator has read it. Removed posts stay so."""
        if self.state is PostState.SHOWN:
            self.state = PostState.HELD

    def approve(self, *, by: UUID, at: datetime, reason: str) -> None:
        """Show the post. Raises AlreadyJudged unless it is held."""
        if self.state is not PostState.HELD:
            raise AlreadyJudged
        self._settle(PostState.SHOWN, by, at, reason)

    def remove(self, *, by: UUID, at: datetime, reason: str) -> None:
        """Erase the words. Raises AlreadyJudged when that was done before."""
        if self.state is PostState.REMOVED:
            raise AlreadyJudged
        self._settle(PostState.REMOVED, by, at, reason)
        self.body = self.claim = ""

    def _settle(self, state: PostState, by: UUID, at: datetime, reason: str) -> None:
        self.state = state
        self.judged_by, self.judged_at, self.judgement = by, at, reason


class PostReport(Base):
    """A reader's word that a post should be looked at. One a reader and post."""

    __tablename__ = "post_reports"
    __table_args__ = (UniqueConstraint("post_id", "reporter_id"),)

    id: Mapped[Key]
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    reporter_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[str]
    reported_at: Mapped[Recorded]
