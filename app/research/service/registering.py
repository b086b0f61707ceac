"""The public register: what anybody may know of approved projects."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.research.models import Project, ProjectState, RegisterEntry
from app.research.repository import Records
from app.research.schemas import Register, RegisterRow

STATUS = {
    ProjectState.APPROVED: "approved",
    ProjectState.IN_FORCE: "in force",
    ProjectState.EXPIRED: "ended",
    ProjectState.CLOSED: "closed",
}
BEING_REVIEWED = "being reviewed again"


def public_register(session: Session, *, at: datetime) -> Register:
    """Every project that two stewards approved, in the words that they approved.

    Names no person. A project whose application was changed since stays, as being reviewed
    again, until the new edition is approved.
    """
    return Register(
        items=[_row(entry, project, at) for entry, project in Records(session).register()]
    )


def _row(entry: RegisterEntry, project: Project, at: datetime) -> RegisterRow:
    return RegisterRow(
        reference=project.reference,
        title=entry.title,
        lay_summary=entry.lay_summary,
        organisations=entry.organisations,
        funder=entry.funder,
        tier=entry.tier,
        status=STATUS.get(project.state_at(at), BEING_REVIEWED),
        approved_on=entry.approved_on,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
    )
