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
_MAX_HEADING = 180
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

    def level(self, line: Line) -> int:
        """Heading level of a line, 0 for none."""
        if line.role:
            return 0
        size = _step(line.size)
        if size in self._ranks and len(line.text) <= _MAX_HEADING:
            return self._ranks[size]
        short = len(line.text) <= _MAX_BOLD_HEADING and not re.search(r"[.;,]$", line.text)
        wordy = any(c.isalpha() for c in line.text)
        if line.bold and short and wordy and size >= self._body * 0.97:
            return len(self._ranks) + 1
        return 0

    def _continues(self, group: list[Line], line: Line) -> bool:
        last = group[-1]
        if line.role or last.role or line.ready or last.ready:
            return False
        if _starts_item(line.text) or _step(line.size) != _step(last.size):
            return False
        level = self.level(line) if not self._is_bold_body(group) else 0
        if bool(self.level(last)) != bool(level) or last.bold != line.bold:
            return False
        if line.page != last.page or line.column != last.column:
            return not level and self._runs_over(last, line)
        drop = last.baseline - line.baseline
        if not 0 < drop <= self._leading.get(_step(line.size), line.size * 1.3) * 1.3:
            return False
        return not self._opens(group, line)

    def _is_bold_body(self, group: list[Line]) -> bool:
        """A bold statement that runs over several lines is not a pile of headings."""
        return group[-1].bold and not self.level(group[-1])

    def _runs_over(self, last: Line, line: Line) -> bool:
        """A paragraph that goes on in the next column or on the next page."""
        open_end = not _ENDS.search(last.text) or _HYPHEN_END.search(last.text) is not None
        return open_end and line.text[:1].islower()

    def _opens(self, group: list[Line], line: Line) -> bool:
        last = group[-1]
        margin = self._margins.get((last.page, last.column), last.x1)
        ended_short = last.x1 < margin - 0.15 * (margin - last.x0)
        if ended_short and _ENDS.search(last.text) and not self.level(last):
            return True
        indented = line.x0 - last.x0 > 0.8 * line.size
        hanging = len(group) == 1 and (_starts_item(last.text) or line.text[:1].islower())
        return indented and not hanging

    def _draft(self, group: list[Line]) -> Draft:
        first = group[0]
        text = self._join(group)
        level = self.level(first) if len(text) <= _MAX_HEADING * 2 else 0
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
