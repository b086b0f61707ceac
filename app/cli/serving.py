"""Start and stop: the site, the workers, the embedded server."""

from __future__ import annotations

import os
import sys
import time
from typing import Annotated

import httpx
import typer
import uvicorn

from app.cli.failing import Refused
from app.cli.opening import migrate as bring_up_to_date
from app.cli.opening import prepared, where
from app.kit import migrations
from app.kit.postgres import ensure_server, stop_server
from app.kit.processes import Chore, Program, run_together
from app.settings import Settings, load_settings
from app.wiring import open_installation

READY_SECONDS = 60
BEHIND_THE_SITE = 5
"""Niceness of a worker: pages come first where processors are few."""
AsPrepared = Annotated[bool, typer.Option(hidden=True)]
"""Set by ``up``, which has brought the database up to date a moment before."""


def add_to(cli: typer.Typer) -> None:
    """Add these commands to ``cli``."""
    cli.command()(serve)
    cli.command()(worker)
    cli.command()(up)
    cli.command()(migrate)
    cli.command()(stop)
    cli.command()(doctor)


def serve(
    port: Annotated[int | None, typer.Option(help="Port to listen on")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on")] = None,
    *,
    as_prepared: AsPrepared = False,
) -> None:
    """Run the site alone."""
    settings = _with(port=port, host=host)
    if not as_prepared:
        prepared(settings)
    uvicorn.run(
        "app.main:app_from_environment",
        factory=True,
        host=settings.web.host,
        port=settings.web.port,
        workers=settings.web.processes,
        proxy_headers=True,
        forwarded_allow_ips=settings.web.trusted_proxies,
        server_header=False,
        access_log=False,
        log_config=None,
        # Waiting streams must not keep a restart waiting.
        timeout_graceful_shutdown=5,
    )


def worker(*, as_prepared: AsPrepared = False) -> None:
    """Run one worker until told to stop."""
    os.nice(BEHIND_THE_SITE)
    from app.worker import run  # noqa: PLC0415 - loads spaCy and the models

    if not as_prepared:
        prepared()
    run()


def up(
    port: Annotated[int | None, typer.Option(help="Port to listen on")] = None,
    *,
    empty: Annotated[bool, typer.Option(help="Load no demonstration")] = False,
) -> None:
    """Run everything: database, site and workers; Ctrl-C stops what this started."""
    settings = _with(port=port, host=None)
    installation = prepared(settings, demonstration=not empty)
    me = [sys.executable, "-m", "app.cli"]
    environment = {"PORT": str(settings.web.port), "REVIEWS_HOME": str(installation.home.path)}
    environment["LOG_TERMINAL_LEVEL"] = "WARNING"
    programs = [Program("web", [*me, "serve", "--as-prepared"], environment)]
    programs += [
        Program(f"worker-{number + 1}", [*me, "worker", "--as-prepared"], environment)
        for number in range(settings.jobs.processes)
    ]
    if installation.is_demonstration:
        programs.append(Program("demonstration", [*me, "demonstrate"], environment))
    chores = []
    if installation.database.server is not None:
        home = installation.home.path
        chores.append(Chore("database", lambda: ensure_server(home), every_seconds=2.0))
    typer.echo(
        f"Starting on {settings.web.address} (everything is kept in {installation.home.path})."
    )
    try:
        code = run_together(programs, chores=chores)
    finally:
        if installation.database.server is not None:
            stop_server(installation.home.path)
    if code:
        raise Refused(code)


def migrate() -> None:
    """Bring the database's schema and vocabularies up to date."""
    installation = open_installation(load_settings())
    changed = bring_up_to_date(installation)
    typer.echo(
        f"{where(installation)}: {'migrated to' if changed else 'already at'} "
        f"{migrations.newest()}."
    )


def stop() -> None:
    """End the embedded server of this home."""
    settings = load_settings()
    if stop_server(settings.home.path):
        typer.echo("Stopped.")
    else:
        typer.echo("No embedded server was running.")


def doctor() -> None:
    """Check the installation and say what to mend."""
    from app.cli.checking import checks  # noqa: PLC0415 - loads the models

    failed = 0
    for name, fault in checks():
        typer.echo(
            f"{'ok  ' if fault is None else 'MEND'} {name}" + (f": {fault}" if fault else "")
        )
        failed += fault is not None
    if failed:
        raise Refused


def wait_until_ready(address: str, *, seconds: float = READY_SECONDS) -> bool:
    """Whether the site at ``address`` answers ready within ``seconds``."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            if httpx.get(f"{address}/health/ready", timeout=2).status_code == httpx.codes.OK:
                return True
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    return False


def _with(*, port: int | None, host: str | None) -> Settings:
    given: dict[str, object] = {}
    if port is not None:
        given["PORT"] = port
    if host is not None:
        given["HOST"] = host
    return load_settings(**given)
