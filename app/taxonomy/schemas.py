"""Vocabularies as they are read and as they are revised."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=80, pattern=r"^[^\r\n]+$"),
]
Notation = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)]


class Sent(BaseModel):
    """What a steward sends; fields that nobody knows are refused."""

    model_config = ConfigDict(extra="forbid")


class ConceptRead(BaseModel):
    """One term."""

    model_config = ConfigDict(from_attributes=True)

    key: str
    label: str
    alternative_labels: list[str]
    definition: str
    scope_note: str
    examples: list[str]
    broader: str | None = Field(validation_alias="broader_key")
    retired: bool
    replaced_by: str | None = Field(validation_alias="replaced_by_key")


class SchemeRead(BaseModel):
    """A vocabulary in one version; the list of all leaves the concepts out."""

    model_config = ConfigDict(from_attributes=True)

    scheme: str
    version: int
    title: str
    description: str
    issued: date


class SchemeWhole(SchemeRead):
    """A vocabulary with its concepts."""

    concepts: list[ConceptRead]


class Difference(BaseModel):
    """What a version changes about one concept. ``fields`` are what reads differently."""

    key: str
    label: str
    kind: Literal["added", "retired", "restored", "changed"]
    fields: list[str] = []
    replaced_by: str | None = None


class VersionRead(SchemeRead):
    """A version, why there is one, and how it differs from the one before it."""

    reason: str
    drafted_by: str | None = Field(validation_alias="drafted_by_name")
    published_by: str | None = Field(validation_alias="published_by_name")
    differences: list[Difference]


class DraftRead(SchemeWhole):
    """A version that is being written."""

    reason: str
    drafted_by: str | None = Field(validation_alias="drafted_by_name")
    differences: list[Difference]


class DraftSent(Sent):
    """Why a vocabulary is revised."""

    reason: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1_000)
    ]


class ConceptSent(Sent):
    """How a concept reads from the next version on."""

    label: Label
    definition: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1_000)
    ]
    scope_note: Words = ""
    alternative_labels: list[Label] = Field([], max_length=20)
    examples: list[Words] = Field([], max_length=10)
    broader: Notation | None = None


class NewConceptSent(ConceptSent):
    """A concept that the vocabulary did not have."""

    key: Notation


class RetirementSent(Sent):
    """Which concept takes the place of one that is given no more, if any does."""

    replaced_by: Notation | None = None
