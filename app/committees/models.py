"""Committees are date-ranged: a review belongs to the committee of its time."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit.database import Base, Key


class Committee(Base):
    """A committee between the day it was formed and the day it ended (None: still there)."""

    __tablename__ = "committees"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to > valid_from", "period"),)

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    areas: Mapped[list[CommitteeArea]] = relationship(
        order_by="CommitteeArea.slug", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def joint(self) -> bool:
        """Whether the committee serves more than one council area."""
        return len(self.areas) > 1

    def stood_on(self, day: date) -> bool:
        """Whether the committee existed on ``day``."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


class CommitteeArea(Base):
    """A council area that a committee serves."""

    __tablename__ = "committee_areas"

    committee_id: Mapped[UUID] = mapped_column(
        ForeignKey("committees.id", ondelete="CASCADE"), primary_key=True
    )
    slug: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Succession(Base):
    """One committee took over from another, so that trends may follow today's areas."""

    __tablename__ = "committee_successions"
    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id"),)

    id: Mapped[Key]
    predecessor_id: Mapped[UUID] = mapped_column(ForeignKey("committees.id"))
    successor_id: Mapped[UUID] = mapped_column(ForeignKey("committees.id"), index=True)
    succeeded_on: Mapped[date]
