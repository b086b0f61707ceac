"""The measures over HTTP: JSON, or CSV where it is asked for."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.http import Tx
from app.kit.tables import csv_response, wants_csv
from app.measures.questions import (
    CompanyQuestion,
    Group,
    MeasureQuestion,
    Split,
    SplitQuestion,
    Stage,
    TimescaleQuestion,
)
from app.measures.schemas import (
    Actions,
    Company,
    Completeness,
    Emerging,
    Measured,
    Rigour,
    Thresholds,
    Timescales,
)
from app.measures.service.actions import find_actions
from app.measures.service.company import find_company
from app.measures.service.completeness import find_completeness
from app.measures.service.emerging import find_emerging
from app.measures.service.rigour import find_rigour
from app.measures.service.thresholds import find_thresholds
from app.measures.service.timescales import find_timescales
from app.measures.tables import columns_of, rows_of

router = APIRouter(prefix="/v1", tags=["measures"])

Asker = Annotated[Actor, Depends(may(Permission.ANALYSE))]
M = TypeVar("M", bound=Measured)


def filters(
    committee: str | None = None,
    type: str | None = None,  # noqa: A002 - the public name of the filter
    methodology: str | None = None,
    from_: Annotated[int | None, Query(alias="from", ge=1900, le=2200)] = None,
    to: Annotated[int | None, Query(ge=1900, le=2200)] = None,
) -> dict[str, Any]:
    """The filters that every measure takes; years are those of completion."""
    return {
        "committee": committee,
        "review_type": type,
        "methodology": methodology,
        "from_year": from_,
        "to_year": to,
    }


Filters = Annotated[dict[str, Any], Depends(filters)]


def _sent(request: Request, found: M, name: str) -> Response | M:
    if wants_csv(request):
        return csv_response(columns_of(found), rows_of(found), name=name)
    return found


@router.get("/thresholds", response_model=Thresholds)
def thresholds(request: Request, tx: Tx, asker: Asker, chosen: Filters) -> Response | Thresholds:
    """Share of initial reviews that went on, by committee, in a funnel of control limits."""
    found = find_thresholds(tx, MeasureQuestion(**chosen), by=asker)
    return _sent(request, found, "thresholds")


@router.get("/timescales", response_model=Timescales)
def timescales(
    request: Request,
    tx: Tx,
    asker: Asker,
    chosen: Filters,
    stage: Stage = "carrying_out",
    by: Group = "methodology",
    target: Annotated[int | None, Query(ge=1, le=5_000, description="Days")] = None,
) -> Response | Timescales:
    """How long a stage takes (Kaplan–Meier), by methodology, type or parallel proceedings."""
    asked = TimescaleQuestion(**chosen, stage=stage, by=by, target=target)
    return _sent(request, find_timescales(tx, asked, by=asker), "timescales")


@router.get("/rigour", response_model=Rigour)
def rigour(request: Request, tx: Tx, asker: Asker, chosen: Filters) -> Response | Rigour:
    """Depth of learning, the five questions, recommendations, reviewers and who took part."""
    return _sent(request, find_rigour(tx, MeasureQuestion(**chosen), by=asker), "rigour")


@router.get("/completeness", response_model=Completeness)
def completeness(
    request: Request, tx: Tx, asker: Asker, chosen: Filters, by: Split = "none"
) -> Response | Completeness:
    """How often each field is recorded, for all or by committee or year."""
    asked = SplitQuestion(**chosen, by=by)
    return _sent(request, find_completeness(tx, asked, by=asker), "completeness")


@router.get("/actions", response_model=Actions)
def actions(
    request: Request, tx: Tx, asker: Asker, chosen: Filters, by: Split = "none"
) -> Response | Actions:
    """Actions open, overdue, resolved and found again, for all or by committee or year."""
    return _sent(request, find_actions(tx, SplitQuestion(**chosen, by=by), by=asker), "actions")


@router.get("/cooccurrence", response_model=Company)
def cooccurrence(
    request: Request,
    tx: Tx,
    asker: Asker,
    chosen: Filters,
    *,
    factors: bool = False,
    min_reviews: Annotated[int, Query(ge=1, le=1_000)] = 5,
) -> Response | Company:
    """Pairs of themes (with ``factors``, of harms and family factors too) and their lift."""
    asked = CompanyQuestion(**chosen, factors=factors, min_reviews=min_reviews)
    return _sent(request, find_company(tx, asked, by=asker), "cooccurrence")


@router.get("/emerging", response_model=Emerging)
def emerging(request: Request, tx: Tx, asker: Asker, chosen: Filters) -> Response | Emerging:
    """Themes found in more reviews of late than chance explains."""
    return _sent(request, find_emerging(tx, MeasureQuestion(**chosen), by=asker), "emerging")
