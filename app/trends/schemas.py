"""What trends are answered in."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from app.reviews.basis import Basis


class AdjustedRow(BaseModel):
    """The share of findings had the tagger made no errors.

    Both sampling and the tagger's errors are in the interval. ``by_people`` and ``by_model``
    are the findings coded by each; people's codes are taken as right. None where it cannot be
    known, and ``warning`` says why.
    """

    share: float | None
    low: float | None
    high: float | None
    by_people: int
    by_model: int
    method: str
    source: str
    warning: str | None


class TrendRow(BaseModel):
    """One cell. ``key`` holds a value for each dimension asked for.

    ``share`` with ``low`` and ``high`` is of the ``denominator``; without a denominator
    ``low`` and ``high`` bound the number itself. ``hidden`` rows rest on too few reviews for
    this reader and show no number.
    """

    key: dict[str, Any]
    reviews: int | None
    committees: int | None
    findings: int | None
    denominator: int | None
    share: float | None
    low: float | None
    high: float | None
    note: str | None
    hidden: bool = False
    adjusted: AdjustedRow | None = None


class TrendTest(BaseModel):
    """Whether one line of the table changed over the years."""

    key: dict[str, Any]
    sentence: str
    effect: float | None
    low: float | None
    high: float | None
    p_value: float | None
    adjusted_p: float | None
    significant: bool
    method: str | None
    correction: str | None
    years: list[int]
    missing_years: list[int]
    warnings: list[str]


class Trends(BaseModel):
    """Rows in the order of their keys, the tests of change, and what stands behind them."""

    rows: list[TrendRow]
    tests: list[TrendTest]
    not_recorded: int
    """Reviews left out because a dimension of time, place or circumstance is not recorded."""
    release: str
    basis: Basis
