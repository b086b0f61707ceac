"""What to look for in the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events to list; None leaves a criterion open. ``since`` is included, ``until`` not."""

    action: str | None = None
    actor_id: UUID | None = None
    subject_type: str | None = None
    subject_id: str | None = None
    subject_reference: str | None = None
    committee_slug: str | None = None
    since: datetime | None = None
    until: datetime | None = None
