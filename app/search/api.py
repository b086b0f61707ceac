"""Search over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.identity.row_security import act_as
from app.kit.actors import Actor
from app.kit.http import Tx
from app.kit.paging import MAX_LIMIT
from app.kit.tables import csv_response, wants_csv
from app.search.schemas import FindingFilter, FoundFindings
from app.search.service import export_findings, require_known, search_findings

router = APIRouter(prefix="/v1", tags=["search"])

Searcher = Annotated[Actor, Depends(may(Permission.SEARCH))]

COLUMNS = (
    "id",
    "reference",
    "committee",
    "year",
    "type",
    "methodology",
    "number",
    "page",
    "polarity",
    "level",
    "statement",
    "detail",
)


@router.get("/findings", response_model=FoundFindings)
def findings(
    tx: Tx,
    searcher: Searcher,
    request: Request,
    q: Annotated[str | None, Query(max_length=400)] = None,
    theme: str | None = None,
    typology: str | None = None,
    depth: str | None = None,
    committee: str | None = None,
    type: str | None = None,  # noqa: A002 - the public name of the filter
    methodology: str | None = None,
    from_: Annotated[int | None, Query(alias="from")] = None,
    to: int | None = None,
    good_practice: bool | None = None,
    synonyms: bool = True,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: str | None = None,
) -> FoundFindings | Response:
    """Findings by words and filters, with the passages that match.

    ``"a phrase"``, ``or`` and ``-without`` work as in web searches. Typology and themes are
    those in force (stated, then human, then model); a second category does not count.
    ``Accept: text/csv`` streams every match.
    """
    chosen = FindingFilter(
        q=q.strip() or None if q else None,
        theme=theme,
        typology=typology,
        depth=depth,
        committee=committee,
        review_type=type,
        methodology=methodology,
        from_year=from_,
        to_year=to,
        good_practice=good_practice,
        synonyms=synonyms,
    )
    if wants_csv(request):
        # Refuses what cannot be answered before the first line is sent.
        require_known(tx, chosen)
        return csv_response(COLUMNS, _rows(request, chosen, searcher), name="findings")
    return search_findings(tx, chosen, by=searcher, limit=limit, cursor=cursor)


def _rows(request: Request, chosen: FindingFilter, by: Actor) -> Iterator[dict[str, Any]]:
    # The request's own transaction ends before the answer begins.
    with request.app.state.sessions() as session:
        act_as(session, by)
        yield from export_findings(session, chosen, by=by)
