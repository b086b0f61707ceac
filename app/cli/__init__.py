"""The operators' command line: thin commands over services and the language package.

Results go to standard output, diagnostics to standard error. Exit codes: 0 done, 1 refused or
failed, 2 used wrongly.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import typer

from app.cli.failing import Refused, explain

COMMANDS = {
    "app.cli.language": ("read", "scan", "tag", "similar", "evaluate"),
    "app.cli.serving": ("serve", "worker", "up", "migrate", "stop", "doctor"),
    "app.cli.people": ("user", "token"),
    "app.cli.archive": ("import",),
    "app.cli.backing": ("backup", "restore"),
    "app.cli.querying": ("query",),
    "app.cli.simulating": ("simulate",),
    "app.cli.vocabularies": ("taxonomy",),
    "app.cli.trail": ("audit",),
    "app.cli.modelling": ("model",),
    "app.cli.demonstrating": ("demonstrate",),
}
"""Module → its commands. Only what was asked for is imported: all of it takes seconds."""

cli = typer.Typer(
    name="reviews",
    help="The repository of child protection case reviews.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def wanted(arguments: Sequence[str]) -> tuple[str, ...]:
    """The modules that hold the command named first; all of them when none is known."""
    name = next((each for each in arguments if not each.startswith("-")), None)
    return tuple(module for module, names in COMMANDS.items() if name in names) or tuple(COMMANDS)


def run() -> None:
    """The console script."""
    for module in wanted(sys.argv[1:]):
        importlib.import_module(module).add_to(cli)
    # Typer runs a lone command without its name; two keep the names that people type.
    cli.callback()(lambda: None)
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
