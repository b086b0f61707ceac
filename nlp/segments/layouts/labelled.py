"""Findings with a label of their own: "Finding 3:", "Learning point Two –", "LP4"."""

from __future__ import annotations

from nlp.segments.headings import is_topic
from nlp.segments.items import NONE, Starts
from nlp.segments.marks import Unit
from nlp.segments.zones import Role, Section

_GROUPING = ("theme", "area", "pattern", "key theme")


def recognise(section: Section) -> Starts:
    """Every labelled line starts a finding.

    A label that only groups ("Theme 2: Supervision" over "Finding 3: …") starts none.
    """
    labelled = [
        index
        for index, placed in enumerate(section.lines)
        if placed.line.mark is not None
        and placed.line.mark.unit in {Unit.FINDING, Unit.GOOD_PRACTICE}
        and placed.role in {Role.TEXT, Role.SUBHEADING}
    ]
    words = {_word(section, index) for index in labelled}
    if len(words) > 1:
        firm = [index for index in labelled if not _groups(section, index)]
        labelled = firm or labelled
    if not labelled:
        return NONE
    return Starts("labelled", tuple(labelled), 1.0)


def _word(section: Section, index: int) -> str:
    mark = section.lines[index].line.mark
    return mark.word if mark else ""


def _groups(section: Section, index: int) -> bool:
    word = _word(section, index)
    grouping = any(name in word for name in _GROUPING)
    return grouping and is_topic(section.lines[index].line.text)
