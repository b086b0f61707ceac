"""Findings as paragraphs that open in bold: "**Chronologies were not kept.** In each file …"."""

from __future__ import annotations

from nlp.segments.headings import is_issues_heading, question_of
from nlp.segments.items import NONE, Starts
from nlp.segments.zones import Role, Section


def recognise(section: Section) -> Starts:
    """Paragraphs with a bold run-in that is neither a question nor another heading."""
    leads = [
        index
        for index, placed in enumerate(section.lines)
        if placed.role is Role.TEXT
        and placed.line.lead
        and not question_of(placed.line.lead)
        and not is_issues_heading(placed.line.lead)
    ]
    texts = sum(placed.role is Role.TEXT for placed in section.lines)
    if not leads or len(leads) * 5 < texts:
        return NONE
    return Starts("run_in_headings", tuple(leads), 0.85 if len(leads) > 1 else 0.5)
