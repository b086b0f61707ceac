"""What is sent and given in clearance."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.clearance.models import Action
from app.reviews.schemas import Read, Sent

IdentifierType = Literal[
    "PERSON", "DATE_OF_BIRTH", "DATE_OF_DEATH", "EXACT_DATE", "CHI", "NHS_NUMBER", "NINO",
    "PHONE", "EMAIL", "POSTCODE", "ADDRESS", "SCHOOL", "GP_PRACTICE", "PLACE", "SOCIAL_HANDLE",
    "VEHICLE_REG", "INCIDENT_NUMBER", "CASE_NUMBER", "URL",
]  # fmt: skip


class DecisionSent(Sent):
    """What to do about a span. ``all_alike`` does the same to every span of the same words."""

    action: Action
    replacement: str | None = Field(None, min_length=1, max_length=200)
    reason: str | None = Field(None, min_length=3, max_length=1_000)
    all_alike: bool = False


class IdentifierMarked(Sent):
    """A span marked by a person, at offsets of the document's text."""

    type: IdentifierType
    start: int = Field(ge=0)
    end: int = Field(ge=1)


class IdentifierRead(Read):
    """A span that may identify someone, and what was decided."""

    id: UUID
    type: str
    text: str
    where: str = Field(validation_alias="place")
    page: int | None
    start: int
    end: int
    score: float
    rule: str
    action: str | None
    replacement: str | None
    reason: str | None
    decided_at: datetime | None
    suggestion: str | None = None


class ClearanceSent(Sent):
    """Signing off. Nothing needs to be said; a note is kept with the signature."""

    note: str = Field("", max_length=2_000)
