"""What the identity calls take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.identity.permissions import Permission, Role

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class Taken(BaseModel):
    """Input: a field that we do not know is refused, never ignored."""

    model_config = ConfigDict(extra="forbid")


class Given(BaseModel):
    """Output, read from objects."""

    model_config = ConfigDict(from_attributes=True)


class Whoami(Given):
    """The caller and what they may do."""

    id: UUID
    name: str
    roles: list[str]
    committees: list[str]
    permissions: list[Permission]


class TokenCreate(Taken):
    """A token to be made for oneself. Without ``scopes`` it may do all that its owner may."""

    name: str = Field(min_length=1, max_length=100)
    days: int = Field(default=90, ge=1, le=366)
    scopes: list[Permission] | None = None


class TokenRead(Given):
    """A token as it is listed: its first letters, never the whole."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str] | None
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class TokenCreated(TokenRead):
    """The one answer that holds the whole token."""

    token: str


class PersonCreate(Taken):
    """An account to be opened."""

    email: str = Field(max_length=254)
    name: str = Field(min_length=1, max_length=200)


class PersonRead(Given):
    """An account."""

    id: UUID
    email: str
    name: str
    active: bool
    has_second_factor: bool
    created_at: datetime


class PersonList(BaseModel):
    """One page of accounts."""

    items: list[PersonRead]
    next: str | None


class GrantCreate(Taken):
    """A role to be given. ``committee`` goes with the committee role only."""

    role: Role
    committee: Slug | None = None
    expires_at: AwareDatetime | None = None


class GrantRead(Given):
    """A role that somebody holds."""

    role: str
    committee_slug: str | None
    granted_at: datetime
    expires_at: datetime | None
