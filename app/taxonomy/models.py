"""A scheme has versions; a version has concepts. Only a draft is ever changed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import Text

from app.kit.database import Base, Key


class SchemeVersion(Base):
    """One edition of one vocabulary. At most one per scheme is current, at most one a draft.

    Versions that came with the software were drafted and published by nobody.
    """

    __tablename__ = "scheme_versions"
    __table_args__ = (
        UniqueConstraint("scheme", "version"),
        Index(
            "uq_scheme_versions_current", "scheme", unique=True, postgresql_where=text("current")
        ),
        Index("uq_scheme_versions_draft", "scheme", unique=True, postgresql_where=text("draft")),
        CheckConstraint("NOT (draft AND current)", name="a_draft_is_not_current"),
    )

    id: Mapped[Key]
    scheme: Mapped[str]
    version: Mapped[int]
    title: Mapped[str]
    description: Mapped[str]
    issued: Mapped[date]
    current: Mapped[bool]
    draft: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    reason: Mapped[str] = mapped_column(server_default="", default="")
    drafted_by: Mapped[UUID | None]
    drafted_by_name: Mapped[str | None]
    published_by: Mapped[UUID | None]
    published_by_name: Mapped[str | None]
    concepts: Mapped[list[Concept]] = relationship(
        order_by="Concept.position", back_populates="version", cascade="all, delete-orphan"
    )


class Concept(Base):
    """One term of a vocabulary. ``key`` is its notation and stays the same across versions.

    A retired concept stays in later versions, so that what was coded with it is understood,
    and is given to nothing any more. ``replaced_by_key`` is what such codings become.
    """

    __tablename__ = "concepts"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        CheckConstraint(
            "replaced_by_key IS NULL OR retired", name="only_what_is_retired_is_replaced"
        ),
    )

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
    retired: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    replaced_by_key: Mapped[str | None]
    version: Mapped[SchemeVersion] = relationship(back_populates="concepts")
