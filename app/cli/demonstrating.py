"""Fill a home that was made as a demonstration."""

from __future__ import annotations

import time

import typer
from sqlalchemy.orm import Session, sessionmaker

from app.archives.manifest import read_manifest
from app.archives.service import Imported
from app.cli.archive import bring_in, importer, progress_bar, run_pipeline
from app.cli.failing import Refused
from app.cli.opening import prepared
from app.cli.serving import wait_until_ready
from app.identity.accounts import find_person
from app.identity.authentication import actor_for
from app.kit.clock import utc_now
from app.wiring import Installation

DONE = "demonstration-loaded"


def add_to(cli: typer.Typer) -> None:
    """Add these commands to ``cli``."""
    cli.command(hidden=True)(demonstrate)


def demonstrate() -> None:
    """Load the demonstration once, then say what can be seen; stays until it is stopped."""
    installation = prepared()
    if not installation.is_demonstration:
        typer.echo("This home was not made as a demonstration.", err=True)
        raise Refused
    wait_until_ready(installation.settings.web.address)
    sessions = installation.sessions()
    people = _people(sessions)
    _greet(installation, people)
    marker = installation.home.path / DONE
    if not marker.exists():
        load(installation, sessions)
        marker.touch()
    _answer(sessions)
    # The supervisor restarts a program that ends; this one has done its work and waits.
    while True:
        time.sleep(3_600)


def load(installation: Installation, sessions: sessionmaker[Session]) -> None:
    """Write the files, bring them in, and decide as the plan's people would. Resumable."""
    from app.demonstration import loading  # noqa: PLC0415 - only demonstrations need it
    from app.demonstration.build import build_corpus  # noqa: PLC0415
    from app.demonstration.people import STEWARD  # noqa: PLC0415

    manifest = build_corpus(installation.home.path / "demonstration")
    steward = importer(sessions, STEWARD, accept=True)
    imported = bring_in(installation, sessions, read_manifest(manifest.path), by=steward)
    truths = loading.truths()
    with progress_bar() as bar:
        chosen = list(loading.to_decide(imported))
        for reference, key in bar.track(chosen, description="Deciding"):
            with sessions.begin() as session:
                loading.decide_as_planned(session, reference, truths[key], by=steward, at=utc_now())
                loading.record_responses(session, reference, key, by=steward)
    # Acceptance queued the grouping into issues; see it done before the answer is printed.
    run_pipeline(installation, sessions)
    _say_refused(imported)


def _people(sessions: sessionmaker[Session]) -> list[tuple[str, str]]:
    from app.demonstration.people import add_people  # noqa: PLC0415

    with sessions.begin() as session:
        return add_people(session)


def _greet(installation: Installation, people: list[tuple[str, str]]) -> None:
    typer.echo(f"\nThe repository is at {installation.settings.web.address}\n")
    typer.echo("This is a demonstration; sign in with one click as")
    for email, role in people:
        typer.echo(f"  {role:<28} {email}")
    typer.echo("")


def _say_refused(imported: list[Imported]) -> None:
    for each in imported:
        if each.reason:
            typer.echo(f"{each.line.path.name}: {each.reason}", err=True)


def _answer(sessions: sessionmaker[Session]) -> None:
    from app.cli.recurring import show_recurrences  # noqa: PLC0415
    from app.demonstration.people import ANALYST  # noqa: PLC0415

    with sessions.begin() as session:
        analyst = actor_for(session, find_person(session, ANALYST), at=utc_now(), strong=True)
    typer.echo("\nRecurring supervision findings across committees:\n")
    show_recurrences(sessions, theme="supervision", by=analyst)
