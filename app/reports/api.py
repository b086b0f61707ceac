"""The national report over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.reports.files import printed
from app.reports.models import ReportSnapshot
from app.reports.rendering import Form
from app.reports.schemas import SnapshotRead, Snapshots, SnapshotSent
from app.reports.service.snapshots import (
    freeze_report,
    get_snapshot,
    latest_or_frozen,
    list_snapshots,
)

router = APIRouter(prefix="/v1/reports", tags=["reports"])

Reporter = Annotated[Actor, Depends(may(Permission.REPORT_NATIONAL))]
Year = Annotated[int, Query(ge=1900, le=2200)]


@router.get("/national", response_class=Response)
def national(
    tx: Tx,
    reporter: Reporter,
    from_: Annotated[int, Query(alias="from", ge=1900, le=2200)],
    to: Year,
    format: Form = "html",  # noqa: A002 - the public name
) -> Response:
    """The report of a period, by years of completion.

    The latest snapshot of the period, or a new one where what is counted has changed since:
    its id is in ``X-Snapshot``, and ``/v1/reports/snapshots/{id}`` gives the same bytes again.
    """
    sent = SnapshotSent.model_validate({"from": from_, "to": to})
    return printed(latest_or_frozen(tx, sent, by=reporter, at=utc_now()), format)


@router.post("/snapshots", status_code=201, response_model=SnapshotRead)
def freeze(tx: Tx, reporter: Reporter, sent: SnapshotSent) -> ReportSnapshot:
    """Freeze the report of a period with the case studies that a person picked."""
    return freeze_report(tx, sent, by=reporter, at=utc_now())


@router.get("/snapshots", response_model=Snapshots)
def snapshots(tx: Tx, _reporter: Reporter) -> Snapshots:
    """The latest frozen reports."""
    return Snapshots(items=[SnapshotRead.model_validate(each) for each in list_snapshots(tx)])


@router.get("/snapshots/{snapshot_id}", response_class=Response)
def snapshot(
    tx: Tx,
    _reporter: Reporter,
    snapshot_id: UUID,
    format: Form = "html",  # noqa: A002 - the public name
) -> Response:
    """A frozen report as a file; always the same bytes."""
    return printed(get_snapshot(tx, snapshot_id), format)
