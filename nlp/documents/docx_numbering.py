"""Automatic numbers and bullets as Word would print them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nlp.documents.docx_styles import whole_number
from nlp.documents.ooxml import attribute, child, children, switch
from nlp.documents.safe_xml import Element

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = (
    "zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
    "ninety",
)  # fmt: skip
_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and prints."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class Numbering:
    """All lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract_of: dict[str, str] = field(default_factory=dict)
    start_overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number: str, level: int) -> str:
        """Count one paragraph of the list and return its printed number or bullet."""
        levels = self.levels.get(number)
        if not levels or not 0 <= level < _LEVELS:
            return ""
        style = levels.get(level, Level())
        counts = self._counts.setdefault(self.abstract_of[number], [None] * _LEVELS)
        self._count(number, level, style, counts)
        for deeper in range(level + 1, _LEVELS):
            if levels.get(deeper, Level()).restart != 0:
                counts[deeper] = None
        if style.form == "bullet":
            return style.text.strip() or "•"
        if style.form == "none":
            return _PLACEHOLDER.sub("", style.text).strip()

        def printed(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            other = levels.get(place, Level())
            value = counts[place]
            form = "decimal" if style.legal else other.form
            return formatted(other.start if value is None else value, form)

        return _PLACEHOLDER.sub(printed, style.text).strip()

    def _count(self, number: str, level: int, style: Level, counts: list[int | None]) -> None:
        override = self.start_overrides.get((number, level))
        # An override restarts the shared count once, when its list first appears.
        if override is not None and (number, level) not in self._started:
            counts[level] = override
        else:
            value = counts[level]
            counts[level] = style.start if value is None else value + 1
        self._started.add((number, level))


def read_numbering(root: Element | None) -> Numbering:
    """Lists from ``word/numbering.xml``; an absent part gives no lists."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstracts = {
        attribute(item, "abstractNumId") or "": _levels(item)
        for item in children(root, "abstractNum")
    }
    for item in children(root, "num"):
        number = attribute(item, "numId")
        abstract = attribute(child(item, "abstractNumId"), "val")
        if number is None or abstract is None:
            continue
        levels = dict(abstracts.get(abstract, {}))
        for override in children(item, "lvlOverride"):
            place = whole_number(attribute(override, "ilvl")) or 0
            changed = child(override, "lvl")
            if changed is not None:
                levels[place] = _level(changed)
            start = whole_number(attribute(child(override, "startOverride"), "val"))
            if start is not None:
                numbering.start_overrides[number, place] = start
        numbering.levels[number] = levels
        numbering.abstract_of[number] = abstract
    return numbering


def _levels(abstract: Element) -> dict[int, Level]:
    return {
        whole_number(attribute(item, "ilvl")) or 0: _level(item)
        for item in children(abstract, "lvl")
    }


def _level(element: Element) -> Level:
    start = whole_number(attribute(child(element, "start"), "val"))
    return Level(
        form=attribute(child(element, "numFmt"), "val") or "decimal",
        text=attribute(child(element, "lvlText"), "val") or "",
        start=1 if start is None else start,
        legal=bool(switch(element, "isLgl")),
        restart=whole_number(attribute(child(element, "lvlRestart"), "val")),
    )


def formatted(value: int, form: str) -> str:
    """A count in one of Word's number formats; unknown formats print decimals."""
    if form in ("lowerRoman", "upperRoman"):
        text = _roman(value)
        return text.upper() if form == "upperRoman" else text
    if form in ("lowerLetter", "upperLetter"):
        text = _letter(value)
        return text.upper() if form == "upperLetter" else text
    if form == "ordinal":
        return f"{value}{_suffix(value)}"
    if form in ("cardinalText", "ordinalText"):
        return _words(value).capitalize()
    if form == "decimalZero":
        return f"{value:02d}"
    return str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    text = ""
    for worth, letters in _ROMAN:
        times, value = divmod(value, worth)
        text += letters * times
    return text


def _letter(value: int) -> str:
    # After z Word doubles the letter: aa, bb, cc.
    if not 0 < value <= 780:
        return str(value)
    turns, place = divmod(value - 1, 26)
    return chr(ord("a") + place) * (turns + 1)


def _suffix(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _words(value: int) -> str:
    if 0 <= value < 20:
        return _ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    return str(value)
