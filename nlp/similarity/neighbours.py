"""The findings nearest in meaning to each finding, exactly, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

BLOCK: Final = 1024


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another finding and how near it is: the cosine, at most 1."""

    id: str
    score: float


def neighbours(
    ids: Sequence[str], vectors: NDArray[np.float32], *, count: int = 10
) -> list[tuple[Neighbour, ...]]:
    """For each of `ids`, its `count` nearest others, nearest first.

    `vectors` are unit length, (n, d), in the order of `ids`. A finding is never its
    own neighbour. Ties keep the order of `ids`, so the answer does not wander.
    """
    found = []
    rows, scores = nearest(vectors, vectors, count=count, same=True)
    for row_indices, row_scores in zip(rows, scores, strict=True):
        found.append(
            tuple(
                Neighbour(ids[row], float(score))
                for row, score in zip(row_indices, row_scores, strict=True)
            )
        )
    return found


def nearest(
    queries: NDArray[np.float32],
    vectors: NDArray[np.float32],
    *,
    count: int,
    same: bool = False,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Rows of `vectors` nearest each query and their cosines, both (q, min(count, n)).

    With `same`, query i is row i of `vectors` and is left out of its own answer.
    """
    count = max(min(count, len(vectors) - int(same)), 0)
    rows = np.empty((len(queries), count), dtype=np.int64)
    scores = np.empty((len(queries), count), dtype=np.float32)
    for start in range(0, len(queries), BLOCK):
        block = queries[start : start + BLOCK] @ vectors.T
        if same:
            at = np.arange(len(block))
            block[at, start + at] = -np.inf
        order = np.argsort(-block, axis=1, kind="stable")[:, :count]
        rows[start : start + len(block)] = order
        scores[start : start + len(block)] = np.take_along_axis(block, order, axis=1)
    return rows, scores
