"""What was said of the findings nearest in meaning, as one more voice in a decision."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlp.tagging.heads import LEAST_LOG, Choice, Features, Floats

# Chosen on the tuning voices, each author's pool tried on the other: 20, 40 and 80 nearest,
# and weights that fall by a factor e over 0.05, 0.1 or 1 of cosine.
NEAREST: Final = 40
FALL: Final = 0.05
STEPS: Final = 127
BLOCK: Final = 512


@dataclass(frozen=True)
class Memory:
    """The directions of meaning of n coded findings, (n, 384), in 127 steps each way."""

    steps: NDArray[np.int8]

    @classmethod
    def of(cls, meaning: NDArray[np.float32]) -> "Memory":
        """The memory of findings whose meaning is (n, 384)."""
        largest = np.maximum(np.abs(meaning).max(1, keepdims=True), np.finfo(np.float32).tiny)
        return cls(np.rint(meaning / largest * STEPS).astype(np.int8))

    @cached_property
    def meaning(self) -> NDArray[np.float32]:
        """Unit vectors again, (n, 384)."""
        vectors = self.steps.astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1.0), dtype=np.float32)


@dataclass(frozen=True)
class Precedent:
    """Weighted votes of the nearest findings whose code for one decision is settled.

    `rows` (m,) are those findings' places in the memory and `codes` (m, k) their shares or
    memberships. A vote weighs less the farther the finding is behind the nearest of all
    (Dudani 1976), and the mean of `codes` has one vote of full weight, so that no key is
    ever ruled out.
    """

    choice: Choice
    memory: Memory
    rows: NDArray[np.int32]
    codes: NDArray[np.float32]

    def scores(self, features: Features) -> Floats:
        """Evidence for each key, (n, k), from meanings (n, 384): as `Head.scores`."""
        shares = self._shares(np.asarray(features, dtype=np.float32))
        with np.errstate(divide="ignore"):
            odds = np.log(shares) if self.choice == "one_of" else _log_odds(shares)
        return np.clip(odds, LEAST_LOG, -LEAST_LOG)

    def _shares(self, meaning: NDArray[np.float32]) -> Floats:
        known = self.memory.meaning[self.rows]
        usual = self.codes.mean(0, dtype=np.float64)
        shares = np.empty((len(meaning), self.codes.shape[1]))
        for at in range(0, len(meaning), BLOCK):
            cosines = meaning[at : at + BLOCK] @ known.T
            near = _largest(cosines, min(NEAREST, len(known)))
            there = np.take_along_axis(cosines, near, axis=1)
            votes = np.exp((there - there.max(1, keepdims=True)) / FALL)
            said = np.einsum("nm,nmk->nk", votes, self.codes[near])
            shares[at : at + BLOCK] = (said + usual) / (votes.sum(1, keepdims=True) + 1.0)
        return shares


def _largest(values: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """Columns of each row's `count` largest values, in no order."""
    if count == values.shape[1]:
        return np.broadcast_to(np.arange(count), values.shape)
    return np.argpartition(values, -count, axis=1)[:, -count:]


def _log_odds(shares: Floats) -> Floats:
    return np.asarray(np.log(shares) - np.log1p(-shares))
