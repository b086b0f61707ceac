"""Ruled tables: cells from the lines that enclose them, merged where no line divides."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from nlp.documents.pdf_text import Edge, Run

_SNAP = 3.0
_REACH = 4.0
_MIN_SIDE = 8.0
_EDGE_LIMIT = 4_000
_MAX_CELLS = 3_000


@dataclass(slots=True)
class TableCell:
    """A cell with its place in the grid and the runs inside it."""

    row: int
    column: int
    x0: float
    y0: float
    x1: float
    y1: float
    runs: list[Run] = field(default_factory=list)


@dataclass(slots=True)
class RuledTable:
    """A grid of cells, row by row. ``columns`` are the upright positions, for continuations."""

    cells: list[TableCell]
    columns: list[float]
    x0: float
    y0: float
    x1: float
    y1: float


def find_tables(edges: list[Edge], runs: list[Run]) -> tuple[list[RuledTable], list[Run]]:
    """Tables with their runs, and the runs that stand outside any.

    A frame around a single cell is a box on the page and no table.
    """
    if len(edges) < 4 or len(edges) > _EDGE_LIMIT:
        return [], runs
    tables = [t for group in _connected(edges) if (t := _grid(group)) is not None]
    rest: list[Run] = []
    for run in runs:
        cell = _home(tables, (run.x0 + run.x1) / 2, (run.y0 + run.y1) / 2)
        if cell is None:
            rest.append(run)
        else:
            cell.runs.append(run)
    kept = [table for table in tables if sum(bool(cell.runs) for cell in table.cells) > 1]
    for table in tables:
        if table not in kept:
            rest += [run for cell in table.cells for run in cell.runs]
    return sorted(kept, key=lambda t: -t.y1), sorted(rest, key=lambda run: run.order)


def _home(tables: list[RuledTable], x: float, y: float) -> TableCell | None:
    for table in tables:
        if not (table.x0 <= x <= table.x1 and table.y0 <= y <= table.y1):
            continue
        for cell in table.cells:
            if cell.x0 <= x <= cell.x1 and cell.y0 <= y <= cell.y1:
                return cell
    return None


def _connected(edges: list[Edge]) -> list[list[Edge]]:
    """Groups of lines that touch each other."""
    parent = list(range(len(edges)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    level = [i for i, e in enumerate(edges) if e.y0 == e.y1]
    upright = [i for i, e in enumerate(edges) if e.y0 != e.y1]
    for i in level:
        for j in upright:
            if _touch(edges[i], edges[j]):
                parent[root(i)] = root(j)
    groups: defaultdict[int, list[Edge]] = defaultdict(list)
    for i, edge in enumerate(edges):
        groups[root(i)].append(edge)
    return [group for group in groups.values() if len(group) >= 4]


def _touch(level: Edge, upright: Edge) -> bool:
    across = level.x0 - _REACH <= upright.x0 <= level.x1 + _REACH
    return across and upright.y0 - _REACH <= level.y0 <= upright.y1 + _REACH


def _grid(edges: list[Edge]) -> RuledTable | None:
    level = [e for e in edges if e.y0 == e.y1]
    upright = [e for e in edges if e.y0 != e.y1]
    xs = _positions([e.x0 for e in upright])
    ys = _positions([e.y0 for e in level])[::-1]
    if len(xs) < 2 or len(ys) < 2 or not 2 <= (len(xs) - 1) * (len(ys) - 1) <= _MAX_CELLS:
        return None
    merged = _merge(xs, ys, level, upright)
    cells = [
        TableCell(
            min(r for r, _ in part),
            min(c for _, c in part),
            xs[min(c for _, c in part)],
            ys[max(r for r, _ in part) + 1],
            xs[max(c for _, c in part) + 1],
            ys[min(r for r, _ in part)],
        )
        for part in merged
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return RuledTable(cells, xs, xs[0], ys[-1], xs[-1], ys[0])


def _positions(values: list[float]) -> list[float]:
    """Sorted positions, close ones taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _merge(
    xs: list[float], ys: list[float], level: list[Edge], upright: list[Edge]
) -> list[list[tuple[int, int]]]:
    """Grid squares joined where no line stands between them."""
    rows, columns = len(ys) - 1, len(xs) - 1
    home = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

    def root(square: tuple[int, int]) -> tuple[int, int]:
        while home[square] != square:
            square = home[square]
        return square

    for r, c in list(home):
        x, y = (xs[c] + xs[c + 1]) / 2, (ys[r] + ys[r + 1]) / 2
        if c + 1 < columns and not _divides_upright(upright, xs[c + 1], y):
            home[root((r, c + 1))] = root((r, c))
        if r + 1 < rows and not _divides_level(level, x, ys[r + 1]):
            home[root((r + 1, c))] = root((r, c))
    parts: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for square in home:
        parts[root(square)].append(square)
    return list(parts.values())


def _divides_upright(upright: list[Edge], x: float, y: float) -> bool:
    return any(abs(e.x0 - x) <= _SNAP and e.y0 - 1 <= y <= e.y1 + 1 for e in upright)


def _divides_level(level: list[Edge], x: float, y: float) -> bool:
    return any(abs(e.y0 - y) <= _SNAP and e.x0 - 1 <= x <= e.x1 + 1 for e in level)
