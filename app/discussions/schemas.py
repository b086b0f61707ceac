"""What discussions are read and written in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.discussions.models import PostState

MOST_LETTERS = 4_000
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class PostSent(BaseModel):
    """A post. ``claim`` says why what looks like a name in it is none."""

    model_config = ConfigDict(extra="forbid")

    body: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_LETTERS)
    ]
    claim: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class PostRead(BaseModel):
    """A post as somebody may see it. ``own`` and ``author`` are for the reader's eyes."""

    id: UUID
    reference: str
    author: str
    body: str
    state: PostState
    written_at: datetime
    own: bool


class Posts(BaseModel):
    """Posts of one review, oldest first."""

    items: list[PostRead]


class ReportSent(BaseModel):
    """Why a post should be looked at."""

    model_config = ConfigDict(extra="forbid")

    reason: Words


class Suspect(BaseModel):
    """A span of a post that may identify somebody. Offsets count characters of the body."""

    type: str
    start: int
    end: int


class HeldPost(BaseModel):
    """A post that waits for a moderator: what its author claims and what readers report."""

    post: PostRead
    claim: str
    reports: list[str]
    suspects: list[Suspect]


class HeldPosts(BaseModel):
    """Posts that wait, oldest first."""

    items: list[HeldPost]


class JudgementSent(BaseModel):
    """A moderator's decision."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["show", "remove"]
    reason: Words = Field(description="Told to the author when the post is removed")
