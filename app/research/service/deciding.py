"""Two stewards of no part in a project decide on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.research.errors import AlreadyApproved, ApplicationChanged, OwnProject
from app.research.models import Decision, DecisionKind, Project, RegisterEntry
from app.research.repository import Projects, Records
from app.research.schemas import DecisionSent
from app.research.service.completeness import fingerprint_of
from app.research.service.voiding import void_what_was_given

APPROVALS_NEEDED = 2


def decide_on_project(
    session: Session, reference: str, sent: DecisionSent, *, by: Actor, at: datetime
) -> Project:
    """Approve, return or refuse the edition of an application that was read.

    The second approval, by another steward and of the same content, approves the project and
    enters it into the public register. A return voids approvals. Raises ProjectNotFound,
    OwnProject, NotInState, ApplicationChanged or AlreadyApproved.
    """
    projects = Projects(session, by)
    project = projects.get_for_update(reference)
    if projects.names(project):
        raise OwnProject
    project.require_submitted(f"decided on ({sent.decision})")
    if sent.edition != project.edition:
        raise ApplicationChanged(reference, edition=project.edition)
    fingerprint = fingerprint_of(project)
    given = Records(session).approvals(project.id)
    if sent.decision is DecisionKind.APPROVE and by.id in {each.steward_id for each in given}:
        raise AlreadyApproved
    session.add(
        Decision(
            project_id=project.id,
            steward_id=by.id,
            steward_name=by.name,
            kind=sent.decision,
            reason=sent.reason,
            edition=project.edition,
            fingerprint=fingerprint,
            decided_at=at,
        )
    )
    session.flush()
    audit.record(
        session,
        "project.decided",
        project,
        by=by,
        at=at,
        decision=sent.decision,
        edition=project.edition,
        fingerprint=fingerprint,
    )
    _take_effect(session, project, sent.decision, fingerprint, by=by, at=at)
    return project


def _take_effect(
    session: Session,
    project: Project,
    decision: DecisionKind,
    fingerprint: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    if decision is DecisionKind.RETURN:
        project.give_back()
        void_what_was_given(session, project, by=by, at=at)
    elif decision is DecisionKind.REFUSE:
        project.refuse()
    elif _approvers(session, project, fingerprint) >= APPROVALS_NEEDED:
        project.approve(at)
        _enter_register(session, project, at)
        audit.record(session, "project.approved", project, by=by, at=at, edition=project.edition)
    session.flush()


def _approvers(session: Session, project: Project, fingerprint: str) -> int:
    given = Records(session).approvals(project.id)
    return len({each.steward_id for each in given if each.fingerprint == fingerprint})


def _enter_register(session: Session, project: Project, at: datetime) -> None:
    assert project.tier is not None  # noqa: S101 - no application is submitted without
    entry = Records(session).entry(project.id) or RegisterEntry(project_id=project.id)
    entry.title, entry.lay_summary = project.title, project.lay_summary
    entry.organisations = list(dict.fromkeys(each.organisation for each in project.people))
    entry.funder, entry.tier = project.funder, project.tier
    entry.approved_on = at.date()
    entry.starts_on = entry.ends_on = None
    session.add(entry)
