"""Running heads, footers and page numbers, known by standing in one place on many pages."""

from __future__ import annotations

import re
from collections import defaultdict

from nlp.documents.model import Where
from nlp.documents.pdf_layout import Line

PAGE_NUMBER = re.compile(
    r"^[\s|–—-]*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[\s|–—-]*$",
    re.IGNORECASE,
)
_TOP, _BOTTOM = 0.90, 0.10
_EDGE_LINES = 4
_DIGITS = re.compile(r"\d+")


def split_furniture(
    pages: dict[int, list[Line]], heights: dict[int, float]
) -> dict[Where, list[Line]]:
    """Take running lines out of ``pages`` (changed in place) and return them by place.

    A line is running when its words (digits aside) stand at the same height on a third of
    the pages, and on two at least, within the first or last lines of the page. Bare page
    numbers at an edge are always taken.
    """
    places: defaultdict[tuple[Where, str, int], set[int]] = defaultdict(set)
    candidates: list[tuple[Where, str, int, Line]] = []
    for number, lines in pages.items():
        for where, line in _edges(lines, heights[number]):
            key = _DIGITS.sub("#", line.text.casefold())
            band = round(line.baseline / 6)
            candidates.append((where, key, band, line))
            places[where, key, band].add(number)
    needed = max(2, round(len(pages) / 3))
    taken: dict[Where, list[Line]] = {Where.HEADER: [], Where.FOOTER: []}
    for where, key, band, line in candidates:
        near: set[int] = set().union(
            *(places.get((where, key, band + d), set()) for d in (-1, 0, 1))
        )
        if PAGE_NUMBER.match(line.text) or len(near) >= needed:
            taken[where].append(line)
    gone = {id(line) for lines in taken.values() for line in lines}
    for number, lines in pages.items():
        pages[number] = [line for line in lines if id(line) not in gone]
    return taken


def _edges(lines: list[Line], height: float) -> list[tuple[Where, Line]]:
    by_height = sorted(lines, key=lambda line: -line.baseline)
    top = [line for line in by_height[:_EDGE_LINES] if line.baseline > _TOP * height]
    bottom = [line for line in by_height[-_EDGE_LINES:] if line.baseline < _BOTTOM * height]
    return [(Where.HEADER, line) for line in top] + [(Where.FOOTER, line) for line in bottom]
