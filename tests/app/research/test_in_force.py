"""Data are given to what is approved, agreed to and not over, and to nobody else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.kit.storage import Storage
from app.research.errors import ProjectNotFound, ProjectNotInForce
from app.research.models import Project, ProjectState, Tier
from app.research.service.agreeing import accept_agreement, current_agreement
from app.research.service.applications import close_project, save_application
from app.research.service.in_force import project_in_force
from tests.factories.projects import AT, a_project, an_application, decide, somebody

LAST_DAY = date(2027, 3, 14)


@pytest.fixture
def project(session: Session, storage: Storage, applicant: Actor, colleague: Actor) -> Project:
    return a_project(session, storage, applicant, colleague, state=ProjectState.IN_FORCE)


class TestInForce:
    def test_tells_what_a_release_is_made_of(
        self, session: Session, project: Project, applicant: Actor, colleague: Actor
    ) -> None:
        found = project_in_force(session, project.reference, at=AT)
        assert found.reference == project.reference
        assert found.title == "What supervision changes"
        assert found.tier is Tier.CODED_FINDINGS
        assert found.data_use == ("DUO_0000021", "DUO_0000027")
        assert found.agreement_version == current_agreement().version
        assert (found.approved_on, found.ends_on) == (AT.date(), LAST_DAY)
        assert [each.person_id for each in found.people] == [applicant.id, colleague.id]
        assert found.people[0].orcid == "0000-0002-1825-0097"

    def test_gives_to_those_who_accepted_alone(
        self, session: Session, project: Project, applicant: Actor, colleague: Actor
    ) -> None:
        before = project_in_force(session, project.reference, at=AT)
        assert before.gives_to(applicant.id)
        assert not before.gives_to(colleague.id)
        version = current_agreement().version
        accept_agreement(session, project.reference, version, by=colleague, at=AT)
        after = project_in_force(session, project.reference, at=AT)
        assert after.gives_to(colleague.id)
        assert not after.gives_to(uuid4())

    def test_lasts_to_the_end_of_its_last_day(self, session: Session, project: Project) -> None:
        end = datetime(2027, 3, 14, 23, 59, 59, tzinfo=UTC)
        assert project_in_force(session, project.reference, at=end).ends_on == LAST_DAY
        with pytest.raises(ProjectNotInForce, match="is expired") as refused:
            project_in_force(session, project.reference, at=end + timedelta(seconds=1))
        assert refused.value.state == "expired"


class TestNotInForce:
    @pytest.mark.parametrize(
        "state", [ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.APPROVED]
    )
    def test_before_the_agreement(
        self, session: Session, storage: Storage, applicant: Actor, state: ProjectState
    ) -> None:
        project = a_project(session, storage, applicant, state=state)
        with pytest.raises(ProjectNotInForce, match=f"is {state}"):
            project_in_force(session, project.reference, at=AT)

    def test_with_a_colleagues_acceptance_alone(
        self, session: Session, storage: Storage, applicant: Actor, colleague: Actor
    ) -> None:
        project = a_project(session, storage, applicant, colleague, state=ProjectState.APPROVED)
        version = current_agreement().version
        accept_agreement(session, project.reference, version, by=colleague, at=AT)
        with pytest.raises(ProjectNotInForce, match="is approved"):
            project_in_force(session, project.reference, at=AT)

    def test_once_closed(self, session: Session, project: Project, applicant: Actor) -> None:
        close_project(session, project.reference, "Destroyed", by=applicant, at=AT)
        with pytest.raises(ProjectNotInForce, match="is closed"):
            project_in_force(session, project.reference, at=AT)

    @pytest.mark.parametrize(
        "change",
        [{"title": "Another title"}, {"tier": Tier.ANONYMISED_PASSAGES}, {"funder": "A company"}],
        ids=lambda change: next(iter(change)),
    )
    def test_once_anything_is_changed_until_it_is_approved_and_agreed_to_again(
        self,
        session: Session,
        project: Project,
        applicant: Actor,
        colleague: Actor,
        change: dict[str, object],
    ) -> None:
        sent = an_application(session, applicant, colleague, **change)
        save_application(session, project.reference, sent, by=applicant, at=AT)
        with pytest.raises(ProjectNotInForce, match="is submitted"):
            project_in_force(session, project.reference, at=AT)
        for _ in range(2):
            decide(session, project, by=somebody(session, "steward"))
        with pytest.raises(ProjectNotInForce, match="is approved"):
            project_in_force(session, project.reference, at=AT)
        version = current_agreement().version
        accept_agreement(session, project.reference, version, by=applicant, at=AT)
        assert project_in_force(session, project.reference, at=AT).gives_to(applicant.id)

    def test_where_there_is_none(self, session: Session) -> None:
        with pytest.raises(ProjectNotFound):
            project_in_force(session, "RP-999999", at=AT)
