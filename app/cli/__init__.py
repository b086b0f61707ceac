"""The operators' command line: thin commands over services and the language package.

Results go to standard output, diagnostics to standard error. Exit codes: 0 done, 1 refused or
failed, 2 used wrongly.
"""

from __future__ import annotations

import importlib
import sys

import typer

from app.cli.failing import Refused, explain

COMMANDS = (
    "app.cli.language",
    "app.cli.serving",
    "app.cli.people",
    "app.cli.archive",
    "app.cli.querying",
    "app.cli.vocabularies",
    "app.cli.trail",
    "app.cli.demonstrating",
)
"""Modules that add their commands when imported; named, so that a stray file adds none."""

cli = typer.Typer(
    name="reviews",
    help="The repository of child protection case reviews.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def run() -> None:
    """The console script."""
    for module in COMMANDS:
        importlib.import_module(module).add_to(cli)
    try:
        cli()
    except Refused as refusal:
        sys.exit(refusal.code)
    except Exception as error:
        words = explain(error)
        if words is None:
            raise
        typer.echo(f"reviews: {words}", err=True)
        sys.exit(1)
