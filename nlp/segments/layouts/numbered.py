"""Findings as numbered or lettered paragraphs: "1.", "4.2", "(iii)", "b)"."""

from __future__ import annotations

from nlp.segments.items import NONE, Starts
from nlp.segments.marks import Mark, MarkKind
from nlp.segments.typology import match_category
from nlp.segments.zones import Role, Section

_COUNTING = {MarkKind.NUMBER, MarkKind.ROMAN, MarkKind.LETTER}


def recognise(section: Section) -> Starts:
    """The outermost series of numbers that the section's paragraphs carry.

    An inner series ("a)" under "2.") belongs to the finding it stands in.
    """
    counted = [
        (index, placed.line.mark)
        for index, placed in enumerate(section.lines)
        if placed.line.mark is not None
        and placed.line.mark.kind in _COUNTING
        and placed.role in {Role.TEXT, Role.SUBHEADING}
        and not match_category(placed.line.text)
    ]
    issues = _inside_issues(section)
    counted = [(index, mark) for index, mark in counted if index not in issues]
    if not counted:
        return NONE
    first = counted[0][1]
    series = [index for index, mark in counted if _style(mark) == _style(first)]
    whole = len(series) > 1 or first.value in {"1", "a"}
    return Starts("numbered", tuple(series), 0.8 if whole else 0.4)


def _style(mark: Mark) -> tuple[MarkKind, int]:
    return mark.kind, mark.depth


def _inside_issues(section: Section) -> set[int]:
    """Lines of a numbered list of questions; the list ends where its numbers start to differ."""
    inside: set[int] = set()
    open_list = False
    for index, placed in enumerate(section.lines):
        if placed.role is Role.ISSUES:
            open_list = True
        elif placed.role in {Role.CATEGORY, Role.SUBHEADING, Role.QUESTION}:
            open_list = False
        elif open_list and placed.line.text.rstrip().endswith("?"):
            inside.add(index)
    return inside
