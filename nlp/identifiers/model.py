"""What the identifier engine says: a typed span with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nlp.documents.model import Where


class IdentifierType(StrEnum):
    """The kinds of residual identifier. Names are part of the public interface."""

    PERSON = "PERSON"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    DATE_OF_DEATH = "DATE_OF_DEATH"
    EXACT_DATE = "EXACT_DATE"
    CHI = "CHI"
    NHS_NUMBER = "NHS_NUMBER"
    NINO = "NINO"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    POSTCODE = "POSTCODE"
    ADDRESS = "ADDRESS"
    SCHOOL = "SCHOOL"
    GP_PRACTICE = "GP_PRACTICE"
    PLACE = "PLACE"
    SOCIAL_HANDLE = "SOCIAL_HANDLE"
    VEHICLE_REG = "VEHICLE_REG"
    INCIDENT_NUMBER = "INCIDENT_NUMBER"
    CASE_NUMBER = "CASE_NUMBER"
    URL = "URL"


DIRECT = frozenset(
    {
        IdentifierType.CHI,
        IdentifierType.NHS_NUMBER,
        IdentifierType.NINO,
        IdentifierType.PHONE,
        IdentifierType.EMAIL,
        IdentifierType.POSTCODE,
        IdentifierType.VEHICLE_REG,
        IdentifierType.INCIDENT_NUMBER,
        IdentifierType.CASE_NUMBER,
        IdentifierType.SOCIAL_HANDLE,
        IdentifierType.URL,
    }
)
"""Structured identifiers that point at one person or case on their own."""

QUASI = frozenset(
    {
        IdentifierType.DATE_OF_BIRTH,
        IdentifierType.DATE_OF_DEATH,
        IdentifierType.EXACT_DATE,
        IdentifierType.ADDRESS,
        IdentifierType.SCHOOL,
        IdentifierType.GP_PRACTICE,
        IdentifierType.PLACE,
    }
)
"""Identifiers that point at a family only together with others."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that a recogniser proposes, in the offsets of the view it was given."""

    type: IdentifierType
    start: int
    end: int
    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A residual identifier for a person to decide on.

    ``start`` and ``end`` are offsets into ``Document.text`` and ``text`` is the slice
    between them, as written (with its scanning errors and hidden characters). ``score``
    is between 0 and 1: how sure the rule is, not how harmful the identifier would be.
    """

    type: IdentifierType
    text: str
    where: Where
    page: int | None
    start: int
    end: int
    score: float
    rule: str
