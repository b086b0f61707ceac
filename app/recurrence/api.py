"""Recurrence and precedent over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.paging import MAX_LIMIT
from app.kit.tables import csv_response, wants_csv
from app.recurrence.schemas import PrecedentAsked, Precedents, Recurrences, VerdictSent
from app.recurrence.service.precedents import find_precedents
from app.recurrence.service.recurrences import RecurrenceFilter, find_recurrences
from app.recurrence.service.verdicts import record_verdict

router = APIRouter(prefix="/v1", tags=["recurrence"])

Asker = Annotated[Actor, Depends(may(Permission.ANALYSE))]
Judge = Annotated[Actor, Depends(may(Permission.ANALYSE_EXACT))]
Searcher = Annotated[Actor, Depends(may(Permission.SEARCH))]

COLUMNS = (
    "issue",
    "place",
    "committees",
    "reviews",
    "first",
    "last",
    "after_resolution",
    "is_representative",
    "id",
    "reference",
    "committee",
    "year",
    "number",
    "page",
    "score",
    "response",
    "status",
    "resolved_on",
    "statement",
)


def recurrence_rows(found: Recurrences) -> Iterator[dict[str, Any]]:
    """One row a finding, under the number and the size of its issue."""
    for place, issue in enumerate(found.groups, start=1):
        shared = {
            "issue": issue.issue,
            "place": place,
            "committees": len(issue.committees),
            "reviews": len(issue.reviews),
            "first": issue.first,
            "last": issue.last,
            "after_resolution": issue.after_resolution,
        }
        for member in issue.findings:
            own = {"is_representative": member.id == issue.representative.id}
            yield shared | own | member.model_dump()


@router.get("/recurrences", response_model=Recurrences)
def recurrences(
    tx: Tx,
    asker: Asker,
    request: Request,
    theme: str | None = None,
    typology: str | None = None,
    min_committees: Annotated[int, Query(ge=1)] = 2,
    min_reviews: Annotated[int, Query(ge=1)] = 2,
    from_: Annotated[int | None, Query(alias="from")] = None,
    to: int | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: str | None = None,
) -> Recurrences | Response:
    """Issues that came up in several reviews and committees, widest first.

    Years are those in which the reviews were completed. ``Accept: text/csv`` gives one row a
    finding.
    """
    chosen = RecurrenceFilter(theme, typology, min_committees, min_reviews, from_, to)
    found = find_recurrences(tx, chosen, by=asker, limit=limit, cursor=cursor)
    if wants_csv(request):
        return csv_response(COLUMNS, recurrence_rows(found), name="recurrences")
    return found


class VerdictRead(BaseModel):
    """What was recorded; the issues follow within moments."""

    first: str
    second: str
    same: bool


@router.post("/recurrences/verdicts", status_code=202)
def verdict(tx: Tx, judge: Judge, sent: VerdictSent) -> VerdictRead:
    """Say whether two findings state the same issue; outranks the machine."""
    record_verdict(tx, sent.first, sent.second, same=sent.same, by=judge, at=utc_now())
    return VerdictRead(first=str(sent.first), second=str(sent.second), same=sent.same)


@router.post("/precedents")
def precedents(tx: Tx, searcher: Searcher, sent: PrecedentAsked) -> Precedents:
    """Findings like a draft or a line of enquiry, what was done about them, and whether it held.

    The text is compared and forgotten.
    """
    return find_precedents(tx, sent.text, by=searcher, limit=sent.limit)
