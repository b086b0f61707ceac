"""What questions about recurrence are asked with and answered in."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field

from app.reviews.basis import Basis
from app.reviews.schemas import Sent


class MemberRead(BaseModel):
    """One finding of an issue with its provenance and what became of it."""

    id: UUID
    reference: str
    committee: str
    year: int | None
    completed_on: date | None
    number: str
    page: int | None
    statement: str
    score: float
    """Similarity to the representative, 0 to 1."""
    by_person: bool
    response: str | None
    """The committee's decision; None when it recorded none."""
    status: str | None
    resolved_on: date | None


class GapRead(BaseModel):
    """Years without an appearance, both ends excluded."""

    after: int
    before: int
    years: int


class ReturnRead(BaseModel):
    """A finding that came after a committee recorded another of its issue resolved."""

    finding: UUID
    committee: str
    on: date
    resolved_finding: UUID
    resolved_by: str
    resolved_on: date
    days: int
    same_committee: bool


class RecurrenceRead(BaseModel):
    """One issue that came up in more than one review."""

    issue: UUID
    representative: MemberRead
    findings: list[MemberRead]
    committees: list[str]
    reviews: list[str]
    years: list[int]
    gaps: list[GapRead]
    first: int | None
    last: int | None
    after_resolution: bool
    after_own_resolution: bool
    returns: list[ReturnRead]


class Recurrences(BaseModel):
    """Recurring issues, widest first; pass ``next`` as ``cursor`` for more."""

    groups: list[RecurrenceRead]
    total: int
    next: str | None
    basis: Basis


class VerdictSent(Sent):
    """Whether two findings state the same issue."""

    first: UUID
    second: UUID
    same: bool


class PrecedentAsked(Sent):
    """A draft finding or a line of enquiry."""

    text: str = Field(min_length=12, max_length=2_000)
    limit: int = Field(10, ge=1, le=50)


class ActionTaken(BaseModel):
    """One thing that a committee undertook."""

    text: str
    owner: str
    due: date | None
    done: date | None


class PrecedentRead(BaseModel):
    """A similar finding, what its committee did, and whether it held."""

    id: UUID
    reference: str
    committee: str
    year: int | None
    number: str
    page: int | None
    statement: str
    score: float
    same_issue: bool
    """At or above the similarity at which findings are grouped."""
    issue: UUID | None
    response: str | None
    reason: str | None
    status: str | None
    status_on: date | None
    actions: list[ActionTaken]
    came_back: bool
    """The issue was found again in a review completed after this one was recorded resolved."""


class Precedents(BaseModel):
    """Similar findings, nearest first."""

    items: list[PrecedentRead]
    basis: Basis
