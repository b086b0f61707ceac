"""Projects as somebody may see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.kit.errors import FieldError, Invalid
from app.kit.paging import decode_cursor, encode_cursor
from app.research.models import Acceptance, Decision, Project, ProjectState
from app.research.repository import Projects, Records, reviews_research
from app.research.schemas import (
    AcceptanceRead,
    DecisionRead,
    EthicsDocumentRead,
    ProjectRead,
    ProjectSummary,
)
from app.research.schemas import Projects as ProjectPage
from app.research.service.completeness import application_of


def get_project(session: Session, reference: str, *, by: Actor, at: datetime) -> ProjectRead:
    """One project whole. Raises ProjectNotFound."""
    projects, records = Projects(session, by), Records(session)
    project = projects.get(reference)
    tells_names = reviews_research(by)
    summary = _summary(project, len(records.approvals(project.id)), at)
    return ProjectRead(
        **summary.model_dump(),
        edition=project.edition,
        application=application_of(project),
        ethics_document=_document(project),
        approved_at=project.approved_at,
        closed_at=project.closed_at,
        closing_reason=project.closing_reason,
        decisions=[_decision(each, tells_names) for each in records.decisions(project.id)],
        acceptances=[_acceptance(each) for each in records.acceptances(project.id)],
        own=project.applicant_id == by.id,
        named=projects.names(project),
    )


def list_projects(
    session: Session,
    *,
    by: Actor,
    at: datetime,
    state: ProjectState | None = None,
    own: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> ProjectPage:
    """Projects that the person may know of, newest first; with ``own`` those they take part in.

    ``state`` is the state as stored: what has expired is listed as in force. Raises Invalid
    for a cursor that is not ours.
    """
    before = _place(cursor) if cursor else None
    found = Projects(session, by).page(state=state, own=own, before=before, limit=limit + 1)
    shown = found[:limit]
    more = len(found) > limit
    following = encode_cursor(shown[-1].begun_at.isoformat(), str(shown[-1].id)) if more else None
    return ProjectPage(items=_summaries(session, shown, at), next=following)


def list_waiting(session: Session, *, by: Actor, at: datetime) -> list[ProjectSummary]:
    """What waits for stewards, the longest waiting first."""
    return _summaries(session, Projects(session, by).waiting(), at)


def count_waiting(session: Session, *, by: Actor) -> int:
    """How many applications wait for stewards."""
    return len(Projects(session, by).waiting())


def _summaries(session: Session, projects: Sequence[Project], at: datetime) -> list[ProjectSummary]:
    given = Records(session).count_approvals([each.id for each in projects])
    return [_summary(each, given.get(each.id, 0), at) for each in projects]


def _summary(project: Project, approvals: int, at: datetime) -> ProjectSummary:
    return ProjectSummary(
        reference=project.reference,
        title=project.title,
        state=project.state_at(at),
        tier=project.tier,
        applicant=project.applicant_name,
        approvals=approvals,
        submitted_at=project.submitted_at,
        ends_on=project.ends_on,
    )


def _document(project: Project) -> EthicsDocumentRead | None:
    if project.ethics_sha256 is None:
        return None
    return EthicsDocumentRead(
        filename=project.ethics_filename or "",
        media_type=project.ethics_media_type or "",
        size=project.ethics_size or 0,
        sha256=project.ethics_sha256,
    )


def _decision(decision: Decision, tells_names: bool) -> DecisionRead:
    return DecisionRead(
        decision=decision.kind,
        reason=decision.reason,
        edition=decision.edition,
        decided_at=decision.decided_at,
        voided_at=decision.voided_at,
        steward=decision.steward_name if tells_names else None,
    )


def _acceptance(acceptance: Acceptance) -> AcceptanceRead:
    return AcceptanceRead(
        person=acceptance.person_name,
        version=acceptance.agreement_version,
        agreement_sha256=acceptance.agreement_sha256,
        accepted_at=acceptance.accepted_at,
        voided_at=acceptance.voided_at,
    )


def _place(cursor: str) -> tuple[datetime, UUID]:
    begun, key = decode_cursor(cursor, parts=2)
    try:
        return datetime.fromisoformat(str(begun)), UUID(str(key))
    except ValueError:
        detail = "The cursor is not one that this list gave; leave it out to start from the top."
        raise Invalid(detail, errors=[FieldError("cursor", detail, "bad_cursor")]) from None
