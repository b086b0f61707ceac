"""Linear decisions and the way two of them are pooled into one calibrated answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import expit, log_expit, log_softmax

Choice = Literal["one_of", "any_of"]
Floats = NDArray[np.float64]
Features = csr_array | NDArray[np.float32]

LEAST_LOG: Final = -12.0


@dataclass(frozen=True)
class Head:
    """One linear decision: weights (k, d) and bias (k,) over features of width d."""

    choice: Choice
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, features: Features) -> Floats:
        """Evidence for each key, (n, k): log shares for `one_of`, log odds for `any_of`."""
        raw = np.asarray(features @ self.weights.T, dtype=np.float64) + self.bias
        if self.choice == "one_of":
            return np.maximum(np.asarray(log_softmax(raw, axis=1)), LEAST_LOG)
        return np.clip(raw, LEAST_LOG, -LEAST_LOG)


@dataclass(frozen=True)
class Pool:
    """A log-linear pool of heads over the same keys.

    The pooled score is `sum(weights[i] * scores[i]) + bias`; softmax or sigmoid of it
    is the confidence. Weights and bias are fitted on voices the heads never read, so
    the pool is the calibration too (Genest & Zidek 1986; Guo et al. 2017 for one head).
    `bias` is one number for all keys, which only `any_of` can feel.
    """

    choice: Choice
    weights: tuple[float, ...]
    bias: float

    def confidences(self, scores: Sequence[Floats]) -> Floats:
        """Confidence in each key, (n, k); rows add up to 1 for `one_of`."""
        pooled = np.full_like(scores[0], self.bias)
        for weight, score in zip(self.weights, scores, strict=True):
            pooled += weight * score
        if self.choice == "one_of":
            return np.asarray(np.exp(log_softmax(pooled, axis=1)))
        return np.asarray(expit(pooled))


def loss(pool: Pool, scores: Sequence[Floats], truth: Floats) -> float:
    """Mean cross-entropy of the pool against target shares (n, k)."""
    if pool.choice == "one_of":
        confidences = np.clip(pool.confidences(scores), 1e-9, 1.0)
        return float(-(truth * np.log(confidences)).sum(1).mean())
    pooled = pool.bias + sum(w * s for w, s in zip(pool.weights, scores, strict=True))
    hits, misses = np.asarray(log_expit(pooled)), np.asarray(log_expit(-pooled))
    return float(-(truth * hits + (1.0 - truth) * misses).mean())
