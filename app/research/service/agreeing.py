"""The agreement: its versions, and who accepted which."""

from __future__ import annotations

import calendar
import hashlib
from datetime import date, datetime
from functools import cache
from importlib import resources

import yaml
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.research.errors import (
    AgreementNotFound,
    AgreementOutdated,
    AlreadyAccepted,
    NotInState,
    NotNamed,
)
from app.research.models import Acceptance, Project, ProjectState
from app.research.repository import Projects, Records
from app.research.schemas import AgreementRead

_OPEN = frozenset({ProjectState.APPROVED, ProjectState.IN_FORCE})


@cache
def all_agreements() -> dict[int, AgreementRead]:
    """Every version that was ever in use; a version that somebody accepted is never changed."""
    folder = resources.files("app.research") / "agreements"
    texts = [each.read_bytes() for each in folder.iterdir() if each.name.endswith(".yaml")]
    found = [
        AgreementRead(**yaml.safe_load(each), sha256=hashlib.sha256(each).hexdigest())
        for each in texts
    ]
    return {each.version: each for each in found}


def current_agreement() -> AgreementRead:
    """The version that is accepted today."""
    return all_agreements()[max(all_agreements())]


def get_agreement(version: int) -> AgreementRead:
    """One version. Raises AgreementNotFound."""
    found = all_agreements().get(version)
    if found is None:
        raise AgreementNotFound(version)
    return found


def accept_agreement(
    session: Session, reference: str, version: int, *, by: Actor, at: datetime
) -> Project:
    """A person whom the application names accepts the agreement, for themselves.

    The applicant's acceptance puts the project in force for the months that were approved;
    everybody else who wants data accepts as well. Raises ProjectNotFound, NotInState, NotNamed,
    AgreementOutdated or AlreadyAccepted.
    """
    project = Projects(session, by).get_for_update(reference)
    state = project.state_at(at)
    if state not in _OPEN:
        raise NotInState(reference, state=state, wanted="agreed to")
    records = Records(session)
    if records.accounts(project).get(records.address_of(by.id) or "") != by.id:
        raise NotNamed
    agreement = current_agreement()
    if version != agreement.version:
        raise AgreementOutdated(agreement.version)
    if has_accepted(session, project, by):
        raise AlreadyAccepted
    session.add(
        Acceptance(
            project_id=project.id,
            person_id=by.id,
            person_name=by.name,
            agreement_version=agreement.version,
            agreement_sha256=agreement.sha256,
            accepted_at=at,
        )
    )
    session.flush()
    audit.record(
        session,
        "project.agreement_accepted",
        project,
        by=by,
        at=at,
        version=agreement.version,
        sha256=agreement.sha256,
    )
    if by.id == project.applicant_id:
        _begin(session, project, at)
    return project


def has_accepted(session: Session, project: Project, by: Actor) -> bool:
    """Whether the person's acceptance counts for this project."""
    return any(
        each.person_id == by.id and each.voided_at is None
        for each in Records(session).acceptances(project.id)
    )


def months_after(start: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _begin(session: Session, project: Project, at: datetime) -> None:
    assert project.duration_months is not None  # noqa: S101 - no application is submitted without
    until = months_after(at.date(), project.duration_months)
    project.put_in_force(until=until)
    entry = Records(session).entry(project.id)
    if entry is not None:
        entry.starts_on, entry.ends_on = at.date(), until
    session.flush()
