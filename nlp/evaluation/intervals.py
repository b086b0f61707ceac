"""Percentile bootstrap intervals for a score over items (Efron & Tibshirani 1993)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

DRAWS: Final = 1000
SEED: Final = 20170301

Rows = NDArray[np.int64]


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
    if n == 0:
        raise ValueError("a score needs at least one item")
    rng = np.random.default_rng(seed)
    drawn = [score(rng.integers(0, n, n)) for _ in range(draws)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Estimate(score(np.arange(n)), float(low), float(high), n)
