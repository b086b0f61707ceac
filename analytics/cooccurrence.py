"""Themes and factors found together more, or less, often than chance would bring them."""

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import optimize, stats
from scipy.special import gammaln, logsumexp

from analytics.multiplicity import benjamini_hochberg

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two concepts over the same reviews.

    `lift` is the number of reviews with both over the number expected were they unrelated
    (1 = unrelated); `p_value` Fisher's exact test, two-sided.
    """

    left: str
    right: str
    both: int
    left_reviews: int
    right_reviews: int
    reviews: int
    expected: float
    lift: float
    low: float
    high: float
    p_value: float
    adjusted_p: float
    level: float
    method: str

    @property
    def related(self) -> bool:
        """True when the corrected test calls the pair more than chance."""
        return self.adjusted_p < 1 - self.level


@dataclass(frozen=True, slots=True)
class _Table:
    """The four numbers of a pair."""

    left: str
    right: str
    both: int
    left_reviews: int
    right_reviews: int
    reviews: int


def cooccurrences(
    presence: pd.DataFrame, *, level: float = 0.95, min_reviews: int = 1
) -> tuple[Pair, ...]:
    """Every pair of columns, surest first.

    `presence` holds one row a review and one column a concept: true, false, or missing where
    it is not recorded. A pair is counted over the reviews that record both. Pairs of which
    either is in fewer than `min_reviews` of those, none or all are passed over: they can show
    nothing.
    Source: Fisher RA (1935); lift as in Brin S, Motwani R, Ullman JD, Tsur S (1997), SIGMOD
    Rec 26:255-264; interval see `lift_interval`; Benjamini-Hochberg over all pairs.
    """
    names = [str(column) for column in presence.columns]
    known = presence.notna().to_numpy(dtype=np.float64)
    seen = (presence.eq(True) & presence.notna()).to_numpy(dtype=np.float64)
    totals, lefts, boths = known.T @ known, seen.T @ known, seen.T @ seen
    tables = [
        _Table(names[i], names[j], *(int(part) for part in counts))
        for i, j in combinations(range(len(names)), 2)
        for counts in [(boths[i, j], lefts[i, j], lefts[j, i], totals[i, j])]
        if all(max(1, min_reviews) <= size < counts[3] for size in counts[1:3])
    ]
    p_values = [_fisher(t.both, t.left_reviews, t.right_reviews, t.reviews) for t in tables]
    corrected = [p for p in benjamini_hochberg(p_values) if p is not None]
    pairs = [
        _pair(table, p, adjusted, level)
        for table, p, adjusted in zip(tables, p_values, corrected, strict=True)
    ]
    return tuple(sorted(pairs, key=lambda pair: (pair.p_value, pair.left, pair.right)))


def lift_interval(
    both: int, left: int, right: int, total: int, *, level: float = 0.95
) -> tuple[float, float, str]:
    """Bounds of the lift, given how many reviews have each concept, and the method's name.

    Delta method on log lift, all four counts taken as one multinomial sample, so that the
    uncertainty of the two totals counts too (Agresti A, Categorical Data Analysis 2013,
    section 16.1). With no review in both, the lower bound is nought and the upper is the
    number with both that Fisher's exact conditional limit of the odds ratio leads one to
    expect (Cornfield J 1956, Proc 3rd Berkeley Symp 4:135-148).
    """
    if both:
        low, high = _delta(both, left, right, total, level)
        return low, high, "delta on log lift"
    counts, weights = _tables(left, right, total)
    tail = (1 - level) / 2
    root = optimize.brentq(lambda t: _chances(counts, weights, t)[0] - tail, -60.0, 60.0)
    high = float((counts * _chances(counts, weights, float(root))).sum())
    return 0.0, high * total / (left * right), "exact conditional"


def _pair(table: _Table, p: float, adjusted: float, level: float) -> Pair:
    both, left, right, total = table.both, table.left_reviews, table.right_reviews, table.reviews
    expected = left * right / total
    low, high, method = lift_interval(both, left, right, total, level=level)
    return Pair(
        left=table.left,
        right=table.right,
        both=both,
        left_reviews=left,
        right_reviews=right,
        reviews=total,
        expected=expected,
        lift=both / expected,
        low=low,
        high=high,
        p_value=p,
        adjusted_p=adjusted,
        level=level,
        method=method,
    )


def _fisher(both: int, left: int, right: int, total: int) -> float:
    """Two-sided exact p: all tables with these totals no likelier than the one seen."""
    counts, weights = _tables(left, right, total, around=both)
    chances = _chances(counts, weights, 0.0)
    # Equally likely tables differ in the last digits; the allowance is scipy's and R's own.
    seen = chances[int(both - counts[0])] * (1 + 1e-7)
    return min(1.0, float(chances[chances <= seen].sum()))


def _tables(
    left: int, right: int, total: int, *, around: int | None = None
) -> tuple[Floats, Floats]:
    """Possible numbers with both, and the log number of ways of each under no relation.

    With `around`, only those within reach of it: what lies ten standard deviations further
    out than it and the mean adds nothing a double could hold.
    """
    first, last = max(0, left + right - total), min(left, right)
    if around is not None:
        mean = left * right / total
        spread = math.sqrt(mean * (total - left) * (total - right) / total / max(1, total - 1))
        reach = abs(around - mean) + 10 * spread + 10
        first, last = max(first, math.floor(mean - reach)), min(last, math.ceil(mean + reach))
    counts = np.arange(first, last + 1, dtype=np.float64)
    parts = (counts, left - counts, right - counts, total - left - right + counts)
    return counts, -sum((gammaln(part + 1) for part in parts), start=np.zeros_like(counts))


def _chances(counts: Floats, weights: Floats, log_odds: float) -> Floats:
    tilted = weights + counts * log_odds
    chances: Floats = np.exp(tilted - logsumexp(tilted))
    return chances


def _delta(both: int, left: int, right: int, total: int, level: float) -> tuple[float, float]:
    p, p_left, p_right = both / total, left / total, right / total
    own = (1 / p - 1 / p_left - 1 / p_right) ** 2 * p
    apart = (p_left - p) / p_left**2 + (p_right - p) / p_right**2
    error = math.sqrt(max(0.0, own + apart - 1) / total)
    spread = math.exp(float(stats.norm.ppf((1 + level) / 2)) * error)
    lift = p / (p_left * p_right)
    return lift / spread, lift * spread
