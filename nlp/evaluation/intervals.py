"""Percentile bootstrap intervals for a score over items (Efron & Tibshirani 1993)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

DRAWS: Final = 1000
SEED: Final = 20170301

Rows = NDArray[np.int64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A score on `n` items with its 95% interval."""

    value: float
    low: float
    high: float
    n: int

    def rounded(self) -> dict[str, float]:
        """As JSON, three decimals."""
        return {
            "value": round(self.value, 3),
            "low": round(self.low, 3),
            "high": round(self.high, 3),
            "n": self.n,
        }


def bootstrap(
    score: Callable[[Rows], float], n: int, *, draws: int = DRAWS, seed: int = SEED
) -> Estimate:
    """`score` of all rows, and between which values 95% of resamples of them fall.

    `score` is given row numbers, repeats included. Raises ValueError without rows.
    """
    drawn = [score(rows) for rows in _resamples(n, draws, seed)]
    return _estimate(score(np.arange(n)), drawn, n)


def bootstrap_counts(
    score: Callable[[Counts], NDArray[np.float64]],
    n: int,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Estimate:
    """As `bootstrap`, with every resample scored in one step: the same draws, much quicker.

    `score` is given how often each row was drawn, (draws, n), and returns a score a draw.
    """
    counts = np.stack([np.bincount(rows, minlength=n) for rows in _resamples(n, draws, seed)])
    whole = score(np.ones((1, n), dtype=np.int64))[0]
    return _estimate(float(whole), score(counts), n)


def _resamples(n: int, draws: int, seed: int) -> Iterator[Rows]:
    if n == 0:
        raise ValueError("a score needs at least one item")
    rng = np.random.default_rng(seed)
    for _ in range(draws):
        yield rng.integers(0, n, n)


def _estimate(value: float, drawn: Sequence[float] | NDArray[np.float64], n: int) -> Estimate:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Estimate(value, float(low), float(high), n)
