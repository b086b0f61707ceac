"""Whether a share or a rate has changed over the years, said so that anyone can use it.

Frames hold one row a year. A year without a row, or with a missing number, is *missing*: it
is named in the result and takes no part in the test. Only a recorded nought is nought.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.countregression import fit_rate_trend
from analytics.multiplicity import benjamini_hochberg, holm
from analytics.rates import normal_quantile
from analytics.trendtests import cochran_armitage

FEWEST_YEARS = 3
FEWEST_EVENTS = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A trend over years with its test.

    `effect` is the change in share per year (kind "share", 0.02 = two percentage points) or
    the rate ratio per year (kind "rate", 1.10 = ten per cent more each year). `p_value` is for
    this question alone, `adjusted_p` after correction over the family (None until corrected).
    Test figures are None where the numbers cannot carry a test; `warnings` says why.
    """

    kind: str
    years: tuple[int, ...]
    missing_years: tuple[int, ...]
    events: int
    base: float
    level: float
    warnings: tuple[str, ...]
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    adjusted_p: float | None = None
    method: str | None = None
    correction: str | None = None

    @property
    def p_in_use(self) -> float | None:
        """The corrected p where there is one, else the uncorrected."""
        return self.p_value if self.adjusted_p is None else self.adjusted_p

    @property
    def significant(self) -> bool:
        """True when a change this large would be rare by chance, family considered."""
        return self.p_in_use is not None and self.p_in_use < 1 - self.level


def share_change(frame: pd.DataFrame, *, level: float = 0.95) -> Change:
    """Trend of a share: Cochran-Armitage, exact when small; slope per year with interval.

    Columns: `year` (int), `events` and `trials` (counts of reviews; missing allowed).
    The interval is slope ± z standard errors under no trend, so it agrees with the
    approximate test. Sources: see `analytics.trendtests`.
    """
    known, missing = _known_years(frame, "trials")
    events, trials = _whole(known["events"]), _whole(known["trials"])
    years = tuple(_whole(known["year"]))
    if any(not 0 <= x <= n for x, n in zip(events, trials, strict=True)):
        raise ValueError("events must lie between 0 and trials")
    blank = _untested("share", years, missing, sum(events), sum(trials), level)
    rarer = min(sum(events), sum(trials) - sum(events))
    reasons = _too_little([y for y, n in zip(years, trials, strict=True) if n], rarer)
    if reasons:
        return replace(blank, warnings=(*blank.warnings, *reasons))
    test = cochran_armitage(events, trials, years)
    half = normal_quantile(level) * test.slope_error
    curved = test.departure_p is not None and test.departure_p < 0.05
    remark = ("The shares do not follow a straight line: look at the years one by one.",)
    return replace(
        blank,
        effect=test.slope,
        low=test.slope - half,
        high=test.slope + half,
        p_value=test.p_value,
        method=test.method,
        warnings=(*blank.warnings, *(remark if curved else ())),
    )


def rate_change(frame: pd.DataFrame, *, level: float = 0.95) -> Change:
    """Trend of a rate: Poisson regression with exposure, negative binomial when overdispersed.

    Columns: `year` (int), `events` (count), `exposure` (reviews, committee-years, children;
    any positive unit). The effect is the rate ratio per year. Sources: see
    `analytics.countregression`.
    """
    known, missing = _known_years(frame, "exposure")
    known = known[known["exposure"] > 0]
    events, years = _whole(known["events"]), tuple(_whole(known["year"]))
    exposure = known["exposure"].to_numpy(dtype=np.float64)
    blank = _untested("rate", years, missing, sum(events), float(exposure.sum()), level)
    reasons = _too_little(list(years), sum(events))
    if not reasons and sum(x > 0 for x in events) < 2:
        reasons = ("All events fall in one year: that is an episode, not a trend.",)
    if reasons:
        return replace(blank, warnings=(*blank.warnings, *reasons))
    fit = fit_rate_trend(years, events, exposure, level=level)
    remark = ("Years vary more than chance alone: the interval has been widened for it.",)
    return replace(
        blank,
        effect=fit.ratio,
        low=fit.low,
        high=fit.high,
        p_value=fit.p_value,
        method=fit.method,
        warnings=(*blank.warnings, *(remark if fit.overdispersed else ())),
    )


def correct_family(
    family: Mapping[str, Change], *, method: str = "benjamini_hochberg"
) -> dict[str, Change]:
    """The same changes with `adjusted_p` over the whole family, in the order given.

    `method` is "benjamini_hochberg" (false-discovery rate) or "holm" (any false alarm).
    """
    corrections = {"benjamini_hochberg": benjamini_hochberg, "holm": holm}
    if method not in corrections:
        raise ValueError(f"unknown correction {method!r}")
    adjusted = corrections[method]([change.p_value for change in family.values()])
    return {
        name: replace(change, adjusted_p=p, correction=method)
        for (name, change), p in zip(family.items(), adjusted, strict=True)
    }


def _known_years(frame: pd.DataFrame, base: str) -> tuple[pd.DataFrame, tuple[int, ...]]:
    """Rows with both numbers, by year, and the years in the span that lack one."""
    if frame["year"].duplicated().any():
        raise ValueError("one row a year is expected")
    known = frame.dropna(subset=["year", "events", base]).sort_values("year")
    spanned = [int(year) for year in frame["year"].dropna()]
    have = set(_whole(known["year"]))
    span = range(min(spanned), max(spanned) + 1) if spanned else range(0)
    return known, tuple(year for year in span if year not in have)


def _whole(column: "pd.Series[int]") -> list[int]:
    return [int(value) for value in column]


def _untested(
    kind: str,
    years: tuple[int, ...],
    missing: tuple[int, ...],
    events: int,
    base: float,
    level: float,
) -> Change:
    listed = ", ".join(str(year) for year in missing)
    gap = (f"No figures for {listed}: left out, not counted as nought.",) if missing else ()
    return Change(kind, years, missing, events, base, level, gap)


def _too_little(years: list[int], events: int) -> tuple[str, ...]:
    if len(years) < FEWEST_YEARS:
        return (f"Only {len(years)} years with figures: no trend can be tested.",)
    if events < FEWEST_EVENTS:
        return (f"Only {events} reviews carry this comparison: too few to test for a trend.",)
    return ()
