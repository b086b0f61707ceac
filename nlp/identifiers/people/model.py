"""The trained name model: a linear classifier kept as plain arrays, no code inside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.identifiers.people.features import Habits, candidates, features, habits
from nlp.identifiers.tokens import Token

LABELS = ("outside", "person", "place")
WEIGHTS = Path(__file__).parent / "weights.npz"


@dataclass(frozen=True)
class NameModel:
    """Multinomial logistic regression over binary features.

    ``weights`` has one row a feature and one column a label of ``LABELS``; ``version`` names
    the training run and goes into the evidence of every hit that rests on the model.
    """

    index: dict[str, int]
    weights: NDArray[np.float32]
    version: str

    def judge(
        self, tokens: Sequence[Token], habit: Habits | None = None
    ) -> dict[int, tuple[float, float]]:
        """For each candidate token, the probabilities that it names a person and a place.

        ``habit`` is worked out from ``tokens`` when it is not given.
        """
        habit = habit or habits(tokens)
        judged: dict[int, tuple[float, float]] = {}
        rows: list[NDArray[np.float32]] = []
        where: list[int] = []
        for position in candidates(tokens):
            known = [self.index[f] for f in features(tokens, position, habit) if f in self.index]
            rows.append(self.weights[known].sum(axis=0))
            where.append(position)
        if not rows:
            return judged
        scores = np.stack(rows)
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        scores /= scores.sum(axis=1, keepdims=True)
        for position, row in zip(where, scores, strict=True):
            judged[position] = (float(row[1]), float(row[2]))
        return judged


def save(model: NameModel, path: Path = WEIGHTS) -> None:
    """Write ``model`` as arrays: half-precision weights and the feature names as JSON bytes."""
    names = sorted(model.index, key=model.index.__getitem__)
    encoded = json.dumps({"version": model.version, "features": names}).encode()
    np.savez_compressed(
        path,
        weights=model.weights.astype(np.float16),
        names=np.frombuffer(encoded, dtype=np.uint8),
    )


@lru_cache(maxsize=2)
def load(path: Path = WEIGHTS) -> NameModel:
    """Read a saved model. Refuses pickled content."""
    with np.load(path, allow_pickle=False) as stored:
        described = json.loads(stored["names"].tobytes().decode())
        weights = stored["weights"].astype(np.float32)
    index = {name: row for row, name in enumerate(described["features"])}
    return NameModel(index, weights, described["version"])
