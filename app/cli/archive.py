"""Bring in an archive of files through the same pipeline as uploads."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.orm import Session, sessionmaker

from app.archives.manifest import Line, read_manifest
from app.archives.service import (
    Accepted,
    Fate,
    Imported,
    accept_imported,
    import_line,
    link_lines,
    still_reading,
)
from app.cli.failing import Refused
from app.cli.opening import prepared
from app.identity.accounts import find_person
from app.identity.authentication import actor_for
from app.identity.permissions import Permission, is_allowed
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.wiring import Installation

BATCH = 25
"""Files uploaded between two runs of the pipeline: few enough to see progress."""


def add_to(cli: typer.Typer) -> None:
    """Add these commands to ``cli``."""
    cli.command("import")(import_archive)


def import_archive(
    manifest: Annotated[Path, typer.Argument(help="CSV: file,committee,type,methodology,…")],
    by: Annotated[str, typer.Option(help="E-mail of the steward who answers for it")],
    *,
    accept: Annotated[bool, typer.Option(help="Confirm and accept the batch as well")] = False,
) -> None:
    """Import an archive of finished reviews. Running it twice changes nothing."""
    lines = read_manifest(manifest)
    installation = prepared()
    sessions = installation.sessions()
    actor = importer(sessions, by, accept=accept)
    imported = bring_in(installation, sessions, lines, by=actor)
    accepted = accept_all(sessions, imported, by=actor) if accept else []
    _tell(imported, accepted)
    if any(each.fate is Fate.REFUSED for each in imported):
        raise Refused


def importer(sessions: sessionmaker[Session], email: str, *, accept: bool) -> Actor:
    """The person who imports, who must be allowed to (and, to accept, be a steward)."""
    with sessions.begin() as session:
        actor = actor_for(session, find_person(session, email), at=utc_now(), strong=True)
    wanted = [Permission.REVIEW_IMPORT] + ([Permission.REVIEW_ACCEPT] if accept else [])
    if not all(is_allowed(actor, each) for each in wanted):
        typer.echo(
            f"{email} may not import{' and accept' if accept else ''}: that needs the role "
            "steward (reviews user add EMAIL --role steward).",
            err=True,
        )
        raise Refused
    return actor


def bring_in(
    installation: Installation,
    sessions: sessionmaker[Session],
    lines: list[Line],
    *,
    by: Actor,
) -> list[Imported]:
    """Upload every line and run the pipeline on it; workers that are running help."""
    imported: list[Imported] = []
    with progress_bar() as bar:
        task = bar.add_task("Reading", total=len(lines))
        for start in range(0, len(lines), BATCH):
            batch = lines[start : start + BATCH]
            imported += [_one(installation, sessions, line, by=by) for line in batch]
            run_pipeline(installation, sessions)
            bar.update(task, completed=min(start + BATCH, len(lines)))
    with sessions.begin() as session:
        link_lines(session, imported)
    return imported


def _one(
    installation: Installation, sessions: sessionmaker[Session], line: Line, *, by: Actor
) -> Imported:
    with sessions.begin() as session:
        return import_line(
            session,
            installation.storage,
            line,
            by=by,
            at=utc_now(),
            limit_mb=installation.settings.uploads.max_megabytes,
        )


def run_pipeline(installation: Installation, sessions: sessionmaker[Session]) -> None:
    """Work until no job is waiting."""
    from app.worker import work, worker_on  # noqa: PLC0415 - loads spaCy and the models

    runtime = installation.runtime(sessions)
    with worker_on(installation.app_url) as worker:
        asyncio.run(work(worker, runtime, concurrency=1, until_empty=True))


def accept_all(
    sessions: sessionmaker[Session], imported: Iterable[Imported], *, by: Actor
) -> list[Accepted]:
    """Accept what has nothing left to settle, each review in a transaction of its own."""
    references = [each.reference for each in imported if each.reference is not None]
    done: list[Accepted] = []
    with progress_bar() as bar:
        for reference in bar.track(references, description="Accepting"):
            with sessions.begin() as session:
                done.append(accept_imported(session, reference, by=by, at=utc_now()))
    with sessions() as session:
        left = still_reading(session, references)
    if left:
        typer.echo(f"{left} are still being read; run the same command again later.", err=True)
    return done


def progress_bar() -> Progress:
    """A bar on standard error, so that results on standard output stay clean."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _tell(imported: list[Imported], accepted: list[Accepted]) -> None:
    for each in imported:
        if each.fate is Fate.REFUSED:
            typer.echo(f"line {each.line.number}, {each.line.path.name}: {each.reason}", err=True)
    for one in accepted:
        if one.unsettled:
            typer.echo(
                f"{one.reference} waits in clearance: {one.unsettled} identifiers to settle.",
                err=True,
            )
        elif one.reason:
            typer.echo(f"{one.reference}: {one.reason}", err=True)
    fates = Counter(each.fate for each in imported)
    typer.echo("; ".join(f"{number} {fate}" for fate, number in fates.items()) + ".")
    if accepted:
        states = Counter(one.state for one in accepted)
        typer.echo("; ".join(f"{number} {state}" for state, number in states.items()) + ".")
