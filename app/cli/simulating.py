"""Fill a home with an invented corpus, to measure how the service does at a given size."""

from __future__ import annotations

from time import perf_counter
from typing import Annotated

import typer
from sqlalchemy import create_engine, text

from app.cli.archive import progress_bar
from app.cli.opening import prepared

TABLES = ("reviews", "findings", "tags", "review_concepts", "concept_cube")


def add_to(cli: typer.Typer) -> None:
    """Add these commands to ``cli``."""
    cli.command()(simulate)


def simulate(
    reviews: Annotated[int, typer.Option(min=1, help="How many reviews")],
    seed: Annotated[int, typer.Option(help="The same seed makes the same corpus")] = 1,
    *,
    into_existing: Annotated[
        bool, typer.Option("--into-existing", help="Mix them with the reviews that are there")
    ] = False,
) -> None:
    """Fill the database with invented reviews, for benchmarks. All of it or nothing."""
    from app.simulation import corpus  # noqa: PLC0415 - only benchmarks need it

    installation = prepared()
    sessions = installation.sessions()
    begun = perf_counter()
    with progress_bar() as bar, sessions.begin() as session:
        task = bar.add_task("Writing", total=reviews)
        made = corpus.simulate(
            session,
            reviews,
            seed=seed,
            into_existing=into_existing,
            advance=lambda number: bar.advance(task, number),
        )
    refresh_statistics(installation.owner_url)
    seconds = perf_counter() - begun
    typer.echo(
        f"{made.reviews} reviews with {made.findings} findings and {made.tags} tags "
        f"in {seconds:.1f} s."
    )


def refresh_statistics(owner_url: str) -> None:
    """Let the planner know the new sizes; measuring before that would measure bad plans."""
    engine = create_engine(owner_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"VACUUM (ANALYZE) {', '.join(TABLES)}"))
    engine.dispose()
