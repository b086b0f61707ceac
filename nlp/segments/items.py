"""What a layout reader hands over: where the findings of a section begin.

A layout only decides which lines *start* a finding; putting the pieces of a finding together
is the same work in every layout (see :mod:`nlp.segments.assembly`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nlp.segments.zones import Section


@dataclass(frozen=True, slots=True)
class Starts:
    """The outcome of one layout's look at a section.

    ``indices`` are positions in ``section.lines``. ``score`` from 0 to 1 says how well the
    layout explains the section; 0 means that it is not laid out so.
    """

    layout: str
    indices: tuple[int, ...]
    score: float
    chapters_from: int | None = None
    """Where a list under category headings ends and its findings are taken up again, one by
    one: from there on the last category heading no longer holds."""


NONE = Starts("", (), 0.0)

Recogniser = Callable[[Section], Starts]
