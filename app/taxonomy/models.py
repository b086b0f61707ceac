"""A scheme has versions; a version has concepts. A published version never changes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import Text

from app.kit.database import Base, Key


class SchemeVersion(Base):
    """One edition of one vocabulary. At most one per scheme is current."""

    __tablename__ = "scheme_versions"
    __table_args__ = (
        UniqueConstraint("scheme", "version"),
        Index(
            "uq_scheme_versions_current", "scheme", unique=True, postgresql_where=text("current")
        ),
    )

    id: Mapped[Key]
    scheme: Mapped[str]
    version: Mapped[int]
    title: Mapped[str]
    description: Mapped[str]
    issued: Mapped[date]
    current: Mapped[bool]
    concepts: Mapped[list[Concept]] = relationship(
        order_by="Concept.position", back_populates="version", cascade="all, delete-orphan"
    )


class Concept(Base):
    """One term of a vocabulary. ``key`` is its notation and stays the same across versions."""

    __tablename__ = "concepts"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    id: Mapped[Key]
    version_id: Mapped[UUID] = mapped_column(ForeignKey("scheme_versions.id", ondelete="CASCADE"))
    scheme: Mapped[str] = mapped_column(index=True)
    key: Mapped[str]
    label: Mapped[str]
    alternative_labels: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    definition: Mapped[str] = mapped_column(server_default="")
    scope_note: Mapped[str] = mapped_column(server_default="")
    examples: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    broader_key: Mapped[str | None]
    position: Mapped[int]
    version: Mapped[SchemeVersion] = relationship(back_populates="concepts")
