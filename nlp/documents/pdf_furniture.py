"""Running heads, footers and page numbers, known by standing in one place on many pages."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from nlp.documents.model import Where
from nlp.documents.pdf_layout import Line

PAGE_NUMBER = re.compile(
    r"^[\s|–—-]*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[\s|–—-]*$",
    re.IGNORECASE,
)
_TOP, _BOTTOM = 0.90, 0.10
_EDGE_LINES = 4
_SET_OFF = 2.2
_LONGEST = 300
"""No running line is longer; the search for its number is quadratic."""
_UNNUMBERED_PAGES = 6
"""Covers and contents pages that a printed page number may leave out."""
_DIGITS = re.compile(r"\d+")


_NUMBER_AT_END = re.compile(
    r"[\s|–—-]*(?:\bpage\s*(?P<named>\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?|\b(?P<bare>\d{1,4}))[\s|–—-]*$",
    re.IGNORECASE,
)
_NUMBER_AT_START = re.compile(
    r"^[\s|–—-]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*[|–—-]+\s*", re.IGNORECASE
)


def without_page_number(line: Line) -> str:
    """The words of a running line; empty for a bare page number."""
    if PAGE_NUMBER.match(line.text):
        return ""
    if len(line.text) > _LONGEST:
        return line.text
    text = _NUMBER_AT_START.sub("", line.text)
    match = _NUMBER_AT_END.search(text)
    # A bare number at the end is the page's only when it is near the page's own.
    if match and (match["named"] or abs(int(match["bare"]) - line.page) <= _UNNUMBERED_PAGES):
        text = text[: match.start()]
    return text


def split_furniture(
    pages: dict[int, list[Line]], heights: dict[int, float]
) -> dict[Where, list[Line]]:
    """Take running lines out of ``pages`` (changed in place) and return them by place.

    A line is running when its words (digits aside) stand at the same height on a third of
    the pages, and on two at least; or when it is set off from the text at a height where
    most pages have such a line, whatever it says (chapter titles). Bare page numbers at an
    edge are always taken.
    """
    edges = [e for number, lines in pages.items() for e in _edges(lines, heights[number])]
    same: defaultdict[tuple[Where, str, int], set[int]] = defaultdict(set)
    apart: defaultdict[tuple[Where, int], set[int]] = defaultdict(set)
    for edge in edges:
        same[edge.where, edge.words, edge.band].add(edge.line.page)
        if edge.apart:
            apart[edge.where, edge.band].add(edge.line.page)
    needed, usual = max(2, round(len(pages) / 3)), max(3, round(len(pages) * 0.6))
    taken: dict[Where, list[Line]] = {Where.HEADER: [], Where.FOOTER: []}
    for edge in edges:
        alike: set[int] = set().union(
            *(same.get((edge.where, edge.words, edge.band + d), set()) for d in (-1, 0, 1))
        )
        placed = edge.apart and len(apart[edge.where, edge.band]) >= usual
        if PAGE_NUMBER.match(edge.line.text) or len(alike) >= needed or placed:
            taken[edge.where].append(edge.line)
    gone = {id(line) for lines in taken.values() for line in lines}
    for number, lines in pages.items():
        pages[number] = [line for line in lines if id(line) not in gone]
    return taken


@dataclass(slots=True)
class _Edge:
    line: Line
    where: Where
    words: str
    band: int
    apart: bool


def _edges(lines: list[Line], height: float) -> list[_Edge]:
    by_height = sorted(lines, key=lambda line: -line.baseline)
    found: list[_Edge] = []
    for where, ordered in ((Where.HEADER, by_height), (Where.FOOTER, by_height[::-1])):
        for place, line in enumerate(ordered[:_EDGE_LINES]):
            inside = _TOP * height < line.baseline or line.baseline < _BOTTOM * height
            top = line.baseline > height / 2
            if not inside or top != (where is Where.HEADER):
                continue
            after = ordered[place + 1].baseline if place + 1 < len(ordered) else line.baseline
            apart = place == 0 and abs(after - line.baseline) > _SET_OFF * line.size
            words = _DIGITS.sub("#", line.text.casefold())
            found.append(_Edge(line, where, words, round(line.baseline / 6), apart))
    return found
