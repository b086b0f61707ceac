"""Two stewards, neither applicant nor member, decide on exactly what they read."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent
from app.kit.actors import Actor
from app.kit.storage import Storage
from app.research.errors import (
    AlreadyApproved,
    ApplicationChanged,
    NotInState,
    OwnProject,
    ProjectNotFound,
)
from app.research.models import Decision, DecisionKind, Project, ProjectState
from app.research.schemas import PersonSent
from app.research.service.applications import save_application, submit_application
from app.research.service.documents import send_ethics_document
from app.research.service.reading import get_project
from tests.factories.projects import (
    AT,
    a_pdf,
    a_project,
    an_application,
    decide,
    letter,
    named,
    somebody,
)


@pytest.fixture
def project(session: Session, storage: Storage, applicant: Actor) -> Project:
    return a_project(session, storage, applicant, state=ProjectState.SUBMITTED)


def actions(session: Session, project: Project) -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.subject_reference == project.reference)
    return list(session.scalars(query.order_by(AuditEvent.id)))


class TestApproval:
    def test_needs_two(
        self, session: Session, project: Project, first: Actor, second: Actor
    ) -> None:
        assert decide(session, project, by=first).state is ProjectState.SUBMITTED
        assert decide(session, project, by=second).state is ProjectState.APPROVED
        assert project.approved_at == AT
        assert actions(session, project)[-3:] == [
            "project.decided", "project.decided", "project.approved",
        ]  # fmt: skip

    def test_needs_two_different_people(
        self, session: Session, project: Project, first: Actor
    ) -> None:
        decide(session, project, by=first)
        with pytest.raises(AlreadyApproved):
            decide(session, project, by=first)
        assert project.state is ProjectState.SUBMITTED

    def test_the_database_refuses_a_second_of_the_same_steward(
        self, session: Session, project: Project, first: Actor
    ) -> None:
        decide(session, project, by=first)
        session.add(
            Decision(
                project_id=project.id, steward_id=first.id, steward_name="Again",
                kind=DecisionKind.APPROVE, reason="r", edition=1, fingerprint="f",
            )
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="uq_research_decisions_approval"):
            session.flush()

    def test_of_other_content_does_not_count(
        self, session: Session, project: Project, first: Actor, second: Actor
    ) -> None:
        decide(session, project, by=first)
        # Past the service, as somebody with the database's own tools would.
        project.purpose = "Something else altogether"
        session.flush()
        decide(session, project, by=second)
        assert project.state is ProjectState.SUBMITTED

    def test_carries_its_reason_and_what_was_read(
        self, session: Session, project: Project, first: Actor
    ) -> None:
        decide(session, project, by=first)
        (kept,) = session.scalars(select(Decision).where(Decision.project_id == project.id))
        assert (kept.reason, kept.edition) == ("It is sound", project.edition)
        assert (kept.steward_id, kept.decided_at) == (first.id, AT)
        assert len(kept.fingerprint) == 64

    def test_no_reason_reaches_the_trail(
        self, session: Session, project: Project, first: Actor
    ) -> None:
        decide(session, project, by=first)
        query = select(AuditEvent).where(AuditEvent.subject_reference == project.reference)
        assert all("It is sound" not in str(each.details) for each in session.scalars(query))


class TestFourEyes:
    def test_not_by_the_applicant(self, session: Session, storage: Storage) -> None:
        both = somebody(session)
        project = a_project(session, storage, both, state=ProjectState.SUBMITTED)
        steward = Actor(both.id, both.name, frozenset({"researcher", "steward"}))
        for kind in DecisionKind:
            with pytest.raises(OwnProject):
                decide(session, project, kind, by=steward)

    def test_not_by_a_member_known_by_address(
        self, session: Session, storage: Storage, applicant: Actor, first: Actor
    ) -> None:
        member = named(session, first).model_copy(update={"name": "Under another name"})
        people = [named(session, applicant), member]
        project = a_project(
            session, storage, applicant, state=ProjectState.SUBMITTED, people=people
        )
        with pytest.raises(OwnProject):
            decide(session, project, by=first)

    def test_not_by_a_member_known_by_name(
        self, session: Session, storage: Storage, applicant: Actor
    ) -> None:
        steward = somebody(session, "steward", name="Oluchi Adeyemi")
        member = PersonSent(name="oluchi adeyemi", organisation="A", email="o@elsewhere.example")
        people = [named(session, applicant), member]
        project = a_project(
            session, storage, applicant, state=ProjectState.SUBMITTED, people=people
        )
        with pytest.raises(OwnProject):
            decide(session, project, by=steward)

    def test_not_before_it_is_handed_in(
        self, session: Session, storage: Storage, applicant: Actor, first: Actor
    ) -> None:
        draft = a_project(session, storage, applicant)
        with pytest.raises(ProjectNotFound):
            decide(session, draft, by=first)


class TestAnEdit:
    def test_voids_the_approvals_given(
        self, session: Session, project: Project, applicant: Actor, first: Actor
    ) -> None:
        decide(session, project, by=first)
        sent = an_application(session, applicant, purpose="Another question")
        save_application(session, project.reference, sent, by=applicant, at=AT)
        (kept,) = session.scalars(select(Decision).where(Decision.project_id == project.id))
        assert kept.voided_at == AT
        assert actions(session, project)[-2:] == ["project.changed", "project.approvals_voided"]
        query = select(AuditEvent.details).where(AuditEvent.action == "project.approvals_voided")
        assert session.scalars(query).one() == {"approvals": 1, "acceptances": 0}

    def test_so_the_same_steward_may_approve_anew_and_two_are_needed_again(
        self, session: Session, project: Project, applicant: Actor, first: Actor, second: Actor
    ) -> None:
        decide(session, project, by=first)
        sent = an_application(session, applicant, purpose="Another question")
        save_application(session, project.reference, sent, by=applicant, at=AT)
        assert decide(session, project, by=second).state is ProjectState.SUBMITTED
        assert decide(session, project, by=first).state is ProjectState.APPROVED

    def test_of_the_ethics_document_is_one(
        self,
        session: Session,
        storage: Storage,
        project: Project,
        applicant: Actor,
        first: Actor,
        second: Actor,
    ) -> None:
        for steward in (first, second):
            decide(session, project, by=steward)
        other = letter(a_pdf("Another letter."))
        send_ethics_document(session, storage, project.reference, other, by=applicant, at=AT)
        assert project.state is ProjectState.SUBMITTED
        assert get_project(session, project.reference, by=applicant, at=AT).approvals == 0

    @pytest.mark.parametrize("field", ["title", "lay_summary", "purpose", "funder", "ethics_body",
                                       "ethics_reference"])  # fmt: skip
    def test_of_any_words_is_one(
        self, session: Session, project: Project, applicant: Actor, first: Actor, field: str
    ) -> None:
        decide(session, project, by=first)
        sent = an_application(session, applicant, **{field: "Something else"})
        save_application(session, project.reference, sent, by=applicant, at=AT)
        assert get_project(session, project.reference, by=applicant, at=AT).approvals == 0

    def test_that_changes_nothing_voids_nothing(
        self, session: Session, storage: Storage, project: Project, applicant: Actor, first: Actor
    ) -> None:
        decide(session, project, by=first)
        edition = project.edition
        same = an_application(session, applicant)
        save_application(session, project.reference, same, by=applicant, at=AT)
        held = storage.read(project.ethics_sha256 or "")
        again = letter(held)
        send_ethics_document(session, storage, project.reference, again, by=applicant, at=AT)
        seen = get_project(session, project.reference, by=applicant, at=AT)
        assert (seen.edition, seen.approvals) == (edition, 1)

    def test_makes_a_decision_on_the_edition_before_impossible(
        self, session: Session, project: Project, applicant: Actor, first: Actor
    ) -> None:
        read = project.edition
        sent = an_application(session, applicant, purpose="Another question")
        save_application(session, project.reference, sent, by=applicant, at=AT)
        with pytest.raises(ApplicationChanged, match=f"edition {read + 1}"):
            decide(session, project, by=first, edition=read)


class TestReturnAndRefusal:
    def test_a_return_voids_approvals_and_lets_the_applicant_mend(
        self, session: Session, project: Project, applicant: Actor, first: Actor, second: Actor
    ) -> None:
        decide(session, project, by=first)
        assert decide(session, project, "return", by=second).state is ProjectState.RETURNED
        submit_application(session, project.reference, by=applicant, at=AT)
        seen = get_project(session, project.reference, by=applicant, at=AT)
        assert (seen.state, seen.approvals) == (ProjectState.SUBMITTED, 0)

    def test_a_refusal_is_the_end(
        self, session: Session, project: Project, applicant: Actor, first: Actor, second: Actor
    ) -> None:
        assert decide(session, project, "refuse", by=first).state is ProjectState.REFUSED
        with pytest.raises(NotInState, match="is refused"):
            decide(session, project, by=second)
        sent = an_application(session, applicant, title="Again")
        with pytest.raises(NotInState, match="cannot be changed"):
            save_application(session, project.reference, sent, by=applicant, at=AT)

    @pytest.mark.parametrize("kind", DecisionKind)
    def test_nothing_is_decided_twice(
        self, session: Session, storage: Storage, applicant: Actor, first: Actor, kind: DecisionKind
    ) -> None:
        project = a_project(session, storage, applicant, state=ProjectState.APPROVED)
        with pytest.raises(NotInState, match="is approved"):
            decide(session, project, kind, by=first)

    def test_names_of_stewards_are_for_stewards(
        self, session: Session, project: Project, applicant: Actor, first: Actor, second: Actor
    ) -> None:
        decide(session, project, "return", by=first)
        told = get_project(session, project.reference, by=applicant, at=AT).decisions[0]
        assert (told.steward, told.reason) == (None, "It is sound")
        seen = get_project(session, project.reference, by=second, at=AT).decisions[0]
        assert seen.steward == first.name
