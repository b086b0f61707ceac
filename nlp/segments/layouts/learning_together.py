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
    named = next((starts for starts in found if starts.layout == "labelled"), NONE)
    listed = _below(found, heads[0], before=named.indices[0] if named.indices else None)
    if named.indices and listed.indices:
        both = (*listed.indices, *named.indices)
        return Starts("learning_together", both, 1.0, chapters_from=named.indices[0])
    if named.indices:
        return replace(named, layout="learning_together")
    if not listed.indices:
        return NONE
    return Starts("learning_together", listed.indices, 0.95)


def _below(found: list[Starts], first: int, *, before: int | None) -> Starts:
    """The best-marked unlabelled findings after the first category heading, up to ``before``."""
    cut = [
        replace(s, indices=tuple(i for i in s.indices if i > first and i < (before or 10**9)))
        for s in found
        if s.layout != "labelled"
    ]
    return max((s for s in cut if s.indices), key=lambda s: s.score, default=NONE)
