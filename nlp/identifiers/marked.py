"""Prose with its identifiers marked: the form of the training and evaluation passages.

A file holds passages under ``## id`` lines (``## id | key=value | …`` to say more). A mark is
``{P:Kirsty Macleod}``, one capital letter for the type and the text as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nlp.identifiers.model import IdentifierType

CODES: dict[str, IdentifierType] = {
    "P": IdentifierType.PERSON,
    "L": IdentifierType.PLACE,
    "S": IdentifierType.SCHOOL,
    "A": IdentifierType.ADDRESS,
    "G": IdentifierType.GP_PRACTICE,
    "D": IdentifierType.EXACT_DATE,
    "B": IdentifierType.DATE_OF_BIRTH,
    "X": IdentifierType.DATE_OF_DEATH,
    "C": IdentifierType.CHI,
    "N": IdentifierType.NHS_NUMBER,
    "I": IdentifierType.NINO,
    "T": IdentifierType.PHONE,
    "E": IdentifierType.EMAIL,
    "Z": IdentifierType.POSTCODE,
    "H": IdentifierType.SOCIAL_HANDLE,
    "V": IdentifierType.VEHICLE_REG,
    "Q": IdentifierType.INCIDENT_NUMBER,
    "K": IdentifierType.CASE_NUMBER,
    "U": IdentifierType.URL,
}
_MARK = re.compile(r"\{([A-Z])(?:#([\w-]+))?:([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked mention. ``entity`` says which mentions are of one and the same thing."""

    type: IdentifierType
    start: int
    end: int
    entity: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Plain text with its marks. ``about`` holds what its heading line says."""

    name: str
    text: str
    marks: tuple[Mark, ...]
    about: Mapping[str, str] = field(default_factory=dict)


def read_marks(name: str, marked: str, about: Mapping[str, str] | None = None) -> Passage:
    """Take the marks out of ``marked``. A mention without an entity is its own entity by text."""
    pieces: list[str] = []
    marks: list[Mark] = []
    length = last = 0
    for match in _MARK.finditer(marked):
        plain = marked[last : match.start()]
        pieces += [plain, match[3]]
        start = length + len(plain)
        length = start + len(match[3])
        marks.append(Mark(CODES[match[1]], start, length, match[2] or match[3]))
        last = match.end()
    pieces.append(marked[last:])
    return Passage(name, "".join(pieces), tuple(marks), about or {})


def read_raw(path: Path) -> Iterator[tuple[str, dict[str, str], str]]:
    """Name, heading and marked text of each passage of one file, in order."""
    for part in re.split(r"(?m)^## ", path.read_text(encoding="utf-8"))[1:]:
        heading, _, body = part.partition("\n")
        name, *pairs = (piece.strip() for piece in heading.split("|"))
        about = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
        yield name, about, body.strip("\n")


def read_passages(path: Path) -> Iterator[Passage]:
    """The passages of one file, in order."""
    for name, about, body in read_raw(path):
        yield read_marks(name, body, about)
