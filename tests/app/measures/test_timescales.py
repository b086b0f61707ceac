from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.measures.questions import TimescaleQuestion
from app.measures.schemas import Pace, Timescales
from app.measures.service.timescales import find_timescales
from tests.app.measures.conftest import Make

TODAY = date(2020, 1, 1)
BEGAN = date(2015, 1, 1)
ASKED = TimescaleQuestion()


def take(make: Make, days: list[int | None], **fields: object) -> None:
    """Reviews that took so many days; None: still unfinished."""
    for each in days:
        dates = {"commission": BEGAN}
        if each is not None:
            dates["completed"] = BEGAN + timedelta(days=each)
        make(dates=dates, **fields)


def ask(session: Session, by: Actor, asked: TimescaleQuestion = ASKED) -> Timescales:
    return find_timescales(session, asked, by=by, at=TODAY)


def group(found: Timescales, name: str) -> Pace:
    (one,) = [each for each in found.groups if each.group == name]
    return one


class TestDurations:
    def test_half_have_finished_by_the_median(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        take(make, [100, 200, 300, 400, 500])
        found = ask(session, analyst)
        assert (found.whole.reviews, found.whole.median_days) == (5, 300)
        assert [step.unfinished for step in found.whole.steps] == pytest.approx(
            [0.8, 0.6, 0.4, 0.2, 0.0]
        )

    def test_an_unfinished_review_is_kept_as_unfinished(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        take(make, [100, 200, None, None, None])
        found = ask(session, analyst)
        assert (found.whole.reviews, found.whole.unfinished) == (5, 3)
        assert found.whole.median_days is None
        assert found.sentence.startswith("Fewer than half of 5 reviews")

    def test_a_date_known_to_the_year_alone_tells_no_duration(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        take(make, [100])
        make(dates={"commission": BEGAN, "completed": date(2016, 1, 1)}, precision="year")
        assert ask(session, analyst).whole.reviews == 1

    def test_dates_out_of_order_are_counted_and_left_out(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        take(make, [100, -20])
        found = ask(session, analyst)
        assert (found.whole.reviews, found.out_of_order) == (1, 1)

    def test_other_stages_run_between_their_own_dates(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(dates={"notification": BEGAN, "decision": BEGAN + timedelta(days=40)})
        found = ask(session, analyst, TimescaleQuestion(stage="decision"))
        assert found.whole.median_days == 40

    def test_a_target_tells_the_share_beyond_it(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        take(make, [100, 200, 300, 400])
        found = ask(session, analyst, TimescaleQuestion(target=250))
        assert found.whole.beyond_target == pytest.approx(0.5)
        assert found.whole.beyond_low < 0.5 < found.whole.beyond_high  # type: ignore[operator]

    def test_nothing_on_record_is_said(self, session: Session, analyst: Actor) -> None:
        found = ask(session, analyst)
        assert found.sentence.startswith("Too few reviews")
        assert found.groups == []


class TestComparison:
    def test_the_slow_method_is_found_and_no_other(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        usual = [250, 270, 290, 310, 330, 350, 370, 390]
        for method in ("hybrid", "learning_together", "appreciative_inquiry"):
            take(make, usual, methodology=method)
        take(make, [800 + 20 * each for each in range(8)], methodology="root_cause_analysis")
        found = ask(session, analyst)
        assert [each.group for each in found.groups if each.slower] == ["root_cause_analysis"]
        assert [each.group for each in found.groups if each.faster] == []
        assert "slower than the rest: Root Cause Analysis." in found.sentence

    def test_a_review_that_states_no_method_is_in_the_whole_alone(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        take(make, [100, 200], methodology="not_stated")
        take(make, [300], methodology="hybrid")
        found = ask(session, analyst)
        assert [each.group for each in found.groups] == ["hybrid"]
        assert found.whole.reviews == 3

    def test_proceedings_not_recorded_are_not_no(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        take(make, [500, 600], proceedings={"criminal": True, "mappa": False})
        take(make, [100, 200, 300], proceedings={"criminal": False})
        take(make, [50, 60, 70, 80])
        found = ask(session, analyst, TimescaleQuestion(by="parallel_proceedings"))
        assert {each.group: each.reviews for each in found.groups} == {"yes": 2, "no": 3}

    def test_types_may_be_compared(self, session: Session, make: Make, analyst: Actor) -> None:
        take(make, [100], review_type="learning_review")
        take(make, [200])
        found = ask(session, analyst, TimescaleQuestion(by="type"))
        assert [each.group for each in found.groups] == [
            "learning_review",
            "significant_case_review",
        ]


class TestForPractitioners:
    def test_no_curve_is_drawn_of_single_reviews(
        self, session: Session, make: Make, reader: Actor
    ) -> None:
        take(make, [100, 200, 300, 400, 500, 600])
        found = ask(session, reader)
        assert found.whole.steps == []
        assert found.whole.median_days == 300

    def test_a_group_of_few_is_hidden(self, session: Session, make: Make, reader: Actor) -> None:
        take(make, [100, 200, 300, 400, 500, 600], methodology="hybrid")
        take(make, [900, 950], methodology="root_cause_analysis")
        found = ask(session, reader)
        hidden = group(found, "root_cause_analysis")
        assert hidden.hidden
        assert (hidden.reviews, hidden.median_days) == (None, None)
        assert not group(found, "hybrid").hidden
