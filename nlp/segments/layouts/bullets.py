"""Findings as bullets under a heading that announces them."""

from __future__ import annotations

from nlp.segments.items import NONE, Starts
from nlp.segments.marks import MarkKind
from nlp.segments.typology import match_category
from nlp.segments.zones import Role, Section


def recognise(section: Section) -> Starts:
    """Every bullet outside the questions for the committee and the answers to the five."""
    chosen: list[int] = []
    held = False
    for index, placed in enumerate(section.lines):
        if placed.role in {Role.ISSUES, Role.QUESTION}:
            held = True
        elif placed.role in {Role.CATEGORY, Role.SUBHEADING}:
            held = False
        elif not held and _is_bullet(section, index):
            chosen.append(index)
    return Starts("bulleted", tuple(chosen), 0.6) if chosen else NONE


def _is_bullet(section: Section, index: int) -> bool:
    line = section.lines[index].line
    bullet = line.mark is not None and line.mark.kind is MarkKind.BULLET
    return (bullet or (line.listed and line.mark is None)) and not match_category(line.text)
