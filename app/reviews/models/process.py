"""How the review came about and was carried out."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from app.kit.database import Base, JSONObject, Key, Recorded


def _review() -> Mapped[UUID]:
    return mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), index=True)


class Decision(Base):
    """Whether an initial review led on to another, and why. Thresholds are studied from these."""

    __tablename__ = "decisions"

    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True
    )
    outcome: Mapped[str]
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(server_default="")
    """The office or group that decided, never a person's name."""
    criteria_met: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    rationale: Mapped[str] = mapped_column(server_default="")
    source: Mapped[str]
    """``stated`` in the document or ``human``."""
    confirmed_by: Mapped[UUID | None]


class KeyDate(Base):
    """One date in the life of the review, as exact as it is known."""

    __tablename__ = "key_dates"
    __table_args__ = (
        UniqueConstraint("review_id", "kind"),
        CheckConstraint("precision IN ('day', 'month', 'quarter', 'year')", "precision"),
    )

    id: Mapped[Key]
    review_id: Mapped[UUID] = _review()
    kind: Mapped[str]
    """incident, notification, decision, commission, report_to_committee, ratified, submitted,
    published, completed, period_from or period_to."""
    on: Mapped[date]
    precision: Mapped[str]
    source: Mapped[str]


class Reviewer(Base):
    """Someone who carried out the review, without a name."""

    __tablename__ = "reviewers"

    id: Mapped[Key]
    review_id: Mapped[UUID] = _review()
    position: Mapped[int]
    external: Mapped[bool | None]
    accredited: Mapped[bool | None]
    """None: not recorded."""
    role: Mapped[str] = mapped_column(server_default="")


class TermsOfReference(Base):
    """The remit, and which of the essential elements it holds."""

    __tablename__ = "terms_of_reference"

    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True
    )
    words: Mapped[str] = mapped_column(server_default="")
    elements: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")


class Involvement(Base):
    """Whether family, child or staff took part. No row means that it is not recorded."""

    __tablename__ = "involvements"
    __table_args__ = (UniqueConstraint("review_id", "party"),)

    id: Mapped[Key]
    review_id: Mapped[UUID] = _review()
    party: Mapped[str]
    took_part: Mapped[bool]
    reason: Mapped[str] = mapped_column(server_default="")


class Proceeding(Base):
    """Another inquiry into the same events, and whether the review waited for it."""

    __tablename__ = "proceedings"
    __table_args__ = (UniqueConstraint("review_id", "kind"),)

    id: Mapped[Key]
    review_id: Mapped[UUID] = _review()
    kind: Mapped[str]
    present: Mapped[bool]
    """False: the report says that there was none. No row: it does not say."""
    held_from: Mapped[date | None]
    held_to: Mapped[date | None]


class Proposal(Base):
    """What the machine read about the review and where, for a person to settle."""

    __tablename__ = "proposals"

    id: Mapped[Key]
    review_id: Mapped[UUID] = _review()
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    field: Mapped[str]
    value: Mapped[JSONObject]
    """``{"value": …}`` with ``precision`` for dates."""
    quote: Mapped[str]
    page: Mapped[int | None]
    start: Mapped[int]
    end: Mapped[int]
    accepted: Mapped[bool | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    created_at: Mapped[Recorded]
    applied: Mapped[bool] = mapped_column(server_default=text("false"))
