"""What releases are read and written in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.releases.models import ReleaseState
from app.research.models import Tier

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class Choices(BaseModel):
    """What the author gives up so that the rest is safe. k and l are never lowered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    leave_out: tuple[str, ...] = Field(default=(), description="Columns that are not released")
    most_removed: Annotated[float, Field(ge=0, le=0.2)] = Field(
        default=0.05, description="Share of the rows that may be left out as too singular"
    )
    newcomers: bool = Field(
        default=True, description="Whether rows that no earlier release held are released"
    )


class ReleaseSent(BaseModel):
    """A release to be built, or built again."""

    model_config = ConfigDict(extra="forbid")

    title: Line
    description: Prose = ""
    tier: Tier | None = Field(default=None, description="Left out: the tier of the project")
    choices: Choices = Choices()


class ApprovalSent(BaseModel):
    """A steward's approval of the edition that they looked at."""

    model_config = ConfigDict(extra="forbid")

    edition: int
    reason: Reason


class RecallSent(BaseModel):
    """Why a release is handed out no more."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


class FileRead(BaseModel):
    """One file of a release, without its content."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    media_type: str
    size: int
    sha256: str


class ApprovalRead(BaseModel):
    """An approval, for stewards."""

    model_config = ConfigDict(from_attributes=True)

    steward_id: UUID
    steward_name: str
    reason: str
    edition: int
    sha256: str
    given_at: datetime
    voided_at: datetime | None


class ReleaseSummary(BaseModel):
    """A release in a list."""

    model_config = ConfigDict(from_attributes=True)

    reference: str
    project_reference: str
    version: int
    state: ReleaseState
    tier: Tier
    title: str
    rows: int
    frozen_at: datetime | None


class ReleaseRead(ReleaseSummary):
    """A release whole, as somebody may see it."""

    edition: int
    description: str
    choices: Choices
    removed: int
    k: int
    l: int  # noqa: E741 - the name the literature gives it
    statement: str
    sha256: str
    made_at: datetime
    recalled_at: datetime | None
    recall_reason: str | None
    citation: str
    files: list[FileRead]
    approvals: list[ApprovalRead] = Field(description="Told to stewards alone")


class Releases(BaseModel):
    """Releases, the latest first."""

    items: list[ReleaseSummary]


class PublicRelease(BaseModel):
    """What anybody may know of a release."""

    reference: str
    project_reference: str
    version: int
    title: str
    tier: Tier
    state: ReleaseState
    rows: int
    frozen_at: datetime
    sha256: str
    citation: str


class Traced(BaseModel):
    """Whose copy a file comes from, and by what that is known."""

    release: str
    person_id: UUID
    person: str
    by: str = Field(description="``mark``, or ``order`` of the rows")
