"""Learning Together reports: findings grouped under the headings of the systems typology."""

from __future__ import annotations

from dataclasses import replace

from nlp.segments.items import NONE, Recogniser, Starts
from nlp.segments.layouts import bullets, headed, labelled, numbered, prose, run_ins
from nlp.segments.zones import Role, Section

_WITHIN: tuple[Recogniser, ...] = (
    labelled.recognise,
    headed.recognise,
    run_ins.recognise,
    numbered.recognise,
    bullets.recognise,
    prose.recognise,
)


def recognise(section: Section) -> Starts:
    """The best-marked findings below the category headings of a section.

    Scores nothing without a category heading. What stands above the first one introduces.
    """
    heads = [i for i, placed in enumerate(section.lines) if placed.role is Role.CATEGORY]
    if not heads:
        return NONE
    found = [starts for starts in (reader(section) for reader in _WITHIN) if starts.indices]
    below = [
        replace(starts, indices=tuple(i for i in starts.indices if i > heads[0]))
        for starts in found
    ]
    best = max((s for s in below if s.indices), key=lambda s: s.score, default=NONE)
    if not best.indices:
        return NONE
    every = best.indices
    if best.score >= 1.0:
        every = next(s.indices for s in found if s.layout == best.layout)
    return Starts("learning_together", every, max(0.95, best.score))
