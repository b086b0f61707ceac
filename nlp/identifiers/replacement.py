"""Decisions on identifiers carried out on a text, with what stood there before.

The cleared text is the only thing that published copies are rendered from; the spans let a
person check each change against the text as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from nlp.identifiers.dates import find_days
from nlp.identifiers.folding import fold
from nlp.identifiers.model import IdentifierType
from nlp.identifiers.people.words import KIN, RANKS, TITLES

REMOVED = "[removed]"
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
AGE_BANDS = ((0, 0, "under 1"), (1, 4, "1 to 4"), (5, 11, "5 to 11"), (12, 15, "12 to 15"),
             (16, 17, "16 or 17"), (18, 25, "18 to 25"))  # fmt: skip
"""First and last year of age, both included, and how the band is written."""


class Action(StrEnum):
    """What a person decides about one span."""

    REMOVE = "remove"
    GENERALISE = "generalise"
    PSEUDONYMISE = "pseudonymise"
    KEEP = "not_an_identifier"


class Grain(StrEnum):
    """How coarse a generalised date becomes."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class DecisionsOverlap(ValueError):
    """Two decisions claim the same stretch of text."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One span and what becomes of it.

    ``instead`` is a person's own wording and wins over what would be worked out. ``grain``
    applies to generalised dates. ``start`` and ``end`` are offsets into the text given.
    """

    type: IdentifierType
    start: int
    end: int
    action: Action
    instead: str = ""
    grain: Grain = Grain.MONTH


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the span before, the span after, and both wordings."""

    before: str
    after: str
    start_before: int
    end_before: int
    start_after: int
    end_after: int


@dataclass(frozen=True, slots=True)
class Cleared:
    """Cleared text with its changes in text order. Kept spans are not changes."""

    text: str
    changes: tuple[Change, ...]


def generalise_date(text: str, grain: Grain = Grain.MONTH) -> str:
    """A written day as its month, quarter or year; REMOVED when nothing coarser is known.

    A day without a year keeps its month only (there is no quarter of an unknown year).
    """
    days = find_days(fold(text).text)
    if not days or days[0].month is None:
        written = re.search(r"(?:19|20)\d\d", text)
        return written.group() if written else REMOVED
    month, year = MONTH_NAMES[days[0].month - 1], days[0].year
    if year is None:
        return month if grain == Grain.MONTH else REMOVED
    if grain == Grain.YEAR:
        return str(year)
    if grain == Grain.QUARTER:
        first = (days[0].month - 1) // 3 * 3
        return f"{MONTH_NAMES[first]} to {MONTH_NAMES[first + 2]} {year}"
    return f"{month} {year}"


def age_band(years: int) -> str:
    """The band of AGE_BANDS that holds ``years``; "over 25" beyond the last."""
    for first, last, name in AGE_BANDS:
        if first <= years <= last:
            return name
    return "over 25"


_GENERAL: Mapping[IdentifierType, str] = {
    IdentifierType.SCHOOL: "a school",
    IdentifierType.GP_PRACTICE: "a medical practice",
    IdentifierType.ADDRESS: "an address in the area",
    IdentifierType.POSTCODE: "the area",
    IdentifierType.PERSON: "a person",
}
_DATES = frozenset(
    {IdentifierType.EXACT_DATE, IdentifierType.DATE_OF_BIRTH, IdentifierType.DATE_OF_DEATH}
)


def _general(decision: Decision, text: str, area: str) -> str:
    if decision.type in _DATES:
        return generalise_date(text, decision.grain)
    if decision.type in {IdentifierType.PLACE, IdentifierType.POSTCODE} and area:
        return area
    if decision.type == IdentifierType.PLACE:
        return "a place in the area"
    if decision.type == IdentifierType.SCHOOL and "nurs" in text.lower():
        return "a nursery"
    return _GENERAL.get(decision.type, REMOVED)


def person_keys(text: str) -> frozenset[str]:
    """The name parts of a mention, folded, without titles, family words or possessives."""
    words = re.findall(r"[a-z][a-z'-]+", fold(text).text.lower())
    return frozenset(w.removesuffix("'s") for w in words) - TITLES - RANKS - KIN


class Pseudonyms:
    """Letters for people, the same letter for every mention of one person.

    Two mentions are one person when the parts of one name are all parts of the other. A
    surname that several named people share is given to the first who bore it.
    """

    def __init__(self, noun: str = "Person") -> None:
        self._noun = noun
        self._people: list[tuple[set[str], str]] = []

    def of(self, text: str) -> str:
        """The pseudonym for the person that ``text`` mentions, made on first sight."""
        keys = person_keys(text) or frozenset({text.lower()})
        for known, name in self._people:
            if keys <= known or known <= keys:
                known.update(keys)
                return name
        name = f"{self._noun} {_letters(len(self._people))}"
        self._people.append((set(keys), name))
        return name


def _letters(number: int) -> str:
    """Letters for a number as columns of a sheet have them: A to Z, then AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _ordered(decisions: Iterable[Decision]) -> list[Decision]:
    ordered = sorted(decisions, key=lambda d: (d.start, d.end))
    for first, second in pairwise(ordered):
        if second.start < first.end:
            raise DecisionsOverlap(f"{first.start}:{first.end} and {second.start}:{second.end}")
    return ordered


def apply_decisions(
    text: str,
    decisions: Sequence[Decision],
    *,
    area: str = "",
    pseudonyms: Pseudonyms | None = None,
) -> Cleared:
    """Carry out ``decisions`` on ``text``.

    ``area`` is what places generalise to ("the Highland area"). Pass one ``pseudonyms`` for all
    parts of a review so that a person keeps a letter throughout. Raises DecisionsOverlap.
    """
    names = pseudonyms or Pseudonyms()
    ordered = _ordered(decisions)
    # Longest names first, so that "Kirsty" finds the letter that "Kirsty Macleod" was given.
    for decision in sorted(ordered, key=lambda d: d.start - d.end):
        if decision.action == Action.PSEUDONYMISE and not decision.instead:
            names.of(text[decision.start : decision.end])
    pieces: list[str] = []
    changes: list[Change] = []
    last = length = 0
    for decision in ordered:
        if decision.action == Action.KEEP:
            continue
        before = text[decision.start : decision.end]
        after = decision.instead or _replacement(decision, before, area, names)
        pieces += [text[last : decision.start], after]
        start = length + decision.start - last
        length = start + len(after)
        last = decision.end
        changes.append(Change(before, after, decision.start, decision.end, start, length))
    pieces.append(text[last:])
    return Cleared("".join(pieces), tuple(changes))


def _replacement(decision: Decision, text: str, area: str, names: Pseudonyms) -> str:
    if decision.action == Action.REMOVE:
        return REMOVED
    if decision.action == Action.PSEUDONYMISE:
        return names.of(text)
    return _general(decision, text, area)
