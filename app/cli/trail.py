"""Check the record of who did what."""

from __future__ import annotations

import typer

from app import audit
from app.cli.failing import Refused
from app.cli.opening import prepared

trail = typer.Typer(help="The audit trail.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    """Add these commands to ``cli``."""
    cli.add_typer(trail, name="audit")


@trail.callback()
def about() -> None:
    """The audit trail."""


@trail.command()
def verify() -> None:
    """Walk the chain and say whether anything was changed, removed or moved."""
    with prepared().sessions()() as session:
        found = audit.verify(session)
    for fault in found.faults:
        typer.echo(fault, err=True)
    if found.faults:
        raise Refused
    typer.echo(f"{found.events} events, unbroken.")
