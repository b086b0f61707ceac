"""Write an application, hand it in, change it, end the project."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.research.errors import ApplicationIncomplete, NotTheApplicant, OwnProject, UnknownDataUse
from app.research.models import Project, ProjectPerson, ProjectState
from app.research.repository import Projects, Records, reviews_research
from app.research.schemas import ApplicationSent
from app.research.service.completeness import application_of, missing_from
from app.research.service.voiding import void_what_was_given
from app.taxonomy.errors import UnknownConcept
from app.taxonomy.service import require_keys

SCHEME = "data_use"


def begin_project(session: Session, sent: ApplicationSent, *, by: Actor, at: datetime) -> Project:
    """Open a draft with what is known so far. Raises UnknownDataUse."""
    _require_known_uses(session, sent)
    number = session.scalar(text("SELECT nextval('research_reference')"))
    project = Project(
        reference=f"RP-{number:06d}",
        applicant_id=by.id,
        applicant_name=by.name,
        state=ProjectState.DRAFT,
        edition=1,
        begun_at=at,
    )
    _write(project, sent)
    session.add(project)
    session.flush()
    audit.record(session, "project.begun", project, by=by, at=at)
    return project


def save_application(
    session: Session, reference: str, sent: ApplicationSent, *, by: Actor, at: datetime
) -> Project:
    """Put ``sent`` in the place of the application.

    Once it was handed in, every change is a new edition that has to be approved anew:
    approvals, and acceptances of the agreement, are voided, and a project in force is not any
    more. What changes nothing voids nothing. Raises ProjectNotFound, NotTheApplicant,
    NotInState, UnknownDataUse, or ApplicationIncomplete where the application is not a draft.
    """
    project = own_project(session, reference, by=by)
    project.require_editable()
    _require_known_uses(session, sent)
    before = application_of(project)
    changed = sorted(
        name for name in type(sent).model_fields if getattr(sent, name) != getattr(before, name)
    )
    if not changed:
        return project
    if not project.unsent:
        _require_complete(session, project, sent)
    # The places of the people are unique: those from before have to go first.
    project.people.clear()
    session.flush()
    _write(project, sent)
    record_edition(session, project, changed, by=by, at=at)
    return project


def submit_application(session: Session, reference: str, *, by: Actor, at: datetime) -> Project:
    """Hand a draft, or an application that was returned, to the stewards.

    Raises ProjectNotFound, NotTheApplicant, NotInState or ApplicationIncomplete, which names
    everything that is missing.
    """
    project = own_project(session, reference, by=by)
    if project.unsent:
        _require_complete(session, project, application_of(project))
    project.submit(at)
    audit.record(session, "project.submitted", project, by=by, at=at, edition=project.edition)
    return project


def close_project(
    session: Session, reference: str, reason: str, *, by: Actor, at: datetime
) -> Project:
    """End the project: its applicant at any time, or a steward of no part in it.

    Nothing can be drawn from now on. Raises ProjectNotFound, NotTheApplicant, OwnProject or
    NotInState.
    """
    projects = Projects(session, by)
    project = projects.get_for_update(reference)
    if project.applicant_id != by.id:
        if not reviews_research(by):
            raise NotTheApplicant
        if projects.names(project):
            raise OwnProject
    project.close(at, reason=reason)
    entry = Records(session).entry(project.id)
    if entry is not None and entry.starts_on is not None:
        entry.ends_on = min(entry.ends_on or at.date(), at.date())
    audit.record(session, "project.closed", project, by=by, at=at)
    return project


def own_project(session: Session, reference: str, *, by: Actor) -> Project:
    """The applicant's project, locked. Raises ProjectNotFound or NotTheApplicant."""
    project = Projects(session, by).get_for_update(reference)
    if project.applicant_id != by.id:
        raise NotTheApplicant
    return project


def record_edition(
    session: Session, project: Project, changed: list[str], *, by: Actor, at: datetime
) -> None:
    """Count a change of the application, void what was given for the one before, and say so."""
    project.enter_edition()
    session.flush()
    audit.record(
        session, "project.changed", project, by=by, at=at, edition=project.edition, fields=changed
    )
    void_what_was_given(session, project, by=by, at=at)


def _write(project: Project, sent: ApplicationSent) -> None:
    for name in type(sent).model_fields.keys() - {"people"}:
        setattr(project, name, getattr(sent, name))
    project.people = [
        ProjectPerson(position=place, **each.model_dump()) for place, each in enumerate(sent.people)
    ]


def _require_complete(session: Session, project: Project, sent: ApplicationSent) -> None:
    address = Records(session).address_of(project.applicant_id)
    missing = missing_from(sent, has_document=project.ethics_sha256 is not None, address=address)
    if missing:
        raise ApplicationIncomplete(missing)


def _require_known_uses(session: Session, sent: ApplicationSent) -> None:
    try:
        require_keys(session, SCHEME, sent.data_use, field="data_use")
    except UnknownConcept as error:
        raise UnknownDataUse(str(error)) from error
