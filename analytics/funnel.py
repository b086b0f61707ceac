"""Funnel plot of committees' proceed rates, so that small committees are not ranked by noise."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analytics.multiplicity import benjamini_hochberg
from analytics.rates import share

LEVELS = (0.95, 0.998)


@dataclass(frozen=True, slots=True)
class Limits:
    """Control limits of the share at one number of decisions; share units, 0 to 1."""

    decisions: int
    low_95: float
    high_95: float
    low_998: float
    high_998: float


@dataclass(frozen=True, slots=True)
class Point:
    """One committee in the funnel. `position` is "above", "below" or "within" 99.8% limits.

    `outlier` is the corrected verdict: a committee may lie beyond a limit and still be what
    one expects among so many committees.
    """

    committee: str
    proceeded: int
    decisions: int
    share: float
    low: float
    high: float
    limits: Limits
    position: str
    p_value: float
    adjusted_p: float
    outlier: bool


@dataclass(frozen=True, slots=True)
class Funnel:
    """All committees against the pooled share; `curve` draws the limits."""

    target: float | None
    points: tuple[Point, ...]
    curve: tuple[Limits, ...]
    left_out: tuple[str, ...]
    dispersion: float | None
    dispersion_p: float | None
    notes: tuple[str, ...]


def proceed_funnel(frame: pd.DataFrame, *, false_discovery: float = 0.05) -> Funnel:
    """Funnel of the share of initial case reviews that proceed.

    Columns, one row a committee: `committee` (str), `proceeded`, `decisions` (counts; only
    decisions on record). Committees without decisions are named in `left_out`. Outliers: exact
    two-sided binomial p against the pooled share, Benjamini-Hochberg corrected.
    Source: Spiegelhalter DJ (2005), Stat Med 24:1185-1202 (limits, appendix A.1.1;
    overdispersion, section 4).
    """
    rows = frame.sort_values("committee")
    left_out = tuple(str(name) for name in rows.loc[rows["decisions"] == 0, "committee"])
    rows = rows[rows["decisions"] > 0]
    counts = [(int(x), int(n)) for x, n in zip(rows["proceeded"], rows["decisions"], strict=True)]
    if any(not 0 <= x <= n for x, n in counts):
        raise ValueError("proceeded must lie between 0 and decisions")
    if not counts:
        return Funnel(None, (), (), left_out, None, None, ("No decisions are recorded.",))
    target = sum(x for x, _ in counts) / sum(n for _, n in counts)
    names = [str(name) for name in rows["committee"]]
    p_values = [_two_sided(x, n, target) for x, n in counts]
    corrected = [p for p in benjamini_hochberg(p_values) if p is not None]
    points = tuple(
        _point(name, count, target, p, adjusted, false_discovery)
        for name, count, p, adjusted in zip(names, counts, p_values, corrected, strict=True)
    )
    largest = max(n for _, n in counts)
    curve = tuple(control_limits(n, target) for n in range(1, math.ceil(largest * 1.1) + 1))
    dispersion, dispersion_p = _dispersion(counts, target)
    notes = _notes(len(counts), dispersion, dispersion_p)
    return Funnel(target, points, curve, left_out, dispersion, dispersion_p, notes)


def control_limits(decisions: int, target: float) -> Limits:
    """Exact binomial limits, interpolated between the two neighbouring counts."""
    bounds = [
        _limit(decisions, target, tail)
        for level in LEVELS
        for tail in ((1 - level) / 2, (1 + level) / 2)
    ]
    return Limits(decisions, *bounds)


def _limit(n: int, target: float, probability: float) -> float:
    if target in (0.0, 1.0):
        return target
    count = int(stats.binom.ppf(probability, n, target))
    upper = float(stats.binom.cdf(count, n, target))
    lower = float(stats.binom.cdf(count - 1, n, target))
    excess = (upper - probability) / (upper - lower)
    return min(1.0, max(0.0, (count - excess) / n))


def _two_sided(x: int, n: int, target: float) -> float:
    if target in (0.0, 1.0):
        return 1.0
    return float(stats.binomtest(x, n, target).pvalue)


def _point(
    name: str,
    count: tuple[int, int],
    target: float,
    p_value: float,
    adjusted: float,
    false_discovery: float,
) -> Point:
    x, n = count
    limits, own = control_limits(n, target), share(x, n)
    if own.share is None or own.low is None or own.high is None:
        raise ValueError("a point needs decisions")
    position = "within"
    if own.share > limits.high_998:
        position = "above"
    elif own.share < limits.low_998:
        position = "below"
    return Point(
        committee=name,
        proceeded=x,
        decisions=n,
        share=own.share,
        low=own.low,
        high=own.high,
        limits=limits,
        position=position,
        p_value=p_value,
        adjusted_p=adjusted,
        outlier=adjusted < false_discovery,
    )


def _dispersion(
    counts: Sequence[tuple[int, int]], target: float
) -> tuple[float | None, float | None]:
    """Pearson chi-square over its degrees of freedom, and its p; None for one committee."""
    freedom = len(counts) - 1
    if freedom < 1 or target in (0.0, 1.0):
        return None, None
    x, n = (np.array(values, dtype=np.float64) for values in zip(*counts, strict=True))
    chi2 = float((((x - n * target) ** 2) / (n * target * (1 - target))).sum())
    return chi2 / freedom, float(stats.chi2.sf(chi2, freedom))


def _notes(committees: int, dispersion: float | None, p_value: float | None) -> tuple[str, ...]:
    notes = ["Limits show the spread that chance alone gives; a point outside asks a question."]
    if committees < 10:
        notes.append(f"Only {committees} committees: the pooled share leans on each of them.")
    if dispersion is not None and p_value is not None and p_value < 0.05:
        notes.append(
            f"Committees differ more than chance allows (dispersion {dispersion:.1f}): thresholds "
            "vary generally, so single outliers should be read with care."
        )
    return tuple(notes)
