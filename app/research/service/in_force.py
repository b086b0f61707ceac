"""For whoever makes and hands out data: whether a project may have any, and who is in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.research.errors import ProjectNotFound, ProjectNotInForce
from app.research.models import Project, ProjectState
from app.research.repository import Records
from app.research.schemas import NamedPerson, ProjectInForce


def project_in_force(session: Session, reference: str, *, at: datetime) -> ProjectInForce:
    """What a release needs to know of a project that may draw data at ``at``.

    Asks for nobody in particular: callers see to who is asking, with ``gives_to``. Raises
    ProjectNotFound, or ProjectNotInForce when it is not approved, when its applicant has not
    accepted the agreement, or when it has expired, was closed or is being approved anew.
    """
    project = session.scalars(select(Project).where(Project.reference == reference)).one_or_none()
    if project is None:
        raise ProjectNotFound(reference)
    state = project.state_at(at)
    records = Records(session)
    counting = [each for each in records.acceptances(project.id) if each.voided_at is None]
    version = next(
        (each.agreement_version for each in counting if each.person_id == project.applicant_id),
        None,
    )
    tier, approved, last = project.tier, project.approved_at, project.ends_on
    if state is not ProjectState.IN_FORCE or not (version and tier and approved and last):
        raise ProjectNotInForce(reference, state=state)
    return ProjectInForce(
        reference=project.reference,
        title=project.title,
        lay_summary=project.lay_summary,
        tier=tier,
        people=_people(project, records.accounts(project), {each.person_id for each in counting}),
        funder=project.funder,
        ethics_reference=project.ethics_reference,
        data_use=tuple(project.data_use),
        agreement_version=version,
        approved_on=approved.date(),
        ends_on=last,
    )


def _people(
    project: Project, accounts: Mapping[str, UUID], bound: Collection[UUID]
) -> tuple[NamedPerson, ...]:
    return tuple(
        NamedPerson(
            person_id=accounts.get(each.email),
            name=each.name,
            organisation=each.organisation,
            orcid=each.orcid,
            accepted=accounts.get(each.email) in bound,
        )
        for each in project.people
    )
