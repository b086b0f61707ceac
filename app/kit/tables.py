"""Tidy CSV, written as it is read: one header, one row a line, nothing that pandas trips on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fastapi import Request
from fastapi.responses import StreamingResponse

CSV = "text/csv"
_FLUSH_ROWS = 500
# A spreadsheet runs a cell that begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def wants_csv(request: Request) -> bool:
    """Whether the caller asks for CSV rather than JSON."""
    accepted = request.headers.get("accept", "")
    return CSV in accepted and "application/json" not in accepted


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The table as text, a few hundred rows at a time.

    Missing values are empty, lists are joined by “; ”, and text that a spreadsheet would run
    as a formula is led by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(row.get(column)) for column in columns])
        if number % _FLUSH_ROWS == 0:
            yield _taken(out)
    yield _taken(out)


def csv_response(
    columns: Sequence[str], rows: Iterable[Mapping[str, object]], *, name: str
) -> StreamingResponse:
    """A download called ``name``.csv."""
    return StreamingResponse(
        csv_lines(columns, rows),
        media_type=f"{CSV}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def harmless(words: str) -> str:
    """Words that no spreadsheet runs as a formula: led by an apostrophe where one would."""
    return f"'{words}" if words.startswith(_FORMULA) else words


def _taken(out: io.StringIO) -> str:
    words = out.getvalue()
    out.seek(0)
    out.truncate()
    return words


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        value = "; ".join(str(each) for each in value)
    return harmless(value) if isinstance(value, str) else value
