"""Lines into paragraphs, headings and list items.

Sizes are ranked within the document, because PDFium reports them in the producer's own
units: the size that most characters have is the body, larger ones are headings.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable

from nlp.documents.assembly import Draft
from nlp.documents.labels import BULLET, NUMBER, SECTION_NUMBER
from nlp.documents.model import Kind
from nlp.documents.pdf_layout import Line

_ENDS = re.compile(r"[.?!:;”\"’')\]]\s*$")
_HYPHEN_END = re.compile(r"[a-z]-$")
_LARGER = 1.06
_SMALLER = 0.93
_NOTE_MARK = re.compile(r"^\s*(?:\d{1,3}|[*†‡])\s*\S")
_MAX_HEADING = 180
_HEADING_DROP = 1.5
_MAX_BOLD_HEADING = 130


class Paragraphs:
    """Turns the lines of a whole document into drafts."""

    def __init__(self, lines: list[Line]) -> None:
        """Take the measure of the document: ``lines`` are all that are to be read."""
        weights: Counter[float] = Counter()
        for line in lines:
            weights[_step(line.size)] += len(line.text)
        self._body = weights.most_common(1)[0][0] if weights else 0.0
        sizes = sorted((s for s in weights if s > self._body * _LARGER), reverse=True)
        self._ranks = {size: rank for rank, size in enumerate(sizes, start=1)}
        self._leading = _leading(lines)
        self._margins = _right_margins(lines)
        self._words = _vocabulary(lines)

    def drafts(self, lines: Iterable[Line]) -> list[Draft]:
        """One draft a paragraph, in the order of ``lines``; ready-made blocks in their places."""
        groups: list[list[Line]] = []
        for line in lines:
            if groups and self._continues(groups[-1], line):
                groups[-1].append(line)
            else:
                groups.append([line])
        return [draft for group in groups for draft in group[0].ready or [self._draft(group)]]

    def take_notes(self, lines: list[Line]) -> list[Line]:
        """Take the footnotes off the foot of a page (``lines`` is changed) and return them."""
        start = len(lines)
        while start and 0 < lines[start - 1].size < self._body * _SMALLER:
            start -= 1
        while start < len(lines) and not _NOTE_MARK.match(lines[start].text):
            start += 1
        above = lines[start - 1] if 0 < start < len(lines) else None
        if above is None or above.baseline < lines[start].baseline:
            return []
        notes, lines[start:] = lines[start:], []
        return notes

    def level(self, text: str, line: Line) -> int:
        """Heading level of ``text`` set like ``line``, 0 for none."""
        if line.role:
            return 0
        size = _step(line.size)
        if size in self._ranks and len(text) <= _MAX_HEADING:
            return self._ranks[size]
        short = len(text) <= _MAX_BOLD_HEADING and not re.search(r"[.;,]$", text)
        wordy = any(c.isalpha() for c in text)
        if line.bold and short and wordy and size >= self._body * 0.97:
            return len(self._ranks) + 1
        return 0

    def _continues(self, group: list[Line], line: Line) -> bool:
        last = group[-1]
        if line.role or last.role or line.ready or last.ready:
            return False
        size = _step(line.size)
        if _starts_item(line.text) or size != _step(last.size) or last.bold != line.bold:
            return False
        large = size in self._ranks
        if line.page != last.page or line.column != last.column:
            return not large and self._runs_over(last, line)
        drop = last.baseline - line.baseline
        if large:
            return 0 < drop <= _HEADING_DROP * line.size and _aligned(last, line)
        if not 0 < drop <= self._leading.get(size, line.size * 1.3) * 1.3:
            return False
        # Bold lines that do not fill the width are headings one under the other.
        return not (line.bold and self._stops_short(last)) and not self._opens(group, line)

    def _runs_over(self, last: Line, line: Line) -> bool:
        """A paragraph that goes on in the next column or on the next page."""
        open_end = not _ENDS.search(last.text) or _HYPHEN_END.search(last.text) is not None
        return open_end and line.text[:1].islower()

    def _opens(self, group: list[Line], line: Line) -> bool:
        last = group[-1]
        if self._stops_short(last) and _ENDS.search(last.text):
            return True
        indented = line.x0 - last.x0 > 0.8 * line.size
        hanging = len(group) == 1 and (_starts_item(last.text) or line.text[:1].islower())
        return indented and not hanging

    def _stops_short(self, line: Line) -> bool:
        """The line ends well before the right edge of its column."""
        margin = self._margins.get((line.page, line.column), line.x1)
        return line.x1 < margin - 0.15 * (margin - line.x0)

    def _draft(self, group: list[Line]) -> Draft:
        first = group[0]
        text = self._join(group)
        level = 0 if BULLET.match(text) else self.level(text, first)
        kind = Kind.HEADING if level else Kind.PARAGRAPH
        return Draft(
            text,
            kind=kind,
            page=first.page,
            level=level,
            lead="" if level else _lead(group),
            bold=all(line.bold for line in group),
            note=first.role,
        )

    def _join(self, group: list[Line]) -> str:
        text = group[0].text
        for line in group[1:]:
            if _HYPHEN_END.search(text) and line.text[:1].islower():
                text = self._across_hyphen(text, line.text)
            else:
                text = f"{text} {line.text}"
        return text

    def _across_hyphen(self, text: str, following: str) -> str:
        """Drop a hyphen that only breaks a line; keep one that the document writes elsewhere."""
        head = re.split(r"[\s(“‘\"]", text)[-1]
        tail = re.match(r"[^\W\d_]+", following)
        compound = (head + (tail.group() if tail else "")).lower()
        joined = compound.replace("-", "")
        keep = compound in self._words and joined not in self._words
        return text + following if keep else text[:-1] + following


def _step(size: float) -> float:
    return round(size * 2) / 2


def _starts_item(text: str) -> bool:
    return bool(BULLET.match(text) or NUMBER.match(text) or SECTION_NUMBER.match(text))


def _aligned(upper: Line, lower: Line) -> bool:
    """Lines of one heading share their left edge or their middle."""
    middles = (upper.x0 + upper.x1 - lower.x0 - lower.x1) / 2
    return min(abs(upper.x0 - lower.x0), abs(middles)) < lower.size


def _lead(group: list[Line]) -> str:
    """The bold run-in of the paragraph, over as many lines as it runs."""
    parts: list[str] = []
    for line in group:
        if line.bold:
            parts.append(line.text)
            continue
        parts.append(line.lead)
        break
    else:
        return ""
    return " ".join(part for part in parts if part)


def _leading(lines: Iterable[Line]) -> dict[float, float]:
    """The usual distance between baselines, by size."""
    drops: dict[float, list[float]] = {}
    previous: Line | None = None
    for line in lines:
        if previous is not None and previous.page == line.page and previous.column == line.column:
            drop = previous.baseline - line.baseline
            if _step(previous.size) == _step(line.size) and 0 < drop < line.size * 2.2:
                drops.setdefault(_step(line.size), []).append(round(drop, 1))
        previous = line
    return {size: statistics.mode(values) for size, values in drops.items() if len(values) > 2}


def _right_margins(lines: Iterable[Line]) -> dict[tuple[int, int], float]:
    margins: dict[tuple[int, int], float] = {}
    for line in lines:
        key = (line.page, line.column)
        margins[key] = max(margins.get(key, 0.0), line.x1)
    return margins


def _vocabulary(lines: Iterable[Line]) -> set[str]:
    """Words that stand whole within a line, to judge hyphens at line ends by."""
    words: set[str] = set()
    for line in lines:
        found = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower())
        words.update(found[:-1] if line.text.endswith("-") else found)
    return words
