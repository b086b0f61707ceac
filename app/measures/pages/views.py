"""What a page of a measure shows: its table in words, and the chart of the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from app.measures.schemas import Measured

MISSING = "–"
NO_CHART = Markup("")


@dataclass(frozen=True, slots=True)
class Choice:
    """One further field of the form."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows in words. The first cell of a row names it; ``numbers`` lie to the right."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """A measure as a page shows it."""

    name: str
    title: str
    lead: str
    found: Measured
    tables: Sequence[Table]
    chart: Markup = NO_CHART
    chart_says: str = ""
    choices: Sequence[Choice] = field(default_factory=tuple)
    empty: bool = False


def percent(value: float | None) -> str:
    """A share as whole per cents."""
    return MISSING if value is None else f"{value:.0%}"


def interval(low: float | None, high: float | None) -> str:
    """Two bounds of a share."""
    return MISSING if low is None or high is None else f"{low * 100:.0f}–{high:.0%}"


def number(value: float | None, digits: int = 0) -> str:
    """A number with thousands marked; a dash where there is none."""
    return MISSING if value is None else f"{value:,.{digits}f}"


def span(low: float | None, high: float | None, digits: int = 0) -> str:
    """Two bounds of a number; an open end is a plus."""
    if low is None:
        return MISSING
    return f"{low:,.{digits}f}–{high:,.{digits}f}" if high is not None else f"{low:,.{digits}f}+"
