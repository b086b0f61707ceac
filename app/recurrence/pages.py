"""Recurring issues at a browser: committee by year, every finding in its report; precedents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from app.identity.dependencies import may
from app.identity.permissions import Permission, is_allowed
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.portal.rendering import attempt, go_to, page
from app.recurrence.schemas import MemberRead, RecurrenceRead
from app.recurrence.service.precedents import find_precedents
from app.recurrence.service.recurrences import RecurrenceFilter, find_recurrences
from app.recurrence.service.verdicts import record_verdict
from app.reviews.errors import FindingNotFound
from app.reviews.service.viewing import view_findings
from app.reviews.wording import read_wording

router = APIRouter(include_in_schema=False)

Asker = Annotated[Actor, Depends(may(Permission.ANALYSE))]
Judge = Annotated[Actor, Depends(may(Permission.ANALYSE_EXACT))]
Searcher = Annotated[Actor, Depends(may(Permission.SEARCH))]
Chosen = Annotated[str, Query(max_length=100)]
Year = Annotated[str, Query(max_length=4)]
PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class Matrix:
    """Committees down, years across; a cell holds the findings of that place and time."""

    years: Sequence[int]
    rows: Sequence[tuple[str, Sequence[Sequence[MemberRead]]]]


def matrix_of(issue: RecurrenceRead) -> Matrix:
    """The findings of an issue by committee and year, years without one included."""
    if not issue.years:
        return Matrix((), ())
    years = range(issue.years[0], issue.years[-1] + 1)
    rows = []
    for committee in issue.committees:
        own = [each for each in issue.findings if each.committee == committee]
        rows.append((committee, [[m for m in own if m.year == year] for year in years]))
    return Matrix(years, rows)


@router.get("/recurrences")
def show(
    request: Request,
    tx: Tx,
    asker: Asker,
    theme: Chosen = "",
    typology: Chosen = "",
    committees: Annotated[int, Query(ge=1, le=30)] = 2,
    from_: Annotated[str, Query(alias="from", max_length=4)] = "",
    to: Year = "",
    cursor: Annotated[str, Query(max_length=400)] = "",
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Issues that came up in several committees, widest first."""
    chosen = RecurrenceFilter(
        theme=theme or None,
        typology=typology or None,
        min_committees=committees,
        from_year=int(from_) if from_.isdecimal() else None,
        to_year=int(to) if to.isdecimal() else None,
    )
    found = find_recurrences(tx, chosen, by=asker, limit=PAGE_SIZE, cursor=cursor or None)
    asked = {
        "theme": theme,
        "typology": typology,
        "committees": str(committees),
        "from": from_,
        "to": to,
    }
    kept = urlencode({name: value for name, value in asked.items() if value})
    context = {
        "found": found,
        "issues": [(each, matrix_of(each)) for each in found.groups],
        "asked": asked,
        "base": f"/recurrences?{kept}&",
        "here": f"/recurrences?{kept}",
        "may_judge": is_allowed(asker, Permission.ANALYSE_EXACT),
        "say": read_wording(tx),
        "notice": "Your verdict is recorded; the issues follow in a moment" if done else None,
    }
    return page(request, "recurrence/recurrences.html", context)


@router.post("/recurrences/verdicts")
def judge(
    request: Request,
    tx: Tx,
    judge: Judge,
    first: Annotated[UUID, Form()],
    second: Annotated[UUID, Form()],
    same: Annotated[str, Form(max_length=5)] = "",
) -> Response:
    """Say whether two findings state the same issue."""
    refused = attempt(
        tx, lambda: record_verdict(tx, first, second, same=same == "yes", by=judge, at=utc_now())
    )
    if refused is not None:
        return page(request, "portal/problem.html", {"problem": refused})
    return go_to("/recurrences", done="judged")


@router.get("/precedents")
def show_precedents(
    request: Request, tx: Tx, searcher: Searcher, review: Chosen = "", finding: UUID | None = None
) -> Response:
    """What other committees found and did about the issue of one finding."""
    findings = view_findings(tx, review, by=searcher)
    asked = next((each for each in findings if each.id == finding), None)
    if asked is None:
        raise FindingNotFound
    precedents = find_precedents(tx, asked.statement, by=searcher, limit=11)
    items = [each for each in precedents.items if each.id != asked.id][:10]
    context = {"asked": asked, "items": items, "say": read_wording(tx)}
    return page(request, "recurrence/precedents.html", context)
