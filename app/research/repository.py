"""Reading projects as somebody may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select, true, tuple_
from sqlalchemy.orm import Session

from app.identity.models import Person
from app.identity.permissions import Permission, is_allowed
from app.kit.actors import Actor
from app.research.errors import ProjectNotFound
from app.research.models import (
    Acceptance,
    Decision,
    DecisionKind,
    Project,
    ProjectPerson,
    ProjectState,
    RegisterEntry,
)


def reviews_research(by: Actor) -> bool:
    """Whether the person's roles let them decide; which rows are seen follows roles, not scopes."""
    return is_allowed(replace(by, scopes=None), Permission.RESEARCH_REVIEW)


class Projects:
    """Projects that one person may know of: their own, those that name them, and for stewards all.

    Only its applicant sees an application before it is first handed in.
    """

    def __init__(self, session: Session, by: Actor) -> None:
        self._session = session
        self._by = by

    def get(self, reference: str) -> Project:
        """One project. Raises ProjectNotFound."""
        return self._one(reference, lock=False)

    def get_for_update(self, reference: str) -> Project:
        """One project, locked until the transaction ends. Raises ProjectNotFound."""
        return self._one(reference, lock=True)

    def page(
        self,
        *,
        state: ProjectState | None,
        own: bool,
        before: tuple[datetime, UUID] | None,
        limit: int,
    ) -> Sequence[Project]:
        """Projects, newest first, from before that place. ``own``: made by or naming the person."""
        query = select(Project).where(self._takes_part() if own else self._visible())
        if state is not None:
            query = query.where(Project.state == state)
        if before is not None:
            query = query.where(tuple_(Project.begun_at, Project.id) < before)
        query = query.order_by(Project.begun_at.desc(), Project.id.desc()).limit(limit)
        return self._session.scalars(query).all()

    def waiting(self) -> Sequence[Project]:
        """What stewards have to decide, the longest waiting first."""
        query = select(Project).where(self._visible(), Project.state == ProjectState.SUBMITTED)
        return self._session.scalars(query.order_by(Project.submitted_at, Project.id)).all()

    def names(self, project: Project) -> bool:
        """Whether the person made the application or is named in it.

        By account and address; a steward of the same name counts as named, too, since an
        application may give another address of theirs.
        """
        return (
            bool(
                self._session.scalar(
                    select(
                        exists().where(
                            ProjectPerson.project_id == project.id,
                            or_(
                                ProjectPerson.email == self._own_address(),
                                func.lower(ProjectPerson.name) == self._by.name.lower(),
                            ),
                        )
                    )
                )
            )
            or project.applicant_id == self._by.id
        )

    def _one(self, reference: str, *, lock: bool) -> Project:
        query = select(Project).where(Project.reference == reference, self._visible())
        if lock:
            query = query.with_for_update(of=Project)
        found = self._session.scalars(query).one_or_none()
        if found is None:
            raise ProjectNotFound(reference)
        return found

    def _visible(self) -> ColumnElement[bool]:
        sent = Project.submitted_at.is_not(None)
        if reviews_research(self._by):
            return or_(Project.applicant_id == self._by.id, sent)
        return self._takes_part()

    def _takes_part(self) -> ColumnElement[bool]:
        named = exists().where(
            ProjectPerson.project_id == Project.id, ProjectPerson.email == self._own_address()
        )
        return or_(Project.applicant_id == self._by.id, Project.submitted_at.is_not(None) & named)

    def _own_address(self) -> ColumnElement[str]:
        return select(Person.email).where(Person.id == self._by.id).scalar_subquery()


class Records:
    """Decisions, acceptances and the register: what hangs on projects."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def decisions(self, project_id: UUID) -> Sequence[Decision]:
        """Every decision, oldest first, voided ones among them."""
        query = select(Decision).where(Decision.project_id == project_id)
        return self._session.scalars(query.order_by(Decision.decided_at, Decision.id)).all()

    def approvals(self, project_id: UUID) -> Sequence[Decision]:
        """Approvals that count."""
        return [
            each
            for each in self.decisions(project_id)
            if each.kind is DecisionKind.APPROVE and each.voided_at is None
        ]

    def count_approvals(self, project_ids: Sequence[UUID]) -> Mapping[UUID, int]:
        """How many approvals count, for each project that has any."""
        rows = self._session.execute(
            select(Decision.project_id, func.count())
            .where(
                Decision.project_id.in_(project_ids),
                Decision.kind == DecisionKind.APPROVE,
                Decision.voided_at.is_(None),
            )
            .group_by(Decision.project_id)
        )
        return dict(rows.all())

    def acceptances(self, project_id: UUID) -> Sequence[Acceptance]:
        """Every acceptance, oldest first, voided ones among them."""
        query = select(Acceptance).where(Acceptance.project_id == project_id)
        return self._session.scalars(query.order_by(Acceptance.accepted_at, Acceptance.id)).all()

    def register(self) -> Sequence[tuple[RegisterEntry, Project]]:
        """The public register, the latest approval first."""
        rows = self._session.execute(
            select(RegisterEntry, Project)
            .join(Project, Project.id == RegisterEntry.project_id)
            .order_by(RegisterEntry.approved_on.desc(), Project.reference.desc())
        )
        return [(entry, project) for entry, project in rows]

    def entry(self, project_id: UUID) -> RegisterEntry | None:
        """What the register says of one project."""
        return self._session.get(RegisterEntry, project_id)

    def accounts(self, project: Project) -> Mapping[str, UUID]:
        """Address → account of the project's people, for those who have one that is open."""
        addresses = [each.email for each in project.people if each.email]
        rows = self._session.execute(
            select(Person.email, Person.id).where(
                Person.email.in_(addresses), Person.active == true()
            )
        )
        return dict(rows.all())

    def address_of(self, person_id: UUID) -> str | None:
        """The address that somebody signs in with."""
        return self._session.scalar(select(Person.email).where(Person.id == person_id))
