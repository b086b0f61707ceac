"""One hit a stretch of text: which of several overlapping candidates to keep."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from nlp.identifiers.model import DIRECT, Candidate, IdentifierType

_SITES = frozenset({IdentifierType.ADDRESS, IdentifierType.SCHOOL, IdentifierType.GP_PRACTICE})


def _rank(candidate: Candidate) -> tuple[float, int]:
    # A number, an address or a school beats a name or place that happens to lie inside it.
    whole = 0.15 if candidate.type in DIRECT else 0.25 if candidate.type in _SITES else 0.0
    return candidate.score + whole, candidate.end - candidate.start


def _clashes(kept: list[Candidate], starts: list[int], candidate: Candidate) -> tuple[int, int]:
    """The range of ``kept`` (in text order, apart from each other) that ``candidate`` overlaps."""
    first = bisect_right(starts, candidate.start)
    if first and kept[first - 1].end > candidate.start:
        first -= 1
    return first, max(first, bisect_left(starts, candidate.end))


def without_overlaps(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The strongest candidates that do not overlap, in text order.

    Of two overlapping candidates of one type the longer stands, with the higher score: two
    rules saw the same thing and one of them saw more of it.
    """
    kept: list[Candidate] = []
    starts: list[int] = []
    for candidate in sorted(candidates, key=_rank, reverse=True):
        first, last = _clashes(kept, starts, candidate)
        clash = kept[first:last]
        if any(
            k.type != candidate.type
            or candidate.start > k.start
            or k.end > candidate.end
            or (candidate.start, candidate.end) == (k.start, k.end)
            for k in clash
        ):
            continue
        score = max([candidate.score, *(k.score for k in clash)])
        kept[first:last] = [
            Candidate(candidate.type, candidate.start, candidate.end, score, candidate.rule)
        ]
        starts[first:last] = [candidate.start]
    return kept
