"""A release, its files, who approved it, whose copies there are, and what it showed of whom."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.database import Base, JSONObject, Key, Recorded
from app.releases.errors import ReleaseNotInState
from app.research.models import Tier


class ReleaseState(StrEnum):
    """Where a release stands. Only what is frozen is handed out."""

    DRAFT = "draft"
    FROZEN = "frozen"
    RECALLED = "recalled"


class Release(Base):
    """One version of the data of one project. ``reference`` is public and never changes.

    ``edition`` counts the changes of a draft; ``sha256`` is of its list of checksums, so an
    approval of it is an approval of every byte. ``frozen_before`` is how many releases the
    draft was protected against. A row holds nothing of a review.
    """

    __tablename__ = "releases"
    __table_args__ = (
        UniqueConstraint("project_reference", "version"),
        CheckConstraint("state IN ('draft', 'frozen', 'recalled')", "state"),
        CheckConstraint("(state = 'draft') = (frozen_at IS NULL)", "frozen_has_a_day"),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(unique=True)
    project_reference: Mapped[str] = mapped_column(ForeignKey("research_projects.reference"))
    version: Mapped[int]
    edition: Mapped[int] = mapped_column(server_default=text("1"))
    state: Mapped[ReleaseState]
    tier: Mapped[Tier]
    title: Mapped[str]
    description: Mapped[str]
    choices: Mapped[JSONObject]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    rows: Mapped[int]
    removed: Mapped[int]
    k: Mapped[int]
    l: Mapped[int]  # noqa: E741 - the name the literature gives it
    statement: Mapped[str]
    sha256: Mapped[str]
    data_version: Mapped[int]
    frozen_before: Mapped[int]
    made_at: Mapped[Recorded]
    frozen_at: Mapped[datetime | None]
    recalled_at: Mapped[datetime | None]
    recall_reason: Mapped[str | None]

    def require_draft(self, wanted: str) -> None:
        """Raise ReleaseNotInState once the release is frozen."""
        if self.state is not ReleaseState.DRAFT:
            raise ReleaseNotInState(self.reference, state=self.state, wanted=wanted)

    def require_frozen(self, wanted: str) -> None:
        """Raise ReleaseNotInState unless the release is frozen and not recalled."""
        if self.state is not ReleaseState.FROZEN:
            raise ReleaseNotInState(self.reference, state=self.state, wanted=wanted)

    def freeze(self, at: datetime) -> None:
        """Fix the release for good."""
        self.require_draft("frozen")
        self.state, self.frozen_at = ReleaseState.FROZEN, at

    def recall(self, at: datetime, *, reason: str) -> None:
        """Hand the release out no more. What it showed stays in the ledger."""
        self.require_frozen("recalled")
        self.state, self.recalled_at, self.recall_reason = ReleaseState.RECALLED, at, reason


class ReleaseFile(Base):
    """One file of a release, as approved. The same release gives the same bytes."""

    __tablename__ = "release_files"
    __table_args__ = (UniqueConstraint("release_id", "name"),)

    id: Mapped[Key]
    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id", ondelete="CASCADE"))
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class ReleaseApproval(Base):
    """A steward's approval of one edition; counts until it is voided."""

    __tablename__ = "release_approvals"
    __table_args__ = (
        Index(
            "uq_release_approvals_steward",
            "release_id",
            "steward_id",
            unique=True,
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id", ondelete="CASCADE"))
    steward_id: Mapped[UUID]
    steward_name: Mapped[str]
    reason: Mapped[str]
    edition: Mapped[int]
    sha256: Mapped[str]
    given_at: Mapped[Recorded]
    voided_at: Mapped[datetime | None]


class ReleaseCopy(Base):
    """What one person was given: the package marked for them, made once.

    ``mark`` is an HMAC-SHA256 under ``mark_key`` of the release and the person; it stands in
    the files, and the order of the rows follows from it.
    """

    __tablename__ = "release_copies"
    __table_args__ = (UniqueConstraint("release_id", "person_id"),)

    id: Mapped[Key]
    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    person_name: Mapped[str]
    mark_key: Mapped[bytes] = mapped_column(LargeBinary)
    mark: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    made_at: Mapped[Recorded]


class ReleasedRow(Base):
    """Ledger: what a release showed of one review's quasi-identifiers, in one row of its data.

    ``shown`` maps column → value. Rows outlive the review: what was shown stays shown.
    """

    __tablename__ = "released_rows"
    __table_args__ = (Index("ix_released_rows_release_id", "release_id", "review_id"),)

    id: Mapped[Key]
    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id", ondelete="CASCADE"))
    place: Mapped[int]
    review_id: Mapped[UUID]
    finding_id: Mapped[UUID | None]
    shown: Mapped[JSONObject]
