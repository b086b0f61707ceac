"""Take back what was given for an application that is no longer the same."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.research.models import Project
from app.research.repository import Records


def void_what_was_given(session: Session, project: Project, *, by: Actor, at: datetime) -> None:
    """Void every approval and acceptance that counts, and record how many there were."""
    records = Records(session)
    approvals = records.approvals(project.id)
    acceptances = [each for each in records.acceptances(project.id) if each.voided_at is None]
    for approval in approvals:
        approval.voided_at = at
    for acceptance in acceptances:
        acceptance.voided_at = at
    entry = records.entry(project.id)
    if entry is not None and acceptances:
        entry.ends_on = min(entry.ends_on or at.date(), at.date())
    if approvals or acceptances:
        audit.record(
            session,
            "project.approvals_voided",
            project,
            by=by,
            at=at,
            approvals=len(approvals),
            acceptances=len(acceptances),
        )
    session.flush()
