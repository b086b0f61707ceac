"""What reports are asked for with and listed as."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.reviews.schemas import Sent


class CaseStudySent(Sent):
    """A published review picked as a case study, and why. ``words`` name nobody."""

    reference: str = Field(max_length=40)
    words: str = Field("", max_length=4_000)


class SnapshotSent(Sent):
    """The period, by years of completion, and the case studies that a person picked."""

    from_year: int = Field(alias="from", ge=1900, le=2200)
    to_year: int = Field(alias="to", ge=1900, le=2200)
    case_studies: list[CaseStudySent] = Field(default_factory=list, max_length=12)


class SnapshotRead(BaseModel):
    """A frozen report in a list."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    from_year: int
    to_year: int
    data_version: int
    sha256: str
    frozen_at: datetime


class Snapshots(BaseModel):
    """The reports that there are, the latest first."""

    items: list[SnapshotRead]
