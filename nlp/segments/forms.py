"""Forms and templates in tables, read out line by line.

The left-hand cell of a row is a heading over the right-hand one; a row of a single cell is a
heading when it is bold and short. Tables of more columns (chronologies, membership) carry no
findings and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nlp.documents.model import Block
from nlp.segments.grids import Grid, cell_text
from nlp.segments.headings import plain_heading, zone_of
from nlp.segments.lines import FIELD_LEVEL, PSEUDO_LEVEL, Line, block_lines, clean
from nlp.segments.marks import MarkKind, read_label, read_mark

_MAX_LABEL_WORDS = 45


def form_lines(grid: Grid) -> Iterator[Line]:
    """The lines of a form in reading order, closed by an empty heading.

    The empty heading ends whatever zone the last field opened, so that text after the form
    is not taken for part of it.
    """
    if grid.width > 2:
        narrow = [row for row in grid.rows if len(row) <= 2]
        if len(narrow) * 3 < len(grid.rows) * 2:
            return
    labelled = False
    for row in grid.rows:
        cells = list(row.values())
        if len(cells) == 1:
            yield from _single(cells[0])
            labelled = True
        elif len(cells) == 2:
            yield from _pair(cells[0], cells[1])
            labelled = True
    if labelled and grid.rows:
        last = grid.blocks[-1]
        yield Line("", last.end, last.end, last.page, level=FIELD_LEVEL, table=True)


def _single(blocks: tuple[Block, ...]) -> Iterator[Line]:
    first = blocks[0]
    words = len(first.text.split())
    heading = words <= 14 and (first.bold or _header(first) or zone_of(first.text) is not None)
    if heading and read_mark(first.text)[0] is None:
        yield _heading(first)
        blocks = blocks[1:]
    yield from _content(blocks)


def _header(block: Block) -> bool:
    return block.cell is not None and block.cell.header


def _heading(block: Block) -> Line:
    """A label cell as a heading, cut to its first clause where it holds a whole instruction."""
    text = clean(block.text)
    if len(text.split()) > 12:
        text = re.split(r"[:(–]|\.\s", text)[0].strip() or text
    return Line(text, block.start, block.end, block.page, level=FIELD_LEVEL, table=True)


def _pair(left: tuple[Block, ...], right: tuple[Block, ...]) -> Iterator[Line]:
    label = cell_text(left).strip()
    mark, rest = read_mark(label + " X")
    if mark is None or rest != "X":
        mark = read_label(label) if re.fullmatch(r"[(\[]?[\d.]{1,6}[.)\]:]?", label) else None
    if mark is not None and mark.kind is not MarkKind.BULLET:
        lines = list(_content(right))
        if lines:
            yield replace(lines[0], mark=mark)
            yield from lines[1:]
        return
    if len(label.split()) <= _MAX_LABEL_WORDS:
        yield _heading(left[0])
        yield from _content(right)
        return
    yield from _content(left)
    yield from _content(right)


def _content(blocks: tuple[Block, ...]) -> Iterator[Line]:
    several = len(blocks) > 1
    for block in blocks:
        for line in block_lines(block):
            short = line.words <= 14 and not re.search(r"[.;,]$", line.text)
            if several and block.bold and short and line.mark is None and plain_heading(line.text):
                yield replace(line, level=PSEUDO_LEVEL, table=True)
            else:
                yield line
