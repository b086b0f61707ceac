"""The life of a review: which steps exist, and that no other can be taken."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from app.reviews.errors import NotInState
from app.reviews.models import Review, State
from app.reviews.models.lifecycle import STEPS
from tests.factories.records import AT

SOMEONE = UUID(int=7)

ACTS: dict[str, tuple[Callable[[Review], None], State]] = {
    "submit": (lambda r: r.submit(AT, by=SOMEONE), State.SUBMITTED),
    "begin_processing": (lambda r: r.begin_processing(), State.PROCESSING),
    "enter_clearance": (lambda r: r.enter_clearance(), State.CLEARANCE),
    "pass_clearance": (lambda r: r.pass_clearance(), State.CONFIRMATION),
    "accept": (lambda r: r.accept(AT), State.ACCEPTED),
    "publish": (lambda r: r.publish(AT, form="full", reason=None), State.PUBLISHED),
    "return": (lambda r: r.return_with("Mend the dates."), State.RETURNED),
    "hold": (lambda r: r.hold(reason="trial", until=None), State.ON_HOLD),
    "withdraw": (lambda r: r.withdraw(AT), State.WITHDRAWN),
    "supersede": (lambda r: r.supersede(), State.SUPERSEDED),
}


def a_review_in(state: State) -> Review:
    return Review(reference="CR-000001", state=state)


class TestEverySteps:
    @pytest.mark.parametrize("act", ACTS)
    @pytest.mark.parametrize("state", State)
    def test_is_taken_exactly_from_the_states_that_allow_it(self, act: str, state: State) -> None:
        do, target = ACTS[act]
        review = a_review_in(state)
        if target in STEPS[state]:
            do(review)
            assert review.state is target
        else:
            with pytest.raises(NotInState):
                do(review)
            assert review.state is state

    def test_every_state_has_its_row(self) -> None:
        assert set(STEPS) == set(State)

    def test_nothing_leads_out_of_a_withdrawal(self) -> None:
        assert STEPS[State.WITHDRAWN] == frozenset()


class TestCounting:
    @pytest.mark.parametrize("state", [State.ACCEPTED, State.PUBLISHED])
    def test_accepted_and_published_reviews_count(self, state: State) -> None:
        review = a_review_in(State.CONFIRMATION)
        review.accept(AT)
        if state is State.PUBLISHED:
            review.publish(AT, form="full", reason=None)
        assert review.counted
        assert review.published is (state is State.PUBLISHED)

    def test_a_hold_takes_it_out_and_its_end_puts_it_back(self) -> None:
        review = a_review_in(State.ACCEPTED)
        review.hold(reason="trial", until=None)
        assert (review.state, review.counted) == (State.ON_HOLD, False)
        review.release_hold()
        assert (review.state, review.counted) == (State.ACCEPTED, True)

    def test_only_a_held_review_can_be_released(self) -> None:
        with pytest.raises(NotInState):
            a_review_in(State.ACCEPTED).release_hold()


class TestConfirmation:
    def test_a_new_submission_asks_for_a_new_confirmation(self) -> None:
        review = a_review_in(State.CONFIRMATION)
        review.confirm(AT)
        review.return_with("A page is missing.")
        review.submit(AT, by=SOMEONE)
        assert review.confirmed_at is None

    def test_is_refused_in_any_other_state(self) -> None:
        with pytest.raises(NotInState):
            a_review_in(State.CLEARANCE).confirm(AT)
