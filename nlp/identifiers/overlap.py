"""One hit a stretch of text: which of several overlapping candidates to keep."""

from __future__ import annotations

from collections.abc import Iterable

from nlp.identifiers.model import DIRECT, Candidate, IdentifierType

_SITES = frozenset({IdentifierType.ADDRESS, IdentifierType.SCHOOL, IdentifierType.GP_PRACTICE})


def _rank(candidate: Candidate) -> tuple[float, int]:
    # A number, an address or a school beats a name or place that happens to lie inside it.
    whole = 0.15 if candidate.type in DIRECT else 0.25 if candidate.type in _SITES else 0.0
    return candidate.score + whole, candidate.end - candidate.start


def without_overlaps(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The strongest candidates that do not overlap, in text order.

    Of two overlapping candidates of one type the longer stands, with the higher score: two
    rules saw the same thing and one of them saw more of it.
    """
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=_rank, reverse=True):
        clash = [k for k in kept if candidate.start < k.end and k.start < candidate.end]
        if not clash:
            kept.append(candidate)
        elif all(
            k.type == candidate.type
            and candidate.start <= k.start
            and k.end <= candidate.end
            and (candidate.start, candidate.end) != (k.start, k.end)
            for k in clash
        ):
            best = max(k.score for k in clash)
            kept = [k for k in kept if k not in clash]
            kept.append(
                Candidate(candidate.type, candidate.start, candidate.end, best, candidate.rule)
            )
    return sorted(kept, key=lambda c: c.start)
