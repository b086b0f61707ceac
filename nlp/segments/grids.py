"""Tables of a document as rows and columns of blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from nlp.documents.model import Block


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. ``rows`` hold, for each column number that is filled, the blocks of that cell."""

    table: int
    rows: tuple[dict[int, tuple[Block, ...]], ...]

    @property
    def width(self) -> int:
        """The number of columns that are filled in some row."""
        return len({column for row in self.rows for column in row})

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks in reading order."""
        return tuple(b for row in self.rows for column in sorted(row) for b in row[column])


def cell_text(blocks: Sequence[Block]) -> str:
    """The text of a cell, its paragraphs joined by line feeds."""
    return "\n".join(block.text for block in blocks)


def make_grid(blocks: Sequence[Block]) -> Grid:
    """The table that a run of cell blocks makes up. All must have a cell of the same table."""
    rows: dict[int, dict[int, list[Block]]] = {}
    table = 0
    for block in blocks:
        if block.cell is not None:
            table = block.cell.table
            rows.setdefault(block.cell.row, {}).setdefault(block.cell.column, []).append(block)
    ordered = tuple(
        {column: tuple(cells) for column, cells in sorted(rows[row].items())}
        for row in sorted(rows)
    )
    return Grid(table, ordered)


def runs(blocks: Sequence[Block]) -> list[Grid | Block]:
    """Blocks in order, each run of cells of one table gathered into a grid."""
    gathered: list[Grid | Block] = []
    for table, group in groupby(blocks, key=lambda b: b.cell.table if b.cell else None):
        if table is None:
            gathered.extend(group)
        else:
            gathered.append(make_grid(tuple(group)))
    return gathered
