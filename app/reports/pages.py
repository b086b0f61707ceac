"""Build the national report, and read those that were frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlalchemy import select, true
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.problems import Problem
from app.portal.forms import checked
from app.portal.rendering import attempt, go_to, page
from app.reports.errors import UnsafeCaseStudy
from app.reports.files import printed
from app.reports.rendering import Form as FileForm
from app.reports.schemas import SnapshotSent
from app.reports.service.snapshots import freeze_report, get_snapshot, list_snapshots
from app.reviews.models import Review

router = APIRouter(prefix="/reports", include_in_schema=False)

Reporter = Annotated[Actor, Depends(may(Permission.REPORT_NATIONAL))]
Words = Annotated[str, Form(max_length=4_000)]
SLOTS = (1, 2, 3)
NAMES = {"from": "The first year", "to": "The last year", "case_studies": "Case study"}


@router.get("")
def show(
    request: Request,
    tx: Tx,
    _reporter: Reporter,
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The reports that there are, and a form for another."""
    return _page(request, tx, notice="The report is frozen" if done else None)


@router.post("")
def freeze(
    request: Request,
    tx: Tx,
    reporter: Reporter,
    from_: Annotated[str, Form(alias="from", max_length=4)] = "",
    to: Annotated[str, Form(max_length=4)] = "",
    case_1: Words = "",
    words_1: Words = "",
    case_2: Words = "",
    words_2: Words = "",
    case_3: Words = "",
    words_3: Words = "",
) -> Response:
    """Freeze a report with the case studies that were picked."""
    picked = ((case_1, words_1), (case_2, words_2), (case_3, words_3))
    typed: dict[str, str] = {"from": from_, "to": to}
    for slot, (reference, words) in zip(SLOTS, picked, strict=True):
        typed |= {f"case_{slot}": reference, f"words_{slot}": words}

    def act() -> None:
        fields: dict[str, Any] = {"from": from_, "to": to}
        fields["case_studies"] = [
            {"reference": reference, "words": words} for reference, words in picked if reference
        ]
        sent = checked(SnapshotSent, fields, names=NAMES)
        try:
            freeze_report(tx, sent, by=reporter, at=utc_now())
        except UnsafeCaseStudy as error:
            raise _at_its_field(error, [slot for slot in SLOTS if typed[f"case_{slot}"]]) from None

    refused = attempt(tx, act)
    if refused is not None:
        return _page(request, tx, refused=refused, sent=typed)
    return go_to("/reports", done="frozen")


@router.get("/{snapshot_id}/report.{form}")
def download(tx: Tx, _reporter: Reporter, snapshot_id: UUID, form: FileForm) -> Response:
    """A frozen report as a file."""
    return printed(get_snapshot(tx, snapshot_id), form)


def _at_its_field(error: UnsafeCaseStudy, slots: Sequence[int]) -> UnsafeCaseStudy:
    """The same refusal, beside the field of the form that it speaks of."""
    places = {f"case_studies.{place}": f"case_{slot}" for place, slot in enumerate(slots)}
    faults = [replace(each, pointer=places.get(each.pointer, "case_1")) for each in error.errors]
    return UnsafeCaseStudy(str(error), errors=faults)


def _page(
    request: Request,
    tx: Session,
    *,
    notice: str | None = None,
    refused: Problem | None = None,
    sent: Mapping[str, str] | None = None,
) -> Response:
    published = tx.execute(
        select(Review.reference, Review.title, Review.completed_year)
        .where(Review.published == true(), Review.publication_form != "none")
        .order_by(Review.completed_year.desc(), Review.reference)
        .limit(300)
    ).all()
    context = {
        "snapshots": list_snapshots(tx),
        "published": [
            (reference, f"{reference}, {year or 'no year'}: {title}"[:90])
            for reference, title, year in published
        ],
        "slots": SLOTS,
        "sent": sent or {},
        "notice": notice,
    }
    return page(request, "reports/reports.html", context, refused=refused)
