"""Days as people write them: numerals, words, ranges, feast days; read to a calendar value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.identifiers.digits import MISREAD
from nlp.identifiers.spoken import TEENS, TENS, UNITS

MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary|uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?:[0-3OlI]?[0-9OlIS])"
_SUFFIX = r"(?:\s?(?:st|nd|rd|th))"
_YEAR = r"(?:[12lI][09Oo][0-9OolIS]{2}|'\d\d)"
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_ORDINAL = rf"(?:(?:twenty|thirty)[\s-]+(?:{'|'.join(list(_ORDINALS)[:9])})|{'|'.join(_ORDINALS)})"
_YEAR_WORDS = (
    r"(?:(?:nineteen|twenty)[\s-]+(?:oh[\s-]+\w+|(?:ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen)|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety)(?:[\s-]+(?:one|two|three|four|five|six|seven|eight|nine))?)|"
    r"two[\s-]+thousand(?:[\s-]+and)?(?:[\s-]+\w+(?:[\s-]+(?:one|two|three|four|five|six|seven|"
    r"eight|nine))?)?)"
)
_S = r"[ ]?\s?[ ]?"
_FLAGS = re.IGNORECASE

_DAY_FIRST = re.compile(
    rf"(?<![\w./])(?:the\s+)?{_WEEKDAY}(?:the\s+)?(?:{_DAY}{_SUFFIX}?\s?(?:-|to|and|/|&|or)\s?)?"
    rf"(?P<day>{_DAY}){_SUFFIX}?(?:\s+day)?{_S}(?:of\s+)?[-./]?(?P<month>{_MONTH})\b\.?"
    rf"(?:[\s,/.-]*(?:in\s+|of\s+)?(?P<year>{_YEAR}|\d\d(?=\s*[).,;:\n]|$|\s+[a-z]))(?!\w))?",
    _FLAGS,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w){_WEEKDAY}(?P<month>{_MONTH})\b\.?\s+(?:the\s+)?(?P<day>{_DAY})(?P<suffix>{_SUFFIX})?"
    rf"(?![\w/])(?:\s*,?\s+(?P<year>{_YEAR})(?!\w))?",
    _FLAGS,
)
_NUMERIC = re.compile(
    rf"(?<![\w./-])(?P<day>{_DAY})[ ]?(?P<sep>[-/.])[ ]?\n?(?P<month>[01OlI]?[0-9OlI])[ ]?(?P=sep)"
    rf"[ ]?\n?(?P<year>[12][09O][0-9OolIS]{{2}}|\d\d)(?![\w/]|[.-]\d)"
)
_SPACED = re.compile(
    r"(?<![\w./-])(?P<day>[0-3]\d)[ ]{1,2}(?P<month>[01]\d)[ ]{1,2}(?P<year>(?:19|20)\d\d)(?![\w/])"
)
_ISO = re.compile(
    r"(?<![\w-])(?P<year>[12][09O][0-9OlIS]{2})[-/.](?P<month>[01OlI][0-9OlI])[-/.]"
    r"(?P<day>[0-3OlI][0-9OlIS])(?![\d-])"
)
_NO_YEAR = re.compile(
    r"(?:(?<=\bon )(?:the )?|\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )"
    r"(?P<day>[0-3]?\d)/(?P<month>[01]?\d)(?![\w/%]| out)",
    _FLAGS,
)
_WEEKDAY_ONLY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)\b"
    rf"(?! (?:of )?{_MONTH})",
    _FLAGS,
)
_WORDS = re.compile(
    rf"\b(?:the\s+)?(?:(?P<ordinal>{_ORDINAL})(?:\s+day)?\s+(?:of\s+)?(?P<month>{_MONTH})"
    rf"|(?P<month2>{_MONTH})\s+(?:the\s+)?(?P<ordinal2>{_ORDINAL}))\b"
    rf"(?:[\s,]+(?:in\s+(?:the\s+year\s+)?)?(?P<year>{_YEAR}|{_YEAR_WORDS})\b)?",
    _FLAGS,
)
_FEAST = re.compile(
    r"\b(?:christmas (?:day|eve)|boxing day|new year'?s (?:day|eve)|hogmanay|hallowe'?en|"
    r"(?:st\.? )?valentine'?s day|bonfire night|guy fawkes(?: night)?|good friday|"
    r"easter (?:sunday|monday)|st\.? andrew'?s day|burns night|mother'?s day|father'?s day)"
    rf"(?:,?\s+(?:of\s+|in\s+)?(?P<year>{_YEAR}))(?!\w)",
    _FLAGS,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day found in text. ``year`` is None when it is not written; feast days have no day."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None

    @property
    def value(self) -> tuple[int | None, int | None, int | None]:
        """Year, month, day, for comparing two ways of writing one date."""
        return self.year, self.month, self.day


def _number(text: str) -> int:
    digits = re.sub(r"\D", "", text.translate(MISREAD))
    return int(digits) if digits else 0


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    words = re.findall(r"[a-z]+", text.lower())
    if not any(c.isdigit() for c in text) and words:
        return _year_in_words(words)
    year = _number(text)
    if year < 100:
        return year + (2000 if year < 50 else 1900)
    return year


def _year_in_words(words: list[str]) -> int | None:
    if words[:2] == ["two", "thousand"]:
        century, rest = 2000, [w for w in words[2:] if w != "and"]
    else:
        century, rest = {"nineteen": 1900, "twenty": 2000}.get(words[0], 2000), words[1:]
    total = 0
    for word in rest:
        if word in TENS:
            total += int(TENS[word]) * 10
        elif word in TEENS:
            total += int(TEENS[word])
        elif word in UNITS:
            total += int(UNITS[word])
    return century + total


def _ordinal(words: str) -> int:
    parts = re.split(r"[\s-]+", words.lower())
    if len(parts) == 2:
        return int(TENS[parts[0]]) * 10 + _ORDINALS[parts[1]]
    return _ORDINALS[parts[0]]


def _month(name: str) -> int:
    return (
        MONTHS[name[:3].lower()]
        if name[0].isalpha() and name[:3].lower() in MONTHS
        else (_number(name))
    )


def _plausible(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _proper_month(match: re.Match[str]) -> bool:
    """Without a year, "march 3" or "may 2" must be capitalised to be a month."""
    if match["year"] is not None:
        return True
    return match["month"][0].isupper() or match["month"].lower() not in {"may", "march", "mar"}


def _from_numerals(text: str) -> Iterator[Day]:
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _NUMERIC, _SPACED, _ISO, _NO_YEAR):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            if not any(c.isdigit() for c in match["day"]) and groups.get("year") is None:
                continue
            if pattern in {_DAY_FIRST, _MONTH_FIRST} and not _proper_month(match):
                continue
            day, month = _number(match["day"]), _month(match["month"])
            if not _plausible(day, month):
                continue
            start = match.start()
            leading = re.match(r"the\s+", text[start : match.end()], re.IGNORECASE)
            start += leading.end() if leading else 0
            end = match.end()
            while text[end - 1] in " ,.\n-/":
                end -= 1
            yield Day(start, end, _year(groups.get("year")), month, day)


def _from_words(text: str) -> Iterator[Day]:
    for match in _WORDS.finditer(text):
        day = _ordinal(match["ordinal"] or match["ordinal2"])
        month = match["month"] or match["month2"]
        # "the second may well" is not a date.
        if month.lower() in {"may", "march", "mar"} and not month[0].isupper():
            continue
        start = match.start()
        if text[start : start + 4].lower() == "the ":
            start += 4
        yield Day(start, match.end(), _year(match["year"]), _month(month), day)
    for match in _WEEKDAY_ONLY.finditer(text):
        yield Day(match.start(), match.end(), None, None, _number(match["day"]))
    for match in _FEAST.finditer(text):
        yield Day(match.start(), match.end(), _year(match["year"]), None, None)


def find_days(text: str) -> list[Day]:
    """The days written in ``text``, longest reading first where two overlap, in order."""
    found = sorted([*_from_numerals(text), *_from_words(text)], key=lambda d: d.start - d.end)
    kept: list[Day] = []
    for day in found:
        if all(day.end <= other.start or day.start >= other.end for other in kept):
            kept.append(day)
    return sorted(kept, key=lambda d: d.start)
