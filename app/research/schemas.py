"""What projects are read and written in."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from app.research.models import DecisionKind, ProjectState, Tier
from app.research.orcid import checked_orcid

LONGEST_MONTHS = 60
MOST_PEOPLE = 20
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")


def _address(words: str) -> str:
    address = words.lower()
    if address and not _EMAIL.fullmatch(address):
        raise ValueError("give an e-mail address such as name@example.org")
    return address


def _no_empty(words: object) -> object:
    return None if isinstance(words, str) and not words.strip() else words


def _each_once(keys: list[str]) -> list[str]:
    return list(dict.fromkeys(keys))


def _different(people: list[PersonSent]) -> list[PersonSent]:
    addresses = [each.email for each in people if each.email]
    if len(set(addresses)) < len(addresses):
        raise ValueError("two people have the same e-mail address")
    return people


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Orcid = Annotated[str, AfterValidator(checked_orcid)]


class PersonSent(BaseModel):
    """Somebody who would work with the data."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    name: Annotated[Line, StringConstraints(min_length=1)]
    organisation: Line = ""
    email: Annotated[Line, AfterValidator(_address)] = ""
    orcid: Annotated[Orcid | None, BeforeValidator(_no_empty)] = Field(
        default=None, description="With hyphens, without, or as an address; the check is made"
    )


class ApplicationSent(BaseModel):
    """An application as far as it has come. What is missing is asked for when it is handed in."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    title: Line = ""
    lay_summary: Annotated[Prose, StringConstraints(max_length=1_500)] = Field(
        default="", description="What for, in words for everybody; shown in the public register"
    )
    purpose: Prose = Field(default="", description="Questions and methods, for the stewards")
    funder: Line = ""
    ethics_body: Line = Field(default="", description="Who approved the research ethically")
    ethics_reference: Line = ""
    tier: Tier | None = None
    duration_months: Annotated[int, Field(ge=1, le=LONGEST_MONTHS)] | None = None
    data_use: Annotated[list[str], AfterValidator(_each_once), Field(max_length=20)] = Field(
        default=[], description="Keys of the vocabulary data_use (Data Use Ontology)"
    )
    people: Annotated[
        list[PersonSent], AfterValidator(_different), Field(max_length=MOST_PEOPLE)
    ] = []


class EthicsDocumentRead(BaseModel):
    """The ethics document, without its content."""

    filename: str
    media_type: str
    size: int
    sha256: str


class DecisionSent(BaseModel):
    """A steward's decision on the edition that they read."""

    model_config = ConfigDict(extra="forbid")

    decision: DecisionKind
    edition: int = Field(description="The edition that was read; refused when it is older")
    reason: Reason = Field(description="Told to the applicant")


class DecisionRead(BaseModel):
    """A decision. ``steward`` is told to stewards alone."""

    decision: DecisionKind
    reason: str
    edition: int
    decided_at: datetime
    voided_at: datetime | None
    steward: str | None


class AcceptanceSent(BaseModel):
    """The version of the agreement that was read."""

    model_config = ConfigDict(extra="forbid")

    version: int


class AcceptanceRead(BaseModel):
    """Who accepted which version, and when."""

    person: str
    version: int
    agreement_sha256: str
    accepted_at: datetime
    voided_at: datetime | None


class ClosureSent(BaseModel):
    """Why the project ends."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


class ProjectSummary(BaseModel):
    """A project in a list."""

    reference: str
    title: str
    state: ProjectState
    tier: Tier | None
    applicant: str
    approvals: int = Field(description="Approvals of the present edition, of the two it needs")
    submitted_at: datetime | None
    ends_on: date | None


class ProjectRead(ProjectSummary):
    """A project whole, as somebody may see it."""

    edition: int
    application: ApplicationSent
    ethics_document: EthicsDocumentRead | None
    approved_at: datetime | None
    closed_at: datetime | None
    closing_reason: str | None
    decisions: list[DecisionRead]
    acceptances: list[AcceptanceRead]
    own: bool = Field(description="Whether the reader made the application")
    named: bool = Field(description="Whether the reader takes part, so may not decide")


class Projects(BaseModel):
    """Projects, newest first."""

    items: list[ProjectSummary]
    next: str | None


class Clause(BaseModel):
    """One point of the agreement."""

    heading: str
    words: str


class AgreementRead(BaseModel):
    """The agreement in one version."""

    version: int
    issued: date
    title: str
    clauses: list[Clause]
    sha256: str


class RegisterRow(BaseModel):
    """What anybody may know of an approved project."""

    reference: str
    title: str
    lay_summary: str
    organisations: list[str]
    funder: str
    tier: Tier
    status: str
    approved_on: date
    starts_on: date | None
    ends_on: date | None


class Register(BaseModel):
    """Every project that was approved, the latest first."""

    items: list[RegisterRow]


class NamedPerson(BaseModel):
    """Somebody whom a project in force names. Data go to those who accepted the agreement."""

    model_config = ConfigDict(frozen=True)

    person_id: UUID | None = Field(description="Their account, where they have one")
    name: str
    organisation: str
    orcid: str | None
    accepted: bool


class ProjectInForce(BaseModel):
    """What a release needs to know of the project that it is made for."""

    model_config = ConfigDict(frozen=True)

    reference: str
    title: str
    lay_summary: str
    tier: Tier
    people: tuple[NamedPerson, ...]
    funder: str
    ethics_reference: str
    data_use: tuple[str, ...]
    agreement_version: int
    approved_on: date
    ends_on: date

    def gives_to(self, person_id: UUID) -> bool:
        """Whether data may be handed to this person: named, and bound by the agreement."""
        return any(each.person_id == person_id and each.accepted for each in self.people)
