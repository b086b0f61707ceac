"""A release from its draft to the copy that is traced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.identity.row_security import act_as
from app.kit.actors import Actor
from app.kit.storage import Storage
from app.releases.errors import (
    ApprovalsMissing,
    NotProtected,
    OtherReleasedMeanwhile,
    OwnRelease,
    ReleaseAlreadyApproved,
    ReleaseNotFound,
    TierNotApproved,
)
from app.releases.models import Release
from app.releases.schemas import ApprovalSent, Choices, ReleaseSent
from app.releases.service.approving import approve_release, freeze_release, recall_release
from app.releases.service.building import build_release, rebuild_release
from app.releases.service.handing_out import get_release, open_file, public_releases, trace_file
from app.research.errors import ProjectNotInForce
from app.research.models import Project, ProjectState, Tier
from tests.factories.projects import AT, a_project, somebody
from tests.factories.repository import Said, add_counted_review, themed

SENT = ReleaseSent(title="Coded findings", tier=Tier.CODED_FINDINGS)
CATEGORIES = ("tools", "longer_term_work", "management_systems")


@pytest.fixture
def researcher(session: Session) -> Actor:
    return somebody(session)


@pytest.fixture
def stewards(session: Session) -> list[Actor]:
    return [somebody(session, "steward") for _ in range(3)]


@pytest.fixture
def project(session: Session, storage: Storage, researcher: Actor) -> Project:
    for number in range(30):
        said = Said(
            tags=(
                ("typology", CATEGORIES[number % 3], "human"),
                *themed(("training", "neglect")[number % 2]),
            )
        )
        add_counted_review(session, said, said, year=2012 + number % 3)
    return a_project(session, storage, researcher, state=ProjectState.IN_FORCE)


def approve(session: Session, release: Release, by: Actor) -> None:
    sent = ApprovalSent(edition=release.edition, reason="It is sound")
    approve_release(session, release.reference, sent, by=by, at=AT)


def frozen(session: Session, project: Project, stewards: list[Actor]) -> Release:
    author, *others = stewards
    release = build_release(session, project.reference, SENT, by=author, at=AT)
    for each in others:
        approve(session, release, each)
    return freeze_release(session, release.reference, by=author, at=AT)


class TestBuilding:
    def test_states_what_was_reached(
        self, session: Session, project: Project, stewards: list[Actor]
    ) -> None:
        release = build_release(session, project.reference, SENT, by=stewards[0], at=AT)
        assert (release.rows, release.version, release.edition) == (60, 1, 1)
        assert release.k >= 5
        assert release.l >= 2
        session.expire_all()
        first = open_file(session, release.reference, "package.zip", by=stewards[1], at=AT)
        rebuilt = rebuild_release(session, release.reference, SENT, by=stewards[0], at=AT)
        assert rebuilt.edition == 2
        again = open_file(session, release.reference, "package.zip", by=stewards[1], at=AT)
        assert again == first

    def test_refuses_more_than_was_approved(
        self, session: Session, project: Project, stewards: list[Actor]
    ) -> None:
        sent = SENT.model_copy(update={"tier": Tier.ANONYMISED_PASSAGES})
        with pytest.raises(TierNotApproved):
            build_release(session, project.reference, sent, by=stewards[0], at=AT)

    def test_says_what_could_be_had_instead(
        self, session: Session, project: Project, stewards: list[Actor]
    ) -> None:
        sent = SENT.model_copy(update={"tier": Tier.PUBLISHED_METADATA})
        with pytest.raises(NotProtected, match="the rows without outcome"):
            build_release(session, project.reference, sent, by=stewards[0], at=AT)
        less = sent.model_copy(update={"choices": Choices(leave_out=("outcome",))})
        assert build_release(session, project.reference, less, by=stewards[0], at=AT).rows == 30


class TestApproving:
    def test_takes_two_who_did_not_make_it(
        self, session: Session, project: Project, stewards: list[Actor]
    ) -> None:
        author, second, third = stewards
        release = build_release(session, project.reference, SENT, by=author, at=AT)
        with pytest.raises(OwnRelease):
            approve(session, release, author)
        approve(session, release, second)
        with pytest.raises(ReleaseAlreadyApproved):
            approve(session, release, second)
        with pytest.raises(ApprovalsMissing):
            freeze_release(session, release.reference, by=author, at=AT)
        approve(session, release, third)
        assert freeze_release(session, release.reference, by=author, at=AT).frozen_at == AT

    def test_an_edit_voids_approvals(
        self, session: Session, project: Project, stewards: list[Actor]
    ) -> None:
        author, second, third = stewards
        release = build_release(session, project.reference, SENT, by=author, at=AT)
        approve(session, release, second)
        approve(session, release, third)
        rebuild_release(session, release.reference, SENT, by=author, at=AT)
        with pytest.raises(ApprovalsMissing, match="0 of 2"):
            freeze_release(session, release.reference, by=author, at=AT)

    def test_is_protected_against_every_release_before(
        self, session: Session, project: Project, stewards: list[Actor]
    ) -> None:
        author, *others = stewards
        waiting = build_release(session, project.reference, SENT, by=author, at=AT)
        for each in others:
            approve(session, waiting, each)
        frozen(session, project, stewards)
        with pytest.raises(OtherReleasedMeanwhile):
            freeze_release(session, waiting.reference, by=author, at=AT)
        rebuild_release(session, waiting.reference, SENT, by=author, at=AT)
        assert waiting.frozen_before == 1


class TestHandingOut:
    def test_gives_a_marked_copy_that_is_traced(
        self, session: Session, project: Project, stewards: list[Actor], researcher: Actor
    ) -> None:
        release = frozen(session, project, stewards)
        act_as(session, researcher)
        package = open_file(session, release.reference, "package.zip", by=researcher, at=AT)
        again = open_file(session, release.reference, "package.zip", by=researcher, at=AT)
        assert again == package
        table = open_file(session, release.reference, "data.csv", by=researcher, at=AT)
        assert not get_release(session, release.reference, by=researcher, at=AT).approvals
        marked = trace_file(session, package)
        assert marked
        assert (marked.person_id, marked.by) == (researcher.id, "mark")
        some = b"\n".join(table.splitlines()[:40])
        ordered = trace_file(session, some)
        assert ordered
        assert (ordered.person_id, ordered.by) == (researcher.id, "order")
        assert trace_file(session, b"row\n" + b"\n".join(b"%d" % n for n in range(1, 41))) is None

    def test_is_nothing_to_others(
        self, session: Session, project: Project, stewards: list[Actor], researcher: Actor
    ) -> None:
        draft = build_release(session, project.reference, SENT, by=stewards[0], at=AT)
        release = frozen(session, project, stewards)
        stranger = somebody(session)
        act_as(session, stranger)
        with pytest.raises(ReleaseNotFound):
            open_file(session, release.reference, "data.csv", by=stranger, at=AT)
        act_as(session, researcher)
        with pytest.raises(ReleaseNotFound):
            get_release(session, draft.reference, by=researcher, at=AT)

    def test_ends_with_the_agreement_and_with_recall(
        self, session: Session, project: Project, stewards: list[Actor], researcher: Actor
    ) -> None:
        release = frozen(session, project, stewards)
        late = AT + timedelta(days=400)
        with pytest.raises(ProjectNotInForce):
            open_file(session, release.reference, "data.csv", by=researcher, at=late)
        with pytest.raises(ProjectNotInForce):
            build_release(session, project.reference, SENT, by=stewards[0], at=late)
        recall_release(session, release.reference, "A mistake", by=stewards[0], at=AT)
        with pytest.raises(Exception, match="is recalled"):
            open_file(session, release.reference, "data.csv", by=researcher, at=AT)
        assert [each.reference for each in public_releases(session)] == [release.reference]
