"""Shares and rates with honest intervals, and counts of distinct things.

A share is a number of reviews out of those in which the matter *was recorded*; the caller
leaves "not recorded" out of the denominator. A denominator of nought gives no share at
all, never nought per cent.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from scipy import stats

SMALL_NUMERATOR = 5
SMALL_DENOMINATOR = 20


@dataclass(frozen=True, slots=True)
class Share:
    """A proportion between 0 and 1 with its interval; all three are None without a denominator."""

    numerator: int
    denominator: int
    share: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Rate:
    """Events per `per` units of exposure with its interval; None without exposure."""

    events: int
    exposure: float
    per: float
    rate: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Distinct things behind one cell. Never add tallies: one review may stand in several."""

    key: tuple[object, ...]
    reviews: int
    committees: int
    findings: int


def normal_quantile(level: float) -> float:
    """Two-sided standard normal quantile of a confidence level between 0 and 1."""
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    return float(stats.norm.ppf((1 + level) / 2))


def share(numerator: int, denominator: int, *, level: float = 0.95) -> Share:
    """Proportion with the Wilson score interval.

    Raises ValueError unless 0 <= numerator <= denominator.
    Source: Wilson EB (1927), J Am Stat Assoc 22:209-212; recommended for small n by
    Brown, Cai and DasGupta (2001), Stat Sci 16:101-133.
    """
    if not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is not a share")
    note = small_number_note(numerator, denominator)
    if denominator == 0:
        return Share(0, 0, None, None, None, level, "wilson", note)
    p = numerator / denominator
    low, high = wilson_bounds(p, denominator, level=level)
    return Share(numerator, denominator, p, low, high, level, "wilson", note)


def wilson_bounds(p: float, n: float, *, level: float = 0.95) -> tuple[float, float]:
    """Wilson bounds of a proportion `p` of `n` > 0; `n` may be an effective, fractional size."""
    z2 = normal_quantile(level) ** 2
    centre = (p * n + z2 / 2) / (n + z2)
    half = math.sqrt(z2 * (p * (1 - p) * n + z2 / 4)) / (n + z2)
    # At the ends the bound is exactly 0 or 1; rounding would leave it a hair off.
    low = 0.0 if p == 0 else max(0.0, centre - half)
    high = 1.0 if p == 1 else min(1.0, centre + half)
    return low, high


def rate(events: int, exposure: float, *, per: float = 1.0, level: float = 0.95) -> Rate:
    """Events per `per` units of exposure with the exact Poisson interval.

    `exposure` is in any positive unit (reviews, committee-years, children); nought gives no rate.
    Source: Garwood F (1936), Biometrika 28:437-442.
    """
    if events < 0 or exposure < 0:
        raise ValueError("events and exposure cannot be negative")
    note = small_number_note(events, None)
    if exposure == 0:
        return Rate(events, exposure, per, None, None, None, level, "garwood", note)
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else float(stats.chi2.ppf(tail, 2 * events)) / 2
    high = float(stats.chi2.ppf(1 - tail, 2 * (events + 1))) / 2
    scale = per / exposure
    return Rate(
        events, exposure, per, events * scale, low * scale, high * scale, level, "garwood", note
    )


def distinct_counts(links: pd.DataFrame, by: Sequence[str]) -> tuple[Tally, ...]:
    """Distinct reviews, committees and findings in each combination of `by`, sorted by key.

    `links` holds one row a (finding, concept) link with columns `review`, `committee`,
    `finding` and those named in `by`. With an empty `by` the one tally is the whole. Rows whose
    key is missing are left out: "not recorded" is not a category of its own here.
    """
    present = links.dropna(subset=list(by))
    if not by:
        return (_tally((), present),)
    groups = present.groupby(list(by), sort=True, observed=True)
    return tuple(_tally(key if isinstance(key, tuple) else (key,), group) for key, group in groups)


def _tally(key: tuple[object, ...], group: pd.DataFrame) -> Tally:
    return Tally(
        key,
        reviews=int(group["review"].nunique()),
        committees=int(group["committee"].nunique()),
        findings=int(group["finding"].nunique()),
    )


def small_number_note(numerator: int, denominator: int | None) -> str | None:
    """Warn in words when a figure rests on few reviews; None when it does not."""
    if denominator == 0:
        return "Nothing recorded: there is no figure to give."
    if denominator is not None and denominator < SMALL_DENOMINATOR:
        return f"Small numbers: {numerator} of only {denominator}; trust the interval."
    if numerator < SMALL_NUMERATOR:
        return f"Small numbers: only {numerator}; one more or fewer would change the picture."
    return None
