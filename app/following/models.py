"""Saved questions, followed topics, alerts, and how far somebody has read."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.database import Base, Key, Recorded


class SavedQuery(Base):
    """A question that a person saved: the address of its page or call, under a name."""

    __tablename__ = "saved_queries"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    name: Mapped[str]
    address: Mapped[str]
    saved_at: Mapped[Recorded]


class Subscription(Base):
    """A theme that a person follows."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("person_id", "theme"),)

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    theme: Mapped[str]
    since: Mapped[Recorded]


class Alert(Base):
    """A finding that states again what a committee had recorded done before.

    ``earlier_id`` is the finding whose response was resolved or whose action was marked done;
    ``done_on`` the day of that record.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("finding_id", "earlier_id"),
        Index("ix_alerts_raised_at", "raised_at"),
    )

    id: Mapped[Key]
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"))
    earlier_id: Mapped[UUID] = mapped_column(
        ForeignKey("findings.id", ondelete="CASCADE"), index=True
    )
    done_on: Mapped[date]
    raised_at: Mapped[Recorded]


class ReadUntil(Base):
    """How far a person has read their digest and alerts."""

    __tablename__ = "read_until"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime]
