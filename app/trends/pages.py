"""The trends explorer: a measure, one or two dimensions, filters; chart and table together."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.http import Tx
from app.kit.tables import csv_response
from app.portal import charts
from app.portal.charts import Bar
from app.portal.pictures import Picture, picture_response
from app.portal.rendering import page
from app.reviews.wording import Wording, read_wording
from app.trends.api import trend_columns, trend_rows
from app.trends.errors import NotAdjustable
from app.trends.questions import DIMENSIONS, YEARS, TrendQuestion
from app.trends.schemas import TrendRow, Trends
from app.trends.service.trends import find_trends

router = APIRouter(include_in_schema=False)

Asker = Annotated[Actor, Depends(may(Permission.ANALYSE))]
Chosen = Annotated[str, Query(max_length=100)]
TAGS = (
    ("all", "People's and the tagger's"),
    ("confirmed", "Only those people confirmed"),
    ("adjusted", "Corrected for the tagger's errors"),
)
NAMES = {
    "committee": "Committee",
    "review_type": "Type of review",
    "methodology": "Methodology",
    "year": "Year of completion",
    "incident_year": "Year of the incident",
    "submitted_year": "Year of submission",
    "typology": "Category",
    "theme": "Theme",
    "depth": "Depth of learning",
    "outcome": "Outcome",
    "age_band": "Age of the child",
    "grade": "Grade of concern",
    "harm": "Harm",
    "family_factor": "Family factor",
}
SCHEMES = {"harm": "harm_type"}
MOST_BARS = 31


def asked_on_page(
    by: Chosen = "year",
    then: Chosen = "",
    measure: Literal["reviews", "findings"] = "reviews",
    theme: Chosen = "",
    typology: Chosen = "",
    committee: Chosen = "",
    type: Chosen = "",  # noqa: A002 - the public name of the filter
    from_: Annotated[str, Query(alias="from", max_length=4)] = "",
    to: Annotated[str, Query(max_length=4)] = "",
    tags: Literal["all", "confirmed", "adjusted"] = "all",
) -> TrendQuestion:
    """The question in the form, whose empty fields narrow nothing."""
    question = TrendQuestion(
        confirmed_only=tags == "confirmed",
        measure=measure,
        by=(by, then) if then and then != by else (by,),
        theme=theme or None,
        typology=typology or None,
        committee=committee or None,
        review_type=type or None,
        from_year=int(from_) if from_.isdecimal() else None,
        to_year=int(to) if to.isdecimal() else None,
    )
    if tags != "adjusted":
        return question
    try:
        return replace(question, adjusted=True)
    except NotAdjustable:
        # The page answers what it can, and says what to choose for the rest.
        return question


Asked = Annotated[TrendQuestion, Depends(asked_on_page)]


@router.get("/trends")
def show(request: Request, tx: Tx, asker: Asker, asked: Asked) -> Response:
    """The answer as chart and table, what was tested, and what stands behind it."""
    found = find_trends(tx, asked, by=asker)
    say = read_wording(tx)
    context = {
        "asked": asked,
        "found": found,
        "rows": [(row, names_of(row, asked, say)) for row in ordered(found, asked)],
        "heads": [NAMES[each] for each in asked.by],
        "chart": chart_of(found, asked, say),
        "tags": TAGS,
        "uncorrected": request.query_params.get("tags") == "adjusted" and not asked.adjusted,
        "warnings": sorted(
            {row.adjusted.warning for row in found.rows if row.adjusted and row.adjusted.warning}
        ),
        "dimensions": [(each, NAMES[each]) for each in DIMENSIONS],
        "query": urlencode(request.query_params.multi_items()),
        "say": say,
    }
    return page(request, "trends/trends.html", context)


@router.get("/trends.csv")
def download(tx: Tx, asker: Asker, asked: Asked) -> Response:
    """The rows of the table, for a spreadsheet."""
    found = find_trends(tx, asked, by=asker)
    return csv_response(trend_columns(asked), trend_rows(found), name="trends")


@router.get("/trends.{form}")
def download_chart(tx: Tx, asker: Asker, asked: Asked, form: Picture) -> Response:
    """The chart of the page, for a report or a slide."""
    chart = chart_of(find_trends(tx, asked, by=asker), asked, read_wording(tx))
    return picture_response(chart, form, name="trends")


def ordered(found: Trends, asked: TrendQuestion) -> list[TrendRow]:
    """Years in their order; names with the largest number first."""
    if asked.year is not None or len(asked.by) == 2:
        return list(found.rows)
    return sorted(found.rows, key=lambda row: -(value_of(row, asked) or 0))


def value_of(row: TrendRow, asked: TrendQuestion) -> float | None:
    """What the chart shows: the share where there is a denominator, else the number."""
    if row.hidden:
        return None
    if row.adjusted is not None:
        return row.adjusted.share
    if row.share is not None:
        return row.share
    return row.reviews if asked.measure == "reviews" else row.findings


def interval_of(row: TrendRow) -> tuple[float | None, float | None]:
    """The bounds of what the chart shows."""
    return (row.adjusted.low, row.adjusted.high) if row.adjusted else (row.low, row.high)


def names_of(row: TrendRow, asked: TrendQuestion, say: Wording) -> list[str]:
    """The row's key in words, one for each dimension."""
    return [
        str(row.key[each]) if each in YEARS else say.term(SCHEMES.get(each, each), row.key[each])
        for each in asked.by
    ]


def chart_of(found: Trends, asked: TrendQuestion, say: Wording) -> Markup:
    """The chart that suits the question: columns for years, rows for names, shades for two."""
    shown = ordered(found, asked)
    percent = any(row.share is not None for row in shown)
    title = f"{asked.measure.capitalize()} by {' and '.join(NAMES[d].lower() for d in asked.by)}"
    if len(asked.by) == 2:
        named = [(names_of(row, asked, say), value_of(row, asked)) for row in shown]
        # Time runs from left to right, whichever way it was asked for.
        turned = asked.by[0] in YEARS
        cells = {((k[1], k[0]) if turned else (k[0], k[1])): value for k, value in named}
        down = list(dict.fromkeys(key[0] for key in cells))[:MOST_BARS]
        across = sorted(dict.fromkeys(key[1] for key in cells))
        return charts.grid(cells, down, across, title=title, percent=percent)
    bars = [
        Bar(names_of(row, asked, say)[0], value, low, high, _says(row, percent=percent))
        for row in shown[:MOST_BARS]
        for value, (low, high) in ((value_of(row, asked), interval_of(row)),)
    ]
    draw = charts.columns if asked.year is not None else charts.rows
    return draw(bars, title=title, percent=percent)


def _says(row: TrendRow, *, percent: bool) -> str:
    if row.hidden:
        return "hidden"
    if row.adjusted is not None:
        return "not known" if row.adjusted.share is None else f"{row.adjusted.share:.0%}"
    return f"{row.share:.0%}" if percent and row.share is not None else f"{row.reviews} reviews"
