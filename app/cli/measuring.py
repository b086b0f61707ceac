"""The measures in the terminal: ``reviews query thresholds`` and its like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, get_args

import typer
from sqlalchemy.orm import Session

from app.cli.opening import prepared
from app.cli.printing import OPERATOR, AsForm, Form, print_answer
from app.measures.questions import (
    CompanyQuestion,
    Group,
    MeasureQuestion,
    Split,
    SplitQuestion,
    Stage,
    TimescaleQuestion,
)
from app.measures.schemas import Measured
from app.measures.service.actions import find_actions
from app.measures.service.company import find_company
from app.measures.service.completeness import find_completeness
from app.measures.service.emerging import find_emerging
from app.measures.service.rigour import find_rigour
from app.measures.service.thresholds import find_thresholds
from app.measures.service.timescales import find_timescales
from app.measures.tables import columns_of, rows_of

Committee = Annotated[str | None, typer.Option(help="Slug of one committee")]
Kind = Annotated[str | None, typer.Option("--type", help="Type of review")]
Methodology = Annotated[str | None, typer.Option(help="Methodology")]
Since = Annotated[int | None, typer.Option("--from", help="First year of completion")]
Until = Annotated[int | None, typer.Option("--to", help="Last year of completion")]


MOST_ROWS = 40


def _one_of(kind: object) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in get_args(kind):
            raise typer.BadParameter(f"choose one of {', '.join(get_args(kind))}")
        return value

    return check


By = Annotated[
    str, typer.Option(help=f"One of {', '.join(get_args(Split))}", callback=_one_of(Split))
]


def add_measures(query: typer.Typer) -> None:
    """Add a command for each measure to ``query``."""
    for command in (
        thresholds,
        timescales,
        rigour,
        completeness,
        actions,
        cooccurrence,
        emerging,
    ):
        query.command()(command)


def thresholds(
    committee: Committee = None,
    kind: Kind = None,
    methodology: Methodology = None,
    since: Since = None,
    until: Until = None,
    form: AsForm = Form.TABLE,
) -> None:
    """Share of initial reviews that went on, by committee, against chance."""
    asked = MeasureQuestion(**_filters(committee, kind, methodology, since, until))
    _answer(lambda session: find_thresholds(session, asked, by=OPERATOR), form)


def timescales(
    stage: Annotated[
        str, typer.Option(help=f"One of {', '.join(get_args(Stage))}", callback=_one_of(Stage))
    ] = "carrying_out",
    by: Annotated[
        str, typer.Option(help=f"One of {', '.join(get_args(Group))}", callback=_one_of(Group))
    ] = "methodology",
    target: Annotated[int | None, typer.Option(min=1, help="Days")] = None,
    committee: Committee = None,
    kind: Kind = None,
    methodology: Methodology = None,
    since: Since = None,
    until: Until = None,
    form: AsForm = Form.TABLE,
) -> None:
    """How long a stage takes, with unfinished reviews kept as unfinished."""
    asked = TimescaleQuestion(
        **_filters(committee, kind, methodology, since, until),
        stage=stage,  # type: ignore[arg-type]
        by=by,  # type: ignore[arg-type]
        target=target,
    )
    _answer(lambda session: find_timescales(session, asked, by=OPERATOR), form)


def rigour(
    committee: Committee = None,
    kind: Kind = None,
    methodology: Methodology = None,
    since: Since = None,
    until: Until = None,
    form: AsForm = Form.TABLE,
) -> None:
    """Depth, the five questions, recommendations, reviewers and who took part."""
    asked = MeasureQuestion(**_filters(committee, kind, methodology, since, until))
    _answer(lambda session: find_rigour(session, asked, by=OPERATOR), form)


def completeness(
    by: By = "none",
    committee: Committee = None,
    kind: Kind = None,
    methodology: Methodology = None,
    since: Since = None,
    until: Until = None,
    form: AsForm = Form.TABLE,
) -> None:
    """How often each field is recorded."""
    asked = _split(by, _filters(committee, kind, methodology, since, until))
    _answer(lambda session: find_completeness(session, asked, by=OPERATOR), form)


def actions(
    by: By = "none",
    committee: Committee = None,
    kind: Kind = None,
    methodology: Methodology = None,
    since: Since = None,
    until: Until = None,
    form: AsForm = Form.TABLE,
) -> None:
    """Actions open, overdue, done and found again."""
    asked = _split(by, _filters(committee, kind, methodology, since, until))
    _answer(lambda session: find_actions(session, asked, by=OPERATOR), form)


def cooccurrence(
    *,
    factors: Annotated[bool, typer.Option(help="Harms and family factors too")] = False,
    min_reviews: Annotated[int, typer.Option(min=1)] = 5,
    committee: Committee = None,
    kind: Kind = None,
    methodology: Methodology = None,
    since: Since = None,
    until: Until = None,
    form: AsForm = Form.TABLE,
) -> None:
    """Pairs of themes and their lift."""
    asked = CompanyQuestion(
        **_filters(committee, kind, methodology, since, until),
        factors=factors,
        min_reviews=min_reviews,
    )
    _answer(lambda session: find_company(session, asked, by=OPERATOR), form)


def emerging(
    committee: Committee = None,
    kind: Kind = None,
    methodology: Methodology = None,
    since: Since = None,
    until: Until = None,
    form: AsForm = Form.TABLE,
) -> None:
    """Themes found in more reviews of late than chance explains."""
    asked = MeasureQuestion(**_filters(committee, kind, methodology, since, until))
    _answer(lambda session: find_emerging(session, asked, by=OPERATOR), form)


def _filters(
    committee: str | None,
    kind: str | None,
    methodology: str | None,
    since: int | None,
    until: int | None,
) -> dict[str, Any]:
    return {
        "committee": committee,
        "review_type": kind,
        "methodology": methodology,
        "from_year": since,
        "to_year": until,
    }


def _split(by: str, filters: dict[str, Any]) -> SplitQuestion:
    return SplitQuestion(**filters, by=by)  # type: ignore[arg-type]


def _answer(find: Callable[[Session], Measured], form: Form) -> None:
    with prepared().sessions()() as session:
        found = find(session)
    rows = list(rows_of(found))
    shown = rows[:MOST_ROWS] if form is Form.TABLE else rows
    print_answer(found, columns_of(found), shown, form)
    if form is Form.TABLE:
        if len(rows) > len(shown):
            typer.echo(f"{len(rows) - len(shown)} more rows: --format csv prints them all.")
        typer.echo(found.sentence)
        for note in found.notes:
            typer.echo(f"  {note}")
