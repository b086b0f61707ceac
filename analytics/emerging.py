"""Themes rising faster than chance would allow: a scan over recent windows of time."""

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.multiplicity import benjamini_hochberg

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FEWEST_EVENTS = 5
FEWEST_PERIODS = 4


@dataclass(frozen=True, slots=True)
class Emergence:
    """The most surprising recent window of one theme.

    `since` is the first period of the window, which runs to the last period known; `observed`
    and `expected` count events in it; p is by Monte Carlo, so no smaller than 1 / (runs + 1).
    All are None where the theme is too rare to scan; `note` says so.
    """

    theme: str
    events: int
    since: int | None
    observed: int | None
    expected: float | None
    relative_rate: float | None
    statistic: float | None
    p_value: float | None
    adjusted_p: float | None
    emerging: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class _Window:
    start: int
    statistic: float
    observed: int
    expected: float


def emerging_themes(
    frame: pd.DataFrame,
    *,
    longest: int | None = None,
    runs: int = 9_999,
    seed: int = 2012,
    false_discovery: float = 0.05,
) -> tuple[Emergence, ...]:
    """Scan every theme for a window, ending now, with more events than its exposure explains.

    Columns: `theme`, `period` (int, a year or quarter number), `events` (count), `exposure`
    (reviews or findings in which the theme could have been found). A period without a row, or
    with a missing number, is missing and takes no part. Windows are the last 1 to `longest`
    periods (at most, and by default, half of them). Results surest first.
    Source: Kulldorff M (2001), J R Stat Soc A 164:61-72, in time alone; Poisson likelihood
    ratio, one-sided; Benjamini-Hochberg over the themes. Each theme draws from its own stream
    of `seed`, so neither order nor company changes its p.
    """
    rows = frame.dropna(subset=["events", "exposure"])
    rows = rows[rows["exposure"] > 0].sort_values("period")
    scans = [
        _scan(str(theme), part, longest, runs, seed)
        for theme, part in rows.groupby("theme", sort=True)
    ]
    corrected = benjamini_hochberg([p for _, _, _, p, _ in scans])
    found = [
        _result(name, events, window, p, adjusted, note, false_discovery)
        for (name, events, window, p, note), adjusted in zip(scans, corrected, strict=True)
    ]
    return tuple(sorted(found, key=lambda e: (e.p_value is None, e.p_value or 0.0, e.theme)))


def _scan(
    theme: str, rows: pd.DataFrame, longest: int | None, runs: int, seed: int
) -> tuple[str, int, _Window | None, float | None, str | None]:
    if rows["period"].duplicated().any():
        raise ValueError(f"one row a theme and period is expected, not two for {theme}")
    counts = rows["events"].to_numpy(dtype=np.int64)
    share = rows["exposure"].to_numpy(dtype=np.float64)
    total = int(counts.sum())
    if len(counts) < FEWEST_PERIODS:
        return theme, total, None, None, f"Only {len(counts)} periods: nothing to compare with."
    if total < FEWEST_EVENTS:
        return theme, total, None, None, f"Only {total} findings: too few to call a rise."
    share = share / share.sum()
    half = len(counts) // 2
    width = half if longest is None else max(1, min(longest, half))
    observed = _statistics(counts[None, :], share, width)
    best = int(observed[0].argmax())
    rng = np.random.default_rng([seed, *hashlib.sha256(theme.encode()).digest()[:8]])
    simulated = _statistics(rng.multinomial(total, share, size=runs), share, width).max(axis=1)
    top = float(observed[0, best])
    p_value = (1 + int((simulated >= top - 1e-12).sum())) / (runs + 1)
    window = _Window(
        start=int(rows["period"].iloc[-(best + 1)]),
        statistic=top,
        observed=int(counts[-(best + 1) :].sum()),
        expected=float(total * share[-(best + 1) :].sum()),
    )
    return theme, total, window, p_value, None


def _statistics(counts: Ints, share: Floats, width: int) -> Floats:
    """Log likelihood ratio of each of the last 1..width periods against the rest, per row.

    Shape in (runs, periods), out (runs, width). Nought unless the window has an excess.
    """
    inside = counts[:, ::-1].cumsum(axis=1)[:, :width].astype(np.float64)
    total = counts.sum(axis=1, keepdims=True).astype(np.float64)
    expected = total * share[::-1].cumsum()[:width]
    outside, rest = total - inside, total - expected
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where(inside > 0, inside * np.log(inside / expected), 0.0)
        loss = np.where(outside > 0, outside * np.log(outside / rest), 0.0)
    ratio: Floats = np.where(inside > expected, gain + loss, 0.0)
    return ratio


def _result(
    theme: str,
    events: int,
    window: _Window | None,
    p_value: float | None,
    adjusted: float | None,
    note: str | None,
    false_discovery: float,
) -> Emergence:
    if window is None:
        return Emergence(theme, events, *(None,) * 7, emerging=False, note=note)
    return Emergence(
        theme=theme,
        events=events,
        since=window.start,
        observed=window.observed,
        expected=window.expected,
        relative_rate=_relative_rate(events, window),
        statistic=window.statistic,
        p_value=p_value,
        adjusted_p=adjusted,
        emerging=adjusted is not None and adjusted < false_discovery,
        note=note,
    )


def _relative_rate(events: int, window: _Window) -> float | None:
    """Rate inside the window over the rate before it; None if there was none before."""
    before = events - window.observed
    if before == 0:
        return None
    return (window.observed / window.expected) / (before / (events - window.expected))
