from __future__ import annotations

from uuid import UUID, uuid4

import numpy as np
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.kit.clock import utc_now
from app.recurrence import repository
from app.recurrence.models import Issue, IssueMember
from app.recurrence.service.grouping import place_into_issues
from app.reviews.counting import data_version, recount
from app.reviews.models import Finding, FindingState, Review, State
from app.tagging.models import SamenessVerdict
from nlp.similarity import group
from tests.factories.repository import Said, add_counted_review, direction, findings_of

NEAR = direction(1.0, 0.3)
ALSO_NEAR = direction(1.0, 0.1)
FAR = direction(0.0, 0.0, 1.0)


def add(session: Session, *vectors: object, **fields: object) -> list[UUID]:
    review = add_counted_review(session, *(Said(vector=each) for each in vectors), **fields)
    return findings_of(session, review)


def issues(session: Session) -> set[frozenset[UUID]]:
    grouped: dict[UUID, set[UUID]] = {}
    for issue, finding in session.execute(select(IssueMember.issue_id, IssueMember.finding_id)):
        grouped.setdefault(issue, set()).add(finding)
    return {frozenset(each) for each in grouped.values()}


def issue_of(session: Session, finding: UUID) -> UUID | None:
    return session.scalar(select(IssueMember.issue_id).where(IssueMember.finding_id == finding))


def say(session: Session, one: UUID, other: UUID, *, same: bool) -> None:
    first, second = sorted((one, other))
    session.add(
        SamenessVerdict(
            first_id=first, second_id=second, same=same, decided_by=uuid4(), decided_at=utc_now()
        )
    )
    session.flush()


class TestNewFindings:
    def test_near_ones_share_an_issue_and_far_ones_stand_alone(self, session: Session) -> None:
        (one,), (other,), (apart,) = add(session, NEAR), add(session, ALSO_NEAR), add(session, FAR)
        assert place_into_issues(session) == 3
        assert issues(session) == {frozenset({one, other}), frozenset({apart})}

    def test_a_second_run_finds_nothing_to_do(self, session: Session) -> None:
        add(session, NEAR, FAR)
        place_into_issues(session)
        version = data_version(session)
        assert place_into_issues(session) == 0
        assert data_version(session) == version

    def test_a_later_one_joins_without_moving_the_others(self, session: Session) -> None:
        (one,), (other,) = add(session, NEAR), add(session, ALSO_NEAR)
        place_into_issues(session)
        before = issue_of(session, one)
        head = session.get_one(Issue, before).representative_id
        (late,) = add(session, direction(1.0, 0.2))
        place_into_issues(session)
        assert issues(session) == {frozenset({one, other, late})}
        assert issue_of(session, late) == before
        assert session.get_one(Issue, before).representative_id == head

    def test_two_settled_issues_are_not_joined_by_one_between_them(self, session: Session) -> None:
        add(session, direction(1.0, 0.0), direction(1.0, 0.05))
        add(session, direction(0.3, 1.0), direction(0.25, 1.0))
        place_into_issues(session)
        before = issues(session)
        (between,) = add(session, direction(1.0, 0.9))
        place_into_issues(session)
        after = {each - {between} for each in issues(session)} - {frozenset()}
        assert after == before

    def test_work_in_progress_is_not_placed(self, session: Session) -> None:
        review = add_counted_review(session, Said(vector=NEAR))
        review.state, review.counted = State.CONFIRMATION, False
        recount(session, review.id)
        assert place_into_issues(session) == 0

    def test_one_without_a_vector_is_given_one(self, session: Session) -> None:
        words = "The team leader has nobody to think a case through with."
        review = add_counted_review(session, Said(words))
        place_into_issues(session)
        (finding,) = findings_of(session, review)
        assert issue_of(session, finding) is not None

    def test_as_a_whole_they_are_grouped_as_the_language_package_groups(
        self, session: Session
    ) -> None:
        rng = np.random.default_rng(4)
        centres = rng.normal(size=(6, 384))
        vectors = [
            (each := centre + 0.6 * rng.normal(size=384)) / np.linalg.norm(each)
            for centre in centres
            for _ in range(4)
        ]
        ids = add(session, *vectors)
        place_into_issues(session)
        rounded = np.array(vectors, dtype=np.float16).astype(np.float32)
        rounded /= np.linalg.norm(rounded, axis=1, keepdims=True)
        expected = group([str(each) for each in ids], rounded)
        assert issues(session) == {frozenset(UUID(x) for x in each.ids) for each in expected}
        assert len(expected) < len(ids)

    def test_the_index_finds_what_exact_search_finds(
        self, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(repository, "EXACT_BELOW", 0)
        (one,), (other,) = add(session, NEAR), add(session, ALSO_NEAR)
        place_into_issues(session)
        assert frozenset({one, other}) in issues(session)


class TestFindingsThatNoLongerCount:
    def leave(self, session: Session, finding: UUID) -> None:
        found = session.get_one(Finding, finding)
        found.state = FindingState.REJECTED
        recount(session, found.review_id)

    def test_leave_their_issue_and_an_empty_one_goes(self, session: Session) -> None:
        (one,) = add(session, NEAR)
        place_into_issues(session)
        self.leave(session, one)
        place_into_issues(session)
        assert session.scalar(text("SELECT count(*) FROM issues")) == 0

    def test_a_representative_that_left_is_followed_by_a_member(self, session: Session) -> None:
        ids = add(session, NEAR, ALSO_NEAR, direction(1.0, 0.2))
        place_into_issues(session)
        issue = session.get_one(Issue, issue_of(session, ids[0]))
        gone = issue.representative_id
        assert gone is not None
        self.leave(session, gone)
        place_into_issues(session)
        session.expire_all()
        assert issue.representative_id in set(ids) - {gone}

    def test_withdrawal_takes_the_memberships_along(self, session: Session) -> None:
        review = add_counted_review(session, Said(vector=NEAR))
        place_into_issues(session)
        session.delete(session.get_one(Review, review.id))
        session.flush()
        place_into_issues(session)
        assert issues(session) == set()


class TestVerdicts:
    def test_the_same_joins_what_lies_far_apart(self, session: Session) -> None:
        (one,), (other,) = add(session, NEAR), add(session, FAR)
        place_into_issues(session)
        say(session, one, other, same=True)
        place_into_issues(session)
        assert issues(session) == {frozenset({one, other})}
        member = session.get_one(IssueMember, one, populate_existing=True)
        assert member.by_person

    def test_the_same_joins_two_whole_issues(self, session: Session) -> None:
        left = add(session, NEAR, ALSO_NEAR)
        right = add(session, FAR, direction(0.0, 0.1, 1.0))
        place_into_issues(session)
        say(session, left[0], right[0], same=True)
        place_into_issues(session)
        assert issues(session) == {frozenset([*left, *right])}

    def test_different_parts_one_issue_and_it_stays_parted(self, session: Session) -> None:
        one, other = add(session, NEAR, ALSO_NEAR)
        place_into_issues(session)
        say(session, one, other, same=False)
        place_into_issues(session)
        assert issues(session) == {frozenset({one}), frozenset({other})}
        add(session, direction(1.0, 0.2))
        place_into_issues(session)
        assert issue_of(session, one) != issue_of(session, other)

    def test_the_latest_word_on_a_pair_is_in_force(self, session: Session) -> None:
        one, other = add(session, NEAR, ALSO_NEAR)
        say(session, one, other, same=False)
        place_into_issues(session)
        assert len(issues(session)) == 2
        say(session, one, other, same=True)
        place_into_issues(session)
        assert len(issues(session)) == 1
