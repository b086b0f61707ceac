"""The Cochran-Armitage test for trend in shares, by normal approximation or exactly."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.special import gammaln

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Below this many of the rarer outcome the normal tail is not trusted; above it the exact
# distribution would cost more than it corrects.
EXACT_UP_TO = 40


@dataclass(frozen=True, slots=True)
class CochranArmitage:
    """Result of the test; `departure_p` asks whether a straight line describes the shares."""

    statistic: float
    p_value: float
    slope: float
    slope_error: float
    departure_p: float | None
    method: str


def cochran_armitage(
    events: Sequence[int], trials: Sequence[int], scores: Sequence[int]
) -> CochranArmitage:
    """Two-sided test that the share of events moves with the integer scores (years).

    `slope` is the change in share per unit of score, with the standard error under no trend.
    With at most EXACT_UP_TO of the rarer outcome, p comes from the exact permutation
    distribution. Raises ValueError without two distinct scores or without both outcomes.
    Source: Cochran WG (1954), Biometrics 10:417-451; Armitage P (1955), Biometrics 11:375-386;
    exact version as in Agresti, Categorical Data Analysis (2013), section 3.5.
    """
    x, n, s = (np.asarray(values, dtype=np.int64) for values in (events, trials, scores))
    if len({int(score) for score, size in zip(s, n, strict=True) if size}) < 2:
        raise ValueError("a trend needs trials at two scores or more")
    if (x < 0).any() or (x > n).any():
        raise ValueError("events must lie between 0 and trials")
    total, hits = int(n.sum()), int(x.sum())
    if hits in (0, total):
        raise ValueError("a trend needs both outcomes")
    p = hits / total
    centred = s - float((n * s).sum()) / total
    spread = float((n * centred**2).sum())
    score = float((x * centred).sum())
    z = score / math.sqrt(p * (1 - p) * spread)
    exact = min(hits, total - hits) <= EXACT_UP_TO
    p_value = _exact_p(x, n, s) if exact else float(2 * stats.norm.sf(abs(z)))
    return CochranArmitage(
        statistic=z,
        p_value=min(1.0, p_value),
        slope=score / spread,
        slope_error=math.sqrt(p * (1 - p) / spread),
        departure_p=_departure(x, n, p, z),
        method="cochran-armitage, exact" if exact else "cochran-armitage",
    )


def _departure(x: Ints, n: Ints, p: float, z: float) -> float | None:
    filled = n > 0
    freedom = int(filled.sum()) - 2
    if freedom < 1:
        return None
    chi2 = float(((x - n * p)[filled] ** 2 / (n[filled] * p * (1 - p))).sum())
    return float(stats.chi2.sf(max(0.0, chi2 - z * z), freedom))


def _exact_p(x: Ints, n: Ints, s: Ints) -> float:
    """Exact two-sided p: all ways of placing the rarer outcome, given the totals.

    Sums over groups by dynamic programming on (placed so far, score so far), so nothing is
    sampled and the answer is the same on every run.
    """
    if 2 * x.sum() > n.sum():
        x = n - x
    hits = int(x.sum())
    shifted = s - s.min()
    step = int(np.gcd.reduce(shifted)) or 1
    shifted = shifted // step
    width = hits * int(shifted.max()) + 1
    ways = np.zeros((hits + 1, width))
    ways[0, 0] = 1.0
    for size, unit in zip(n, shifted, strict=True):
        ways = _place(ways, int(size), int(unit), hits)
    density = ways[hits] / ways[hits].sum()
    expected = hits * float((n * shifted).sum()) / float(n.sum())
    distance = np.abs(np.arange(width) - expected)
    observed = abs(float((x * shifted).sum()) - expected)
    return float(density[distance >= observed - 1e-9].sum())


def _place(ways: Floats, size: int, unit: int, hits: int) -> Floats:
    """Add one group: `size` trials at score `unit`, of which any number may be events."""
    counts = np.arange(min(size, hits) + 1)
    log_ways = gammaln(size + 1) - gammaln(counts + 1) - gammaln(size - counts + 1)
    weights = np.exp(log_ways - log_ways.max())
    placed = np.zeros_like(ways)
    width = ways.shape[1]
    for count, weight in zip(counts, weights, strict=True):
        shift = int(count) * unit
        if shift < width:
            placed[count:, shift:] += weight * ways[: hits + 1 - count, : width - shift]
    scaled: Floats = placed / placed.max()
    return scaled
