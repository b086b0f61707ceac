"""The API's answers in the terminal: as a table to read, as JSON, or as CSV."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from app.cli.measuring import add_measures
from app.cli.opening import prepared
from app.cli.printing import OPERATOR, AsForm, Form, print_answer
from app.cli.recurring import print_recurrences
from app.kit.paging import MAX_LIMIT
from app.recurrence.api import COLUMNS, recurrence_rows
from app.recurrence.service.recurrences import RecurrenceFilter, find_recurrences
from app.trends.api import split_dimensions, trend_columns, trend_rows
from app.trends.questions import TrendQuestion
from app.trends.service.trends import find_trends

query = typer.Typer(help="Ask the repository.", no_args_is_help=True)


class Measure(StrEnum):
    """What a trend counts."""

    REVIEWS = "reviews"
    FINDINGS = "findings"


class Areas(StrEnum):
    """Whose committees a trend is split by."""

    TODAY = "today"
    THEN = "then"


def add_to(cli: typer.Typer) -> None:
    """Add these commands to ``cli``."""
    add_measures(query)
    cli.add_typer(query, name="query")


@query.command()
def recurrences(
    theme: str | None = None,
    typology: str | None = None,
    min_committees: int = 2,
    min_reviews: int = 2,
    since: Annotated[int | None, typer.Option("--from", help="First year")] = None,
    until: Annotated[int | None, typer.Option("--to", help="Last year")] = None,
    limit: Annotated[int, typer.Option(min=1, max=MAX_LIMIT)] = 20,
    form: AsForm = Form.TABLE,
) -> None:
    """Issues that came up in more than one committee, widest first."""
    chosen = RecurrenceFilter(
        theme=theme,
        typology=typology,
        min_committees=min_committees,
        min_reviews=min_reviews,
        from_year=since,
        to_year=until,
    )
    with prepared().sessions()() as session:
        found = find_recurrences(session, chosen, by=OPERATOR, limit=limit)
    if form is Form.TABLE:
        print_recurrences(found)
    else:
        print_answer(found, COLUMNS, recurrence_rows(found), form)


@query.command()
def trends(
    by: Annotated[list[str] | None, typer.Option(help="One or two dimensions")] = None,
    measure: Annotated[Measure, typer.Option(help="What is counted")] = Measure.REVIEWS,
    theme: str | None = None,
    typology: str | None = None,
    depth: str | None = None,
    committee: str | None = None,
    kind: Annotated[str | None, typer.Option("--type", help="Type of review")] = None,
    methodology: str | None = None,
    since: Annotated[int | None, typer.Option("--from", help="First year")] = None,
    until: Annotated[int | None, typer.Option("--to", help="Last year")] = None,
    areas: Annotated[Areas, typer.Option(help="Committees of today or of then")] = Areas.THEN,
    *,
    confirmed_only: bool = False,
    adjusted: Annotated[
        bool, typer.Option(help="Shares of findings corrected for the tagger's errors")
    ] = False,
    form: AsForm = Form.TABLE,
) -> None:
    """Counts by one or two dimensions, with shares, intervals and tests of change."""
    asked = TrendQuestion(
        measure="findings" if measure is Measure.FINDINGS else "reviews",
        by=split_dimensions(by or ["year"]),
        theme=theme,
        typology=typology,
        depth=depth,
        committee=committee,
        review_type=kind,
        methodology=methodology,
        from_year=since,
        to_year=until,
        areas="today" if areas is Areas.TODAY else "then",
        confirmed_only=confirmed_only,
        adjusted=adjusted,
    )
    with prepared().sessions()() as session:
        found = find_trends(session, asked, by=OPERATOR)
    print_answer(found, trend_columns(asked), trend_rows(found), form)
    if form is Form.TABLE:
        for test in found.tests:
            typer.echo(f"  {test.sentence}")
