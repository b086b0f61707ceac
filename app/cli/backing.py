"""Back an installation up, and restore one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.backups import service
from app.cli.failing import Refused
from app.cli.opening import migrate, prepared
from app.kit.clock import utc_now
from app.settings import load_settings
from app.wiring import find_database, open_installation


def add_to(cli: typer.Typer) -> None:
    """Add these commands to ``cli``."""
    cli.command()(backup)
    cli.command()(restore)


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet")],
) -> None:
    """Write everything that this installation holds into a folder; it may go on working."""
    installation = prepared()
    with installation.sessions()() as session:
        made = service.make_backup(
            session,
            folder.absolute(),
            home=installation.home,
            owner_url=installation.database.owner_url,
            at=utc_now(),
        )
    typer.echo(
        f"{folder}: {len(made.files)} files, {made.events} audit events, schema {made.schema}. "
        "It holds case text and the signing key: keep it as closed as the home."
    )


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `reviews backup` wrote")],
) -> None:
    """Make a new installation of a backup, in a REVIEWS_HOME that does not exist yet."""
    settings = load_settings()
    source = folder.absolute()
    if settings.database.url is not None:
        # Before anything is written: a database that holds something is never touched.
        service.require_empty(find_database(settings).owner_url)
    manifest = service.begin_restore(source, settings.home.path)
    installation = open_installation(settings)
    service.restore_database(source, owner_url=installation.database.owner_url)
    migrate(installation)
    with installation.sessions()() as session:
        restored = service.check_restored(session, manifest, installation.storage)
    for digest in restored.missing:
        typer.echo(f"The original {digest} is not in the backup.", err=True)
    for fault in restored.faults:
        typer.echo(fault, err=True)
    typer.echo(
        f"Restored what was kept on {restored.made}: {restored.originals} of "
        f"{restored.documents} originals, {restored.events} audit events."
    )
    if restored.missing or restored.faults:
        raise Refused
