"""Runs into lines, and lines into reading order, on pages of one or two columns."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

from nlp.documents.assembly import Draft
from nlp.documents.pdf_text import Run

_SAME_LINE = 0.4
"""Share of the size by which baselines may differ within a line."""
_WORD_GAP = 0.17
"""Share of the size between the ink of one run and the room of the next. A space takes at least
0.25; the room after the last letter of a word, up to 0.15."""
_FIXED_GAP = 0.45
_COLUMN_GAP = 1.6
_MIN_COLUMN_LINES = 4
_FILLED = 0.7
_LABEL_LENGTH = 5
_BELOW = 5.0
"""Points by which a line must be lower than a block to come after it."""


@dataclass(slots=True)
class Line:
    """Runs that stand side by side. ``column`` is 0 outside two-column bands."""

    runs: list[Run]
    page: int
    column: int = 0
    text: str = ""
    x0: float = 0.0
    x1: float = 0.0
    y0: float = 0.0
    y1: float = 0.0
    baseline: float = 0.0
    size: float = 0.0
    bold: bool = False
    lead: str = ""
    role: str = ""
    """Why the line stands alone ("contents"); empty for running text."""
    ready: list[Draft] = field(default_factory=list)
    """Blocks made beforehand (a table, a form field) that take the line's place."""

    def measure(self) -> Line:
        """Fill in the derived fields from the runs."""
        runs = self.runs
        self.x0 = min(run.x0 for run in runs)
        self.x1 = max(run.x1 for run in runs)
        self.y0 = min(run.y0 for run in runs)
        self.y1 = max(run.y1 for run in runs)
        widest = max(runs, key=lambda run: len(run.text.strip()))
        self.size, self.baseline = widest.size, widest.baseline
        lettered = [run for run in runs if any(c.isalnum() for c in run.text)]
        self.bold = bool(lettered) and all(run.bold for run in lettered)
        self.text, self.lead = _joined(runs)
        return self


def _joined(runs: list[Run]) -> tuple[str, str]:
    """The line's text and its bold beginning, which is empty when all or none is bold."""
    text, lead, in_lead = "", "", True
    previous: Run | None = None
    for run in runs:
        piece = run.text
        if previous is not None and _is_gap(previous, run):
            text += " "
        text += piece
        # A bullet or number in front of the run-in need not be bold.
        if in_lead and (run.bold or not any(c.isalpha() for c in piece)):
            lead = text
        else:
            in_lead = False
        previous = run
    mixed = any(run.bold for run in runs) and not in_lead
    return " ".join(text.split()), " ".join(lead.split()) if mixed else ""


def _is_gap(previous: Run, run: Run) -> bool:
    share = _FIXED_GAP if previous.fixed and run.fixed else _WORD_GAP
    return min(run.origin, run.x0) - previous.x1 > share * run.size


def lines_in_order(runs: list[Run], page: int) -> list[Line]:
    """The page's lines in the order a person reads them."""
    segments = [segment for row in _rows(runs) for segment in _segments(row, page)]
    gutter = _gutter(segments)
    if gutter is None:
        return [Line(row, page).measure() for row in _rows(runs)]
    return _by_column(_by_side(segments, gutter, page), gutter)


def _rows(runs: list[Run]) -> list[list[Run]]:
    """Runs grouped by baseline, top to bottom, each row left to right."""
    rows: list[list[Run]] = []
    bases: list[Run] = []
    for run in sorted(runs, key=lambda run: (-run.baseline, run.x0)):
        home = next(
            (i for i in range(len(rows) - 1, max(-1, len(rows) - 4), -1) if _level(bases[i], run)),
            None,
        )
        if home is None:
            rows.append([run])
            bases.append(run)
        else:
            rows[home].append(run)
            if run.size > bases[home].size:
                bases[home] = run
    return [sorted(row, key=lambda run: run.x0) for row in rows]


def _level(base: Run, run: Run) -> bool:
    """True for the same baseline, and for raised or lowered small print beside it."""
    gap = abs(base.baseline - run.baseline)
    larger, smaller = max(base.size, run.size), min(base.size, run.size)
    return gap <= _SAME_LINE * (larger if smaller < 0.85 * larger else smaller)


def _segments(row: list[Run], page: int) -> list[Line]:
    parts: list[list[Run]] = [[row[0]]]
    for run in row[1:]:
        gap = run.x0 - max(other.x1 for other in parts[-1])
        if gap > _COLUMN_GAP * run.size and not _is_label(parts[-1]):
            parts.append([run])
        else:
            parts[-1].append(run)
    return [Line(part, page).measure() for part in parts]


def _is_label(runs: list[Run]) -> bool:
    """A bullet or number that stands apart from its text."""
    return len(runs) == 1 and len(runs[0].text.strip()) <= _LABEL_LENGTH


def _gutter(segments: list[Line]) -> float | None:
    """The x of the white strip between two columns of running text, if there is one."""
    if len(segments) < 2 * _MIN_COLUMN_LINES:
        return None
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    width = right - left
    best: tuple[int, float] | None = None
    for start in sorted({round(s.x0, 0) for s in segments}):
        gutter = start - 2.0
        if not left + 0.3 * width < gutter < left + 0.7 * width:
            continue
        lefts = [s for s in segments if s.x1 <= gutter]
        rights = [s for s in segments if s.x0 >= gutter]
        crossing = len(segments) - len(lefts) - len(rights)
        if min(len(lefts), len(rights)) < _MIN_COLUMN_LINES or crossing > len(segments) * 0.6:
            continue
        if not (_runs_full(lefts, gutter - left) and _runs_full(rights, right - gutter)):
            continue
        if best is None or crossing < best[0]:
            best = (crossing, gutter)
    return best[1] if best else None


def _runs_full(lines: list[Line], width: float) -> bool:
    """Running text fills its column; the labels of a form do not."""
    return statistics.median(line.x1 - line.x0 for line in lines) > _FILLED * width


def _by_side(segments: list[Line], gutter: float, page: int) -> list[Line]:
    """Lines put together again column by column: neighbours differ a little in height."""
    across = [s for s in segments if s.x0 < gutter < s.x1]
    sides = (
        [run for s in segments if s.x1 <= gutter for run in s.runs],
        [run for s in segments if s.x0 >= gutter for run in s.runs],
    )
    return across + [Line(row, page).measure() for side in sides for row in _rows(side)]


def _by_column(segments: list[Line], gutter: float) -> list[Line]:
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for segment in sorted(segments, key=lambda s: (-s.baseline, s.x0)):
        if segment.x0 < gutter < segment.x1:
            ordered += left + right + [segment]
            left, right = [], []
        elif segment.x1 <= gutter:
            segment.column = 1
            left.append(segment)
        else:
            segment.column = 2
            right.append(segment)
    return ordered + left + right


def insert_ready(lines: list[Line], ready: list[Line]) -> None:
    """Put ready-made blocks before the first line that stands below them (in place)."""
    for block in sorted(ready, key=lambda b: -b.baseline):
        beside = [
            place
            for place, line in enumerate(lines)
            if (line.x0 < block.x1 and block.x0 < line.x1) or line.column == 0
        ]
        below = [place for place in beside if lines[place].baseline < block.baseline - _BELOW]
        after = beside[-1] + 1 if beside else len(lines)
        place = below[0] if below else after
        if 0 < place <= len(lines):
            block.column = lines[place - 1].column
        lines.insert(place, block)
