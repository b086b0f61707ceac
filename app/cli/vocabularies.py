"""Take vocabularies out of the repository."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from app.cli.opening import prepared
from app.taxonomy.service import get_scheme, list_schemes
from app.taxonomy.skos import Format, to_skos

taxonomy = typer.Typer(help="Vocabularies.", no_args_is_help=True)


class Notation(StrEnum):
    """How a vocabulary is written."""

    TTL = "ttl"
    JSONLD = "jsonld"


FORMS: dict[Notation, Format] = {Notation.TTL: "turtle", Notation.JSONLD: "json-ld"}


def add_to(cli: typer.Typer) -> None:
    """Add these commands to ``cli``."""
    cli.add_typer(taxonomy, name="taxonomy")
    # With a second command Typer keeps the name of the first in the call.
    taxonomy.command("list")(list_all)


@taxonomy.command()
def export(
    scheme: Annotated[str, typer.Argument(help="Which vocabulary, such as typology")] = "typology",
    notation: Annotated[
        Notation, typer.Option("--format", help="Turtle or JSON-LD")
    ] = Notation.TTL,
) -> None:
    """Print a vocabulary as SKOS."""
    with prepared().sessions()() as session:
        typer.echo(to_skos(get_scheme(session, scheme), form=FORMS[notation]))


def list_all() -> None:
    """Print the vocabularies with their versions."""
    with prepared().sessions()() as session:
        for each in list_schemes(session):
            typer.echo(f"{each.scheme:<24} {each.version:>3}  {each.title}")
