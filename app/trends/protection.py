"""Small numbers, for readers who may not see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.disclosure.profiles import Profile


@dataclass(frozen=True, slots=True)
class Figure:
    """What one cell would show: ``line`` is what the cells of one margin have in common."""

    line: tuple[Any, ...]
    reviews: int
    families: int
    denominator: int | None


def hidden_cells(figures: Sequence[Figure], profile: Profile) -> list[bool]:
    """Which cells this audience may not see.

    A cell is small when few reviews or families are in it, or few of its denominator are not.
    Where that hides a single cell of a line, the smallest other goes with it: it could be
    worked out from the rest otherwise.
    """
    if profile.exact:
        return [False] * len(figures)
    hidden = [_is_small(each, profile) for each in figures]
    lines: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for place, figure in enumerate(figures):
        lines[figure.line].append(place)
    for places in lines.values():
        shown = [place for place in places if not hidden[place]]
        if len(places) - len(shown) == 1 and shown:
            hidden[min(shown, key=lambda place: (figures[place].reviews, place))] = True
    return hidden


def _is_small(figure: Figure, profile: Profile) -> bool:
    if profile.is_small(figure.reviews, figure.families, 0.0):
        return True
    return figure.denominator is not None and figure.denominator < profile.min_reviews
