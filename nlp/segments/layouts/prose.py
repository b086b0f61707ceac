"""Findings as plain paragraphs under a heading that announces them: the last resort."""

from __future__ import annotations

import re

from nlp.segments.items import NONE, Starts
from nlp.segments.zones import Role, Section

_INTRODUCES = re.compile(
    r"^(?:this (?:section|chapter|part|page|table)|the (?:following|findings?|lessons?|learning|"
    r"points|themes|table|review (?:team |panel )?(?:has |have )?(?:identified|made|found) (?:the|"
    r"\w+ findings)|examples) (?:\w+ ){0,6}(?:are|is|below|set out|follow|presented|listed|"
    r"identified|summar\w+|ordered|grouped|numbered|arranged)|"
    r"each (?:finding|lesson|point)|(?:these|below|set out below|listed below|identify each)\b|"
    r"in (?:this section|what follows)|for each|there (?:are|were) (?:\w+ ){1,3}findings|"
    r"no (?:findings|learning|lessons|recommendations)|not applicable|none\b|n/a\b|"
    r"findings are (?:set|grouped|listed|presented))",
    re.IGNORECASE,
)


def introduces(text: str) -> bool:
    """Whether a paragraph only leads up to the findings ("This chapter sets out …", "…:")."""
    return text.rstrip().endswith(":") or _INTRODUCES.match(text) is not None


def recognise(section: Section) -> Starts:
    """Every paragraph that is a full statement and does not merely introduce others."""
    chosen: list[int] = []
    held = False
    for index, placed in enumerate(section.lines):
        if placed.role in {Role.ISSUES, Role.QUESTION}:
            held = True
        elif placed.role in {Role.CATEGORY, Role.SUBHEADING}:
            held = False
        elif not held and placed.line.words >= 6 and not introduces(placed.line.text):
            chosen.append(index)
    return Starts("prose", tuple(chosen), 0.3) if chosen else NONE
