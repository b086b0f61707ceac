"""Dates as reports write them, with the precision they are given in.

``14 March 2016``, ``14th of March, 2016``, ``March 2016``, ``14/03/2016``, ``2016-03-14`` and
``2016`` are read; "Spring 2016" is a year, since a season is no month. Day comes before month,
as everywhere in the United Kingdom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_YEAR_OF_MONTHS = (
    "january february march april may june july august september october november december"
)
_MONTHS = _YEAR_OF_MONTHS.split()
_NAME = "|".join(rf"{month[:3]}(?:{month[3:]})?" for month in _MONTHS).replace(
    "sep(?:tember)?", "sept?(?:ember)?"
)
_PATTERNS = re.compile(
    rf"\b(?P<iso>(?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)(?:-(?P<d1>\d\d))?)\b"
    r"|\b(?P<d2>\d{1,2})[./-](?P<m2>\d{1,2})[./-](?P<y2>(?:19|20)?\d\d)\b"
    rf"|\b(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<n3>{_NAME})\.?,?\s+(?P<y3>(?:19|20)\d\d)\b"
    rf"|\b(?P<n5>{_NAME})\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?,\s+(?P<y5>(?:19|20)\d\d)\b"
    rf"|\b(?P<n4>{_NAME})\.?,?\s+(?:of\s+)?(?P<y4>(?:19|20)\d\d)\b"
    r"|(?<![\d/-])(?P<y6>(?:19|20)\d\d)(?![\d/-])",
    re.IGNORECASE,
)
_EARLIEST = 1990
_LATEST = 2100


@dataclass(frozen=True, slots=True)
class Day:
    """A date cut to what is known: ``value`` is ``2016-03-14``, ``2016-03`` or ``2016``."""

    value: str
    precision: str
    start: int
    end: int


def read_days(text: str) -> Iterator[Day]:
    """Every date in a text, in order. Impossible dates (31 April) are passed over."""
    for match in _PATTERNS.finditer(text):
        day = _day(match)
        if day is not None:
            yield day


def first_day(text: str) -> Day | None:
    """The first date in a text."""
    return next(read_days(text), None)


def _day(match: re.Match[str]) -> Day | None:
    part = match.groupdict()
    year = next(int(part[key]) for key in ("y1", "y2", "y3", "y4", "y5", "y6") if part[key])
    year += 2000 if year < 100 else 0
    month = next((int(part[key]) for key in ("m1", "m2") if part[key]), None)
    name = next((part[key] for key in ("n3", "n4", "n5") if part[key]), None)
    if name:
        month = next(i for i, m in enumerate(_MONTHS, 1) if m.startswith(name.lower()[:3]))
    number = next((int(part[key]) for key in ("d1", "d2", "d3", "d5") if part[key]), None)
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        whole = date(year, month or 1, number or 1)
    except ValueError:
        return None
    if number is not None and month is not None:
        return Day(whole.isoformat(), "day", match.start(), match.end())
    if month is not None:
        return Day(f"{year}-{month:02d}", "month", match.start(), match.end())
    return Day(str(year), "year", match.start(), match.end())
