"""``GET /v1/audit``. Who may read it is said by identity, which stands above this room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from app.audit import service
from app.audit.filters import EventFilter
from app.audit.models import AuditLink
from app.audit.schemas import AuditEventList, AuditEventRead
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.paging import MAX_LIMIT


def audit_router(reader: Callable[..., Actor]) -> APIRouter:
    """The trail's routes. ``reader`` is the dependency that lets auditors in."""
    router = APIRouter(prefix="/v1", tags=["audit"])
    auditor: Any = Depends(reader)

    @router.get("/audit")
    def list_events(
        tx: Tx,
        by: Actor = auditor,
        action: str | None = None,
        actor: UUID | None = None,
        subject_type: str | None = None,
        subject_id: str | None = None,
        reference: str | None = None,
        committee: str | None = None,
        since: AwareDatetime | None = None,
        until: AwareDatetime | None = None,
        cursor: str | None = None,
        limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    ) -> AuditEventList:
        """Who did what, newest first. Reading the trail is itself recorded."""
        wanted = EventFilter(
            action=action,
            actor_id=actor,
            subject_type=subject_type,
            subject_id=subject_id,
            subject_reference=reference,
            committee_slug=committee,
            since=since,
            until=until,
        )
        page = service.list_events(tx, wanted, cursor=cursor, limit=limit)
        service.record(tx, "audit.read", None, by=by, at=utc_now(), shown=len(page.items))
        return AuditEventList(items=[_read(link) for link in page.items], next=page.next)

    return router


def _read(link: AuditLink) -> AuditEventRead:
    event = link.event
    return AuditEventRead(
        sequence=link.sequence,
        at=event.at,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        action=event.action,
        subject_type=event.subject_type,
        subject_id=event.subject_id,
        subject_reference=event.subject_reference,
        committee_slug=event.committee_slug,
        details=event.details,
        previous_hash=link.previous_hash,
        hash=link.hash,
    )
