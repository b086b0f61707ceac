"""The audit trail, for auditors at a browser: filter, take along as CSV, verify."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.audit import service as audit
from app.audit.chain import Verification
from app.audit.filters import EventFilter
from app.audit.models import AuditEvent, AuditLink
from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.errors import DomainError
from app.kit.http import Tx
from app.kit.paging import MAX_LIMIT
from app.kit.problems import Problem, problem_of
from app.kit.tables import csv_response
from app.portal.forms import checked
from app.portal.rendering import page

router = APIRouter(include_in_schema=False)

Auditor = Annotated[Actor, Depends(may(Permission.AUDIT_READ))]
MOST_ROWS = 10_000
"""Rows of one CSV file; a longer stretch is taken day by day."""
COLUMNS = (
    "sequence", "at", "actor_id", "actor_name", "action", "subject_type", "subject_id",
    "subject_reference", "committee", "details", "hash",
)  # fmt: skip
NAMES = {"actor": "Person", "action": "Act", "reference": "Review", "first": "From", "last": "To"}


class Asked(BaseModel):
    """What the form narrows by. Days are UTC; ``last`` is included."""

    actor: UUID | None = None
    action: str | None = None
    reference: str | None = None
    subject: str | None = None
    first: date | None = None
    last: date | None = None

    def as_filter(self) -> EventFilter:
        """The same in the terms of the trail."""
        return EventFilter(
            action=self.action,
            actor_id=self.actor,
            subject_id=self.subject,
            subject_reference=self.reference,
            since=_midnight(self.first),
            until=_midnight(None if self.last is None else self.last + timedelta(days=1)),
        )


def _sent(
    actor: Annotated[str, Query(max_length=40)] = "",
    action: Annotated[str, Query(max_length=60)] = "",
    reference: Annotated[str, Query(max_length=40)] = "",
    subject: Annotated[str, Query(max_length=60)] = "",
    first: Annotated[str, Query(max_length=10)] = "",
    last: Annotated[str, Query(max_length=10)] = "",
) -> dict[str, str]:
    sent = {
        "actor": actor, "action": action, "reference": reference, "subject": subject,
        "first": first, "last": last,
    }  # fmt: skip
    return {name: value.strip() for name, value in sent.items()}


Sent = Annotated[dict[str, str], Depends(_sent)]


@router.get("/audit")
def trail(
    request: Request, tx: Tx, auditor: Auditor, sent: Sent, cursor: str | None = None
) -> Response:
    """Who did what, newest first. Reading the trail is itself recorded."""
    return _trail(request, tx, auditor, sent, cursor=cursor)


@router.get("/audit.csv")
def take_along(tx: Tx, auditor: Auditor, sent: Sent) -> Response:
    """What the filter finds as CSV, newest first, at most 10,000 rows."""
    wanted = checked(Asked, sent, names=NAMES).as_filter()
    found: list[AuditLink] = []
    cursor: str | None = None
    while len(found) < MOST_ROWS:
        stretch = audit.list_events(tx, wanted, cursor=cursor, limit=MAX_LIMIT)
        found += stretch.items
        cursor = stretch.next
        if cursor is None:
            break
    audit.record(tx, "audit.exported", None, by=auditor, at=utc_now(), rows=len(found))
    return csv_response(COLUMNS, [_row(each) for each in found], name="audit")


@router.post("/audit")
def verify(request: Request, tx: Tx, auditor: Auditor) -> Response:
    """Walk the whole chain and say plainly whether it holds."""
    verdict = audit.verify(tx)
    audit.record(
        tx, "audit.verified", None, by=auditor, at=utc_now(),
        events=verdict.events, faults=len(verdict.faults),
    )  # fmt: skip
    return _trail(request, tx, auditor, {}, verdict=verdict)


def _trail(
    request: Request,
    tx: Session,
    auditor: Actor,
    sent: dict[str, str],
    *,
    cursor: str | None = None,
    verdict: Verification | None = None,
) -> Response:
    refused: Problem | None = None
    links: Iterable[AuditLink] = ()
    following = None
    try:
        wanted = checked(Asked, sent, names=NAMES).as_filter()
        found = audit.list_events(tx, wanted, cursor=cursor)
        links, following = found.items, found.next
        audit.record(tx, "audit.read", None, by=auditor, at=utc_now(), shown=len(found.items))
    except DomainError as error:
        refused = problem_of(error)
    query = urlencode({name: value for name, value in sent.items() if value})
    context = {
        "links": links,
        "next": following,
        "sent": sent,
        "query": query,
        "base": f"/audit?{query}&",
        "verdict": verdict,
        "narrowed": bool(query),
    }
    return page(request, "oversight/audit.html", context, refused=refused)


def _row(link: AuditLink) -> dict[str, object]:
    event: AuditEvent = link.event
    cells = (
        link.sequence, event.at.isoformat(), str(event.actor_id), event.actor_name, event.action,
        event.subject_type, event.subject_id, event.subject_reference, event.committee_slug,
        " ".join(f"{name}={value}" for name, value in event.details.items()), link.hash,
    )  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC)
