"""Trends over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.http import Tx
from app.kit.tables import csv_response, wants_csv
from app.trends.questions import TrendQuestion
from app.trends.schemas import Trends
from app.trends.service.trends import find_trends

router = APIRouter(prefix="/v1", tags=["trends"])

Asker = Annotated[Actor, Depends(may(Permission.ANALYSE))]

FIGURES = ("reviews", "committees", "findings", "denominator", "share", "low", "high", "note")


ADJUSTED = ("share", "low", "high", "by_people", "by_model", "source", "warning")


def trend_columns(asked: TrendQuestion) -> tuple[str, ...]:
    """The columns of a trend's table: its dimensions, then the figures."""
    adjusted = tuple(f"adjusted_{name}" for name in ADJUSTED) if asked.adjusted else ()
    return (*asked.by, *FIGURES, *adjusted)


def trend_rows(found: Trends) -> Iterator[dict[str, Any]]:
    """The rows of a trend, one column a dimension."""
    for row in found.rows:
        adjusted = row.adjusted.model_dump(include=set(ADJUSTED)) if row.adjusted else {}
        named = {f"adjusted_{name}": value for name, value in adjusted.items()}
        yield row.key | row.model_dump(include=set(FIGURES)) | named


def split_dimensions(by: list[str]) -> tuple[str, ...]:
    """``by=theme&by=year`` and ``by=theme,year`` are the same."""
    return tuple(name.strip() for each in by for name in each.split(",") if name.strip())


def asked_trend(
    by: Annotated[list[str], Query(description="One or two dimensions")] = ["year"],  # noqa: B006
    measure: Literal["reviews", "findings"] = "reviews",
    theme: str | None = None,
    typology: str | None = None,
    depth: str | None = None,
    committee: str | None = None,
    type: str | None = None,  # noqa: A002 - the public name of the filter
    methodology: str | None = None,
    from_: Annotated[int | None, Query(alias="from")] = None,
    to: int | None = None,
    areas: Literal["today", "then"] = "then",
    confirmed_only: bool = False,
    adjusted: Annotated[
        bool,
        Query(description="Shares of findings had the tagger made no errors, beside the others"),
    ] = False,
) -> TrendQuestion:
    """The question in the query string."""
    return TrendQuestion(
        measure=measure,
        by=split_dimensions(by),
        theme=theme,
        typology=typology,
        depth=depth,
        committee=committee,
        review_type=type,
        methodology=methodology,
        from_year=from_,
        to_year=to,
        areas=areas,
        confirmed_only=confirmed_only,
        adjusted=adjusted,
    )


@router.get("/trends", response_model=Trends)
def trends(
    tx: Tx,
    asker: Asker,
    request: Request,
    asked: Annotated[TrendQuestion, Depends(asked_trend)],
) -> Trends | Response:
    """Counts by one or two dimensions with shares, 95% intervals and tests of change.

    Dimensions: committee, year, incident_year, submitted_year, typology, theme, depth,
    review_type, methodology, outcome, age_band, harm, family_factor, grade. A year without
    reviews is missing, not nought. ``Accept: text/csv`` gives the rows.
    """
    found = find_trends(tx, asked, by=asker)
    if wants_csv(request):
        return csv_response(trend_columns(asked), trend_rows(found), name="trends")
    return found
