"""Issues: groups of findings that one change to the system would resolve."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.database import Base, Key, Recorded


class Issue(Base):
    """One recurring issue. Its id stays while members come and go."""

    __tablename__ = "issues"

    id: Mapped[Key]
    representative_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("findings.id", ondelete="SET NULL")
    )
    encoder: Mapped[str]
    created_at: Mapped[Recorded]
    revised_at: Mapped[Recorded]


class IssueMember(Base):
    """A finding belongs to at most one issue."""

    __tablename__ = "issue_members"

    finding_id: Mapped[UUID] = mapped_column(
        ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True
    )
    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issues.id", ondelete="CASCADE"), index=True)
    score: Mapped[float]
    """Similarity to the representative, 0 to 1."""
    by_person: Mapped[bool] = mapped_column(server_default=text("false"))
