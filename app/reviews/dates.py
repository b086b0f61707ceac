"""Dates as exact as they are known: a day, a month, a quarter or a year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_SHAPES = (
    ("day", re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})")),
    ("month", re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})")),
    ("quarter", re.compile(r"(?P<y>\d{4})-Q(?P<q>[1-4])")),
    ("year", re.compile(r"(?P<y>\d{4})")),
)


@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """The first day of the span that is meant, and how long the span is."""

    on: date
    precision: str

    def __str__(self) -> str:
        match self.precision:
            case "day":
                return self.on.isoformat()
            case "month":
                return f"{self.on:%Y-%m}"
            case "quarter":
                return f"{self.on.year}-Q{(self.on.month - 1) // 3 + 1}"
            case _:
                return str(self.on.year)

    def last_day(self) -> date:
        """The last day of the span."""
        months = {"day": 0, "month": 1, "quarter": 3, "year": 12}[self.precision]
        if months == 0:
            return self.on
        final = self.on.month + months - 1
        return date(self.on.year, final, calendar.monthrange(self.on.year, final)[1])


def parse_date(words: str) -> ImpreciseDate:
    """Read ``2016``, ``2016-Q3``, ``2016-03`` or ``2016-03-14``. Raises ValueError otherwise."""
    for precision, shape in _SHAPES:
        found = shape.fullmatch(words.strip())
        if found is None:
            continue
        parts = found.groupdict()
        quarter = parts.get("q")
        month = int(parts.get("m") or 1) if quarter is None else int(quarter) * 3 - 2
        return ImpreciseDate(date(int(parts["y"]), month, int(parts.get("d") or 1)), precision)
    raise ValueError(f"“{words}” is not a date; write 2016-03-14, 2016-03, 2016-Q1 or 2016")
