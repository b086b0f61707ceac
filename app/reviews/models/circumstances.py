"""The case in coarse terms. Everywhere *no* and *not recorded* are different answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.database import Base, Key


class Recorded(StrEnum):
    """A three-valued answer."""

    YES = "yes"
    NO = "no"
    NOT_RECORDED = "not_recorded"


def _three_valued() -> Mapped[Recorded]:
    return mapped_column(server_default=Recorded.NOT_RECORDED)


class Circumstances(Base):
    """One row a review. None in a coded field means that it is not recorded."""

    __tablename__ = "circumstances"
    __table_args__ = (CheckConstraint("children > 0", "children"),)

    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True
    )
    age_band: Mapped[str | None]
    children: Mapped[int | None]
    sex: Mapped[str | None]
    legal_status: Mapped[str | None]
    registered_now: Mapped[Recorded] = _three_valued()
    registered_previously: Mapped[Recorded] = _three_valued()
    disability: Mapped[Recorded] = _three_valued()
    ethnicity_recorded: Mapped[Recorded] = _three_valued()
    economic_recorded: Mapped[Recorded] = _three_valued()


class Factor(Base):
    """One harm, family factor or economic circumstance that is said to be present or absent.

    No row means that the report does not say.
    """

    __tablename__ = "factors"

    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True
    )
    scheme: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    present: Mapped[bool]


class Grade(Base):
    """The grade of concern at a moment; the latest row holds, the earlier ones are its history."""

    __tablename__ = "grades"

    id: Mapped[Key]
    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("reviews.id", ondelete="CASCADE"), index=True
    )
    grade: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID]
    reason: Mapped[str] = mapped_column(server_default="")
