"""What is followed: sent and read."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.reviews.schemas import Sent


class QuerySent(Sent):
    """A question to save. ``address`` is a path of this service with its query string."""

    name: str = Field(min_length=1, max_length=120)
    address: str = Field(min_length=2, max_length=1_000)


class QueryRead(BaseModel):
    """A saved question."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    address: str
    saved_at: datetime


class Queries(BaseModel):
    """A person's saved questions by name."""

    items: list[QueryRead]


class SubscriptionSent(Sent):
    """A theme to follow."""

    theme: str = Field(max_length=60)


class SubscriptionRead(BaseModel):
    """A followed theme."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    theme: str
    since: datetime


class Subscriptions(BaseModel):
    """A person's followed themes."""

    items: list[SubscriptionRead]


class NewFinding(BaseModel):
    """A finding that came under a followed theme, with where it stands."""

    id: UUID
    theme: str
    reference: str
    committee: str
    year: int | None
    statement: str
    on: date


class AlertRead(BaseModel):
    """An issue that a committee recorded done, stated again by a later review."""

    id: UUID
    raised_at: datetime
    reference: str
    committee: str
    statement: str
    finding: UUID
    earlier_reference: str
    earlier_committee: str
    earlier_statement: str
    earlier_finding: UUID
    done_on: date
    unread: bool


class Digest(BaseModel):
    """What is new since ``since`` under the themes that a person follows, and the alerts."""

    since: datetime | None
    findings: list[NewFinding]
    alerts: list[AlertRead]
