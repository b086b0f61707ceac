"""What the audit call gives."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class AuditEventRead(BaseModel):
    """One act, with its place in the chain."""

    sequence: int
    at: datetime
    actor_id: UUID
    actor_name: str
    action: str
    subject_type: str | None
    subject_id: str | None
    subject_reference: str | None
    committee_slug: str | None
    details: dict[str, Any]
    previous_hash: str
    hash: str


class AuditEventList(BaseModel):
    """One page of the trail, newest first."""

    items: list[AuditEventRead]
    next: str | None
