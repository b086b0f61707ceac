"""Findings as sub-headings: the heading states the finding, the text under it explains."""

from __future__ import annotations

from nlp.segments.headings import is_topic
from nlp.segments.items import NONE, Starts
from nlp.segments.layouts import bullets, numbered
from nlp.segments.zones import Role, Section


def recognise(section: Section) -> Starts:
    """Sub-headings that state something, or topics with running text below them.

    Topics over numbered or bulleted findings only group them, so those layouts win there.
    """
    heads = [
        index
        for index, placed in enumerate(section.lines)
        if placed.role is Role.SUBHEADING and placed.line.text
    ]
    if not heads:
        return NONE
    stating = [index for index in heads if not is_topic(section.lines[index].line.text)]
    if stating and len(stating) * 2 >= len(heads):
        level = min(section.lines[index].line.level for index in stating)
        chosen = [i for i in stating if section.lines[i].line.level == level]
        return Starts("headed", tuple(chosen), 0.9)
    filled = [index for index in heads if _has_text(section, index)]
    inner = (numbered.recognise(section), bullets.recognise(section))
    if any(_covers(heads, starts) for starts in inner):
        return NONE
    return Starts("headed", tuple(filled), 0.7) if filled else NONE


def _has_text(section: Section, index: int) -> bool:
    after = section.lines[index + 1 : index + 2]
    return bool(after) and after[0].role in {Role.TEXT, Role.QUESTION}


def _covers(heads: list[int], starts: Starts) -> bool:
    """Whether at least half of the headings have an item of their own below them."""
    if not starts.indices or set(starts.indices) & set(heads):
        return False
    bounds = [*heads[1:], 10**9]
    filled = sum(
        any(head < index < bound for index in starts.indices)
        for head, bound in zip(heads, bounds, strict=True)
    )
    direct = sum(index + 1 in starts.indices for index in heads)
    return filled * 2 >= len(heads) and direct * 2 >= filled
