"""Commands on files alone: no database, no service."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import orjson
import typer

from app.cli.failing import Refused, explain
from nlp.documents import read_document
from nlp.identifiers import scan as scan_identifiers
from nlp.segments.reading import read_report
from nlp.tagging import stream

Source = Annotated[Path, typer.Argument(help="A file of JSON lines, or - for standard input")]


def add_to(cli: typer.Typer) -> None:
    """Add these commands to ``cli``."""
    cli.command()(read)
    cli.command()(scan)
    cli.command()(tag)
    cli.command()(similar)
    cli.command()(evaluate)


def read(file: Annotated[Path, typer.Argument(help="PDF, DOCX, ODT, TXT or JSON")]) -> None:
    """Print what a report says: the review, its findings and its recommendations, as JSON."""
    report = read_report(read_document(file, filename=file.name))
    _print(report, indent=True)


def scan(files: Annotated[list[Path], typer.Argument(help="Documents to scan")]) -> None:
    """Print a JSON line for everything that may still identify someone."""
    failed = False
    for file in files:
        try:
            document = read_document(file, filename=file.name)
        except Exception as error:
            words = explain(error)
            if words is None:
                raise
            typer.echo(f"{file}: {words}", err=True)
            failed = True
            continue
        for hit in scan_identifiers(document):
            _print(
                {
                    "file": str(file),
                    "type": hit.type,
                    "text": hit.text,
                    "where": hit.where,
                    "page": hit.page,
                    "start": hit.start,
                    "end": hit.end,
                    "score": round(hit.score, 3),
                    "rule": hit.rule,
                }
            )
    if failed:
        raise Refused


def tag(source: Source) -> None:
    """Tag findings: lines {"id","text"} in, category, themes, depth and evidence out."""
    from nlp.tagging import load_tagger  # noqa: PLC0415 - slow to load

    with _open(source) as lines:
        for line in stream.tag_rows(load_tagger(), stream.read_rows(lines)):
            _print(line)


def similar(
    source: Source,
    *,
    groups: Annotated[bool, typer.Option(help="Print groups that state one issue")] = False,
) -> None:
    """Find, for each finding, the others that state the same issue."""
    from nlp.similarity import load_encoder  # noqa: PLC0415 - slow to load

    with _open(source) as lines:
        rows = list(stream.read_rows(lines))
    answer = stream.group_rows if groups else stream.similar_rows
    for line in answer(load_encoder(), rows):
        _print(line)


def evaluate(gold: Source) -> None:
    """Score the models on coded findings, as JSON."""
    from nlp.evaluation import report  # noqa: PLC0415 - slow to load
    from nlp.tagging import load_tagger  # noqa: PLC0415 - slow to load

    with _open(gold) as lines:
        rows = list(stream.read_rows(lines))
    _print(report.evaluate(load_tagger(), rows), indent=True)


@contextmanager
def _open(source: Path) -> Iterator[Iterable[str]]:
    if str(source) == "-":
        yield sys.stdin
        return
    with source.open(encoding="utf-8") as lines:
        yield lines


def _print(value: object, *, indent: bool = False) -> None:
    option = orjson.OPT_INDENT_2 if indent else 0
    sys.stdout.buffer.write(orjson.dumps(value, option=option) + b"\n")
