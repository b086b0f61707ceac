"""Groups of findings that state the same issue, which hold still as findings arrive.

Method: candidate pairs are mutual nearest neighbours; taken from the nearest down, two
groups join while the mean cosine between their members stays at or above a threshold
(average linkage over a sparse graph: Manning, Raghavan & Schütze 2008, ch. 17; mutual
neighbours: Brito et al. 1997). The mean is the dot product of the groups' mean vectors,
so a million findings need their neighbours only, never all pairs.

Three things keep an answer from wandering. Members of a group given in `settled` never
leave it, and two settled groups never join, whatever is added. The representative of a
settled group is kept. Verdicts of people (`same`, `different`) outrank every number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlp.similarity.neighbours import nearest

# 0.52 gave the best B-cubed among 300 findings, of which a third share an issue. In a national
# corpus few do, and at 0.52 groups of one topic grow together; see docs/model-cards/tagger.md.
SAME_FROM: Final = 0.56
MUTUAL: Final = 10

Pair = tuple[str, str]
Candidate = tuple[float, int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that state one issue; `representative` is the member nearest all others."""

    ids: tuple[str, ...]
    representative: str


def group(
    ids: Sequence[str],
    vectors: NDArray[np.float32],
    *,
    threshold: float = SAME_FROM,
    settled: Iterable[Group] = (),
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
) -> list[Group]:
    """Every finding in exactly one group; most stand alone.

    `vectors` are unit length, (n, d), in the order of `ids`. `settled` are groups of an
    earlier call, of which members no longer in `ids` are dropped. The answer does not
    depend on the order of `ids`. Groups come largest first, then by their first id.
    """
    return group_candidates(
        ids,
        vectors,
        mutual_candidates(vectors, threshold=threshold),
        threshold=threshold,
        settled=settled,
        same=same,
        different=different,
    )


def group_candidates(
    ids: Sequence[str],
    vectors: NDArray[np.float32],
    candidates: Iterable[Candidate],
    *,
    threshold: float = SAME_FROM,
    settled: Iterable[Group] = (),
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
) -> list[Group]:
    """As `group`, with the candidate pairs `(score, row, row)` found by someone else.

    For neighbours that an index or a re-ranker supplies.
    """
    rows = {name: row for row, name in enumerate(ids)}
    forming = _Forming(ids, vectors)
    representatives: dict[str, str] = {}
    for earlier in settled:
        kept = [rows[name] for name in earlier.ids if name in rows]
        forming.settle(kept)
        if earlier.representative in rows:
            representatives |= {ids[row]: earlier.representative for row in kept}
    for pair in different:
        if all(name in rows for name in pair):
            forming.forbid(rows[pair[0]], rows[pair[1]])
    for pair in same:
        if all(name in rows for name in pair):
            forming.join(rows[pair[0]], rows[pair[1]])
    ordered = sorted(candidates, key=lambda c: (-c[0], *sorted((ids[c[1]], ids[c[2]]))))
    for _, one, other in ordered:
        if forming.may_join(one, other) and forming.nearness(one, other) >= threshold:
            forming.join(one, other)
    found = [_described(ids, vectors, members, representatives) for members in forming.members()]
    return sorted(found, key=lambda g: (-len(g.ids), g.ids[0]))


def mutual_candidates(vectors: NDArray[np.float32], *, threshold: float) -> list[Candidate]:
    """Pairs that are among each other's ten nearest and at least `threshold` near."""
    near, scores = nearest(vectors, vectors, count=MUTUAL, same=True)
    close = [
        {int(row) for row, score in zip(rows, line, strict=True) if score >= threshold}
        for rows, line in zip(near, scores, strict=True)
    ]
    return [
        (float(vectors[one] @ vectors[other]), one, other)
        for one, others in enumerate(close)
        for other in sorted(others)
        if one < other and one in close[other]
    ]


class _Forming:
    """Groups while they grow: a forest of rows with the sum of each tree's vectors."""

    def __init__(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self._ids = ids
        self._parent = list(range(len(ids)))
        self._rows = {row: [row] for row in range(len(ids))}
        self._sums = vectors.astype(np.float64)
        self._settled: set[int] = set()
        self._apart: dict[int, set[int]] = {}

    def root(self, row: int) -> int:
        while self._parent[row] != row:
            self._parent[row] = self._parent[self._parent[row]]
            row = self._parent[row]
        return row

    def settle(self, rows: Sequence[int]) -> None:
        for row in rows[1:]:
            self.join(rows[0], row)
        if len(rows) > 1:
            self._settled.add(self.root(rows[0]))

    def forbid(self, one: int, other: int) -> None:
        one, other = self.root(one), self.root(other)
        if one != other:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def may_join(self, one: int, other: int) -> bool:
        one, other = self.root(one), self.root(other)
        both_settled = one in self._settled and other in self._settled
        return one != other and not both_settled and other not in self._apart.get(one, set())

    def nearness(self, one: int, other: int) -> float:
        one, other = self.root(one), self.root(other)
        pairs = len(self._rows[one]) * len(self._rows[other])
        return float(self._sums[one] @ self._sums[other]) / pairs

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self.root(one), self.root(other)), key=lambda row: self._ids[row])
        if one == other:
            return
        self._parent[other] = one
        self._rows[one] += self._rows.pop(other)
        self._sums[one] += self._sums[other]
        if other in self._settled:
            self._settled.add(one)
        for enemy in self._apart.pop(other, set()):
            self._apart[enemy].discard(other)
            self._apart[enemy].add(one)
            self._apart.setdefault(one, set()).add(enemy)

    def members(self) -> list[list[int]]:
        return list(self._rows.values())


def _described(
    ids: Sequence[str],
    vectors: NDArray[np.float32],
    rows: Sequence[int],
    representatives: dict[str, str],
) -> Group:
    ordered = sorted(rows, key=lambda row: ids[row])
    names = tuple(ids[row] for row in ordered)
    for name in names:
        if name in representatives:
            return Group(names, representatives[name])
    members = vectors[ordered]
    central = np.round(members @ members.sum(0), 6)
    return Group(names, names[int(np.argmax(central))])
