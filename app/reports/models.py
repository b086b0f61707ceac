"""Frozen reports."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.database import Base, JSONObject, Key, Recorded


class ReportSnapshot(Base):
    """The content of one report as it was on the day; never changed afterwards.

    ``sha256`` is of the content's canonical JSON: the same content is frozen once.
    """

    __tablename__ = "report_snapshots"
    __table_args__ = (
        CheckConstraint("from_year <= to_year", "period"),
        Index("ix_report_snapshots_period", "from_year", "to_year", "frozen_at"),
    )

    id: Mapped[Key]
    from_year: Mapped[int]
    to_year: Mapped[int]
    data_version: Mapped[int]
    content: Mapped[JSONObject]
    sha256: Mapped[str] = mapped_column(unique=True)
    frozen_by: Mapped[UUID]
    frozen_at: Mapped[Recorded]
