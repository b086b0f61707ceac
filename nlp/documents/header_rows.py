"""Header rows of tables that no program has marked as such."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from nlp.documents.assembly import Draft


def mark_header_rows(drafts: Iterable[Draft]) -> None:
    """Mark the first row of a table (in place) when all of it is bold and the rest is not."""
    tables: defaultdict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.cell is not None and draft.text.strip():
            tables[draft.cell.table].append(draft)
    for cells in tables.values():
        if any(draft.cell and draft.cell.header for draft in cells):
            continue
        first = [draft for draft in cells if draft.cell and draft.cell.row == 0]
        rest = [draft for draft in cells if draft.cell and draft.cell.row > 0]
        columns = {draft.cell.column for draft in first if draft.cell}
        bold = bool(first) and all(draft.bold for draft in first)
        if bold and len(columns) > 1 and rest and not all(draft.bold for draft in rest):
            for draft in first:
                if draft.cell is not None:
                    draft.cell = replace(draft.cell, header=True)
