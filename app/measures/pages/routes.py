"""The addresses of the measures' pages, each with its download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, cast, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.http import Tx
from app.kit.tables import csv_response
from app.measures.errors import NoChart
from app.measures.pages import patterns, practice, process
from app.measures.pages.views import View
from app.measures.questions import (
    CompanyQuestion,
    Group,
    MeasureQuestion,
    Split,
    SplitQuestion,
    Stage,
    TimescaleQuestion,
)
from app.measures.service.actions import find_actions
from app.measures.service.company import find_company
from app.measures.service.completeness import find_completeness
from app.measures.service.emerging import find_emerging
from app.measures.service.rigour import find_rigour
from app.measures.service.thresholds import find_thresholds
from app.measures.service.timescales import find_timescales
from app.measures.tables import columns_of, rows_of
from app.portal.pictures import Picture, picture_response
from app.portal.rendering import go_to, page
from app.reviews.wording import Wording, read_wording

router = APIRouter(include_in_schema=False)

Asker = Annotated[Actor, Depends(may(Permission.ANALYSE))]
Chosen = Annotated[str, Query(max_length=100)]
Form = dict[str, str]


def form(
    committee: Chosen = "",
    type: Chosen = "",  # noqa: A002 - the public name of the filter
    methodology: Chosen = "",
    from_: Annotated[str, Query(alias="from", max_length=4)] = "",
    to: Annotated[str, Query(max_length=4)] = "",
    stage: Chosen = "",
    by: Chosen = "",
    target: Annotated[str, Query(max_length=4)] = "",
    factors: Chosen = "",
) -> Form:
    """What was chosen in the form, whose empty fields narrow nothing."""
    return {
        "committee": committee,
        "type": type,
        "methodology": methodology,
        "from": from_,
        "to": to,
        "stage": stage,
        "by": by,
        "target": target,
        "factors": factors,
    }


Sent = Annotated[Form, Depends(form)]


def _filters(sent: Form) -> dict[str, Any]:
    return {
        "committee": sent["committee"] or None,
        "review_type": sent["type"] or None,
        "methodology": sent["methodology"] or None,
        "from_year": int(sent["from"]) if sent["from"].isdecimal() else None,
        "to_year": int(sent["to"]) if sent["to"].isdecimal() else None,
    }


def _timescale(sent: Form) -> TimescaleQuestion:
    stage = sent["stage"] if sent["stage"] in get_args(Stage) else "carrying_out"
    by = sent["by"] if sent["by"] in get_args(Group) else "methodology"
    target = int(sent["target"]) if sent["target"].isdecimal() and int(sent["target"]) else None
    return TimescaleQuestion(
        **_filters(sent), stage=cast("Stage", stage), by=cast("Group", by), target=target
    )


def _split(sent: Form) -> SplitQuestion:
    by = sent["by"] if sent["by"] in get_args(Split) else "none"
    return SplitQuestion(**_filters(sent), by=cast("Split", by))


def _thresholds(tx: Session, sent: Form, by: Actor, say: Wording) -> View:
    return process.thresholds(find_thresholds(tx, MeasureQuestion(**_filters(sent)), by=by), say)


def _timescales(tx: Session, sent: Form, by: Actor, say: Wording) -> View:
    asked = _timescale(sent)
    return process.timescales(find_timescales(tx, asked, by=by), asked, say)


def _rigour(tx: Session, sent: Form, by: Actor, say: Wording) -> View:
    return practice.rigour(find_rigour(tx, MeasureQuestion(**_filters(sent)), by=by), say)


def _completeness(tx: Session, sent: Form, by: Actor, say: Wording) -> View:
    asked = _split(sent)
    return practice.completeness(find_completeness(tx, asked, by=by), asked, say)


def _actions(tx: Session, sent: Form, by: Actor, say: Wording) -> View:
    asked = _split(sent)
    return practice.actions(find_actions(tx, asked, by=by), asked, say)


def _cooccurrence(tx: Session, sent: Form, by: Actor, say: Wording) -> View:
    factors = sent["factors"] == "true"
    asked = CompanyQuestion(**_filters(sent), factors=factors)
    return patterns.cooccurrence(find_company(tx, asked, by=by), factors=factors, say=say)


def _emerging(tx: Session, sent: Form, by: Actor, say: Wording) -> View:
    return patterns.emerging(find_emerging(tx, MeasureQuestion(**_filters(sent)), by=by), say)


MEASURES: dict[str, tuple[str, Callable[[Session, Form, Actor, Wording], View]]] = {
    "thresholds": ("Thresholds", _thresholds),
    "timescales": ("Timescales", _timescales),
    "rigour": ("Method and rigour", _rigour),
    "completeness": ("Completeness", _completeness),
    "actions": ("Actions", _actions),
    "cooccurrence": ("Found together", _cooccurrence),
    "emerging": ("Emerging", _emerging),
}
"""Address below ``/measures`` → its name in the menu, and what makes its view."""


@router.get("/measures")
def show_first(_asker: Asker) -> Response:
    """The first of the measures."""
    return go_to("/measures/thresholds")


def _add(name: str, make: Callable[[Session, Form, Actor, Wording], View]) -> None:
    @router.get(f"/measures/{name}", name=f"show_{name}")
    def show(request: Request, tx: Tx, asker: Asker, sent: Sent) -> Response:
        say = read_wording(tx)
        context = {
            "view": make(tx, sent, asker, say),
            "sent": sent,
            "say": say,
            "menu": [(each, label) for each, (label, _) in MEASURES.items()],
            "query": urlencode(request.query_params.multi_items()),
        }
        return page(request, "measures/measure.html", context)

    @router.get(f"/measures/{name}.csv", name=f"download_{name}")
    def download(tx: Tx, asker: Asker, sent: Sent) -> Response:
        found = make(tx, sent, asker, read_wording(tx)).found
        return csv_response(columns_of(found), rows_of(found), name=name)

    @router.get(f"/measures/{name}.{{form}}", name=f"draw_{name}")
    def draw(tx: Tx, asker: Asker, sent: Sent, form: Picture) -> Response:
        view = make(tx, sent, asker, read_wording(tx))
        if not view.chart:
            raise NoChart(view.title)
        return picture_response(view.chart, form, name=name)


for _name, (_, _make) in MEASURES.items():
    _add(_name, _make)
