"""Answers in the terminal: as a table to read, as JSON, or as CSV."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from app.kit.actors import Actor

OPERATOR = Actor(id=UUID(int=1), name="Command line", roles=frozenset({"analyst"}))
"""Whoever may run commands on the server may ask what an analyst may."""

MANAGER = Actor(id=UUID(int=1), name="Command line", roles=frozenset({"administrator"}))
"""As which the operator keeps the models."""

# A table is read; what squeezes its figures is in the JSON and the CSV.
LEFT_OUT = {"note", "part", "median_low", "median_high", "beyond_low", "beyond_high", "position"}


class Form(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


AsForm = Annotated[Form, typer.Option("--format", help="How to print the answer")]


def print_answer(
    answer: BaseModel, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], form: Form
) -> None:
    """Print the rows as a table or CSV, or the whole answer as JSON."""
    if form is Form.JSON:
        typer.echo(answer.model_dump_json(indent=2))
    elif form is Form.CSV:
        writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(dict(row) for row in rows)
    else:
        shown = [column for column in columns if column not in LEFT_OUT]
        table = Table(*shown)
        for row in rows:
            table.add_row(*(_cell(row.get(column)) for column in shown))
        Console().print(table)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
