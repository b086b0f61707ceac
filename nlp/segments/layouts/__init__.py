"""The layouts committees use, each in a module that recognises it and scores itself."""

from __future__ import annotations

from nlp.segments.items import NONE, Recogniser, Starts
from nlp.segments.layouts import (
    bullets,
    headed,
    labelled,
    learning_together,
    numbered,
    prose,
    run_ins,
)
from nlp.segments.zones import Section

RECOGNISERS: tuple[Recogniser, ...] = (
    learning_together.recognise,
    labelled.recognise,
    headed.recognise,
    run_ins.recognise,
    numbered.recognise,
    bullets.recognise,
    prose.recognise,
)


def best_layout(section: Section) -> Starts:
    """The layout that explains a section best; the earlier in the list wins a tie."""
    found = [starts for recognise in RECOGNISERS if (starts := recognise(section)).indices]
    return max(found, key=lambda starts: starts.score, default=NONE)
