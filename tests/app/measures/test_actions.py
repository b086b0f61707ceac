from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.measures.questions import SplitQuestion
from app.measures.service.actions import find_actions
from app.recurrence.service.grouping import place_into_issues
from tests.app.measures.conftest import Make
from tests.factories.repository import Said, direction

TODAY = date(2020, 6, 1)
ALL = SplitQuestion()


def promised(due: date | None = None, done: date | None = None, **fields: object) -> Said:
    return Said(
        actions=[{"words": "Reserve an hour.", "due": due, "done_on": done}],
        **fields,  # type: ignore[arg-type]
    )


class TestStates:
    def test_open_overdue_undated_and_done_add_up(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(
            promised(due=date(2021, 1, 1)),
            promised(due=date(2019, 1, 1)),
            promised(due=date(2018, 1, 1)),
            promised(),
            promised(due=date(2019, 1, 1), done=date(2018, 12, 1)),
        )
        whole = find_actions(session, ALL, by=analyst, at=TODAY).whole
        assert (whole.actions, whole.open, whole.overdue, whole.undated) == (5, 1, 2, 1)
        assert (whole.resolved, whole.recurred) == (1, 0)
        assert whole.overdue_share == pytest.approx(2 / 3)

    def test_the_day_of_counting_decides(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(promised(due=date(2020, 7, 1)))
        before = find_actions(session, ALL, by=analyst, at=date(2020, 7, 1)).whole
        after = find_actions(session, ALL, by=analyst, at=date(2020, 7, 2)).whole
        assert (before.open, before.overdue) == (1, 0)
        assert (after.open, after.overdue) == (0, 1)

    def test_what_is_found_again_after_it_was_done_has_recurred(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        first = promised(done=date(2016, 1, 1), vector=direction(1))
        make(first, committee="fife", completed_on=date(2015, 6, 1))
        again = Said(statement="Nobody ever asked the nurse.", vector=direction(1))
        make(again, committee="moray", completed_on=date(2018, 6, 1))
        place_into_issues(session)
        found = find_actions(session, ALL, by=analyst, at=TODAY)
        assert (found.whole.resolved, found.whole.recurred) == (0, 1)
        assert "has been found again since" in found.sentence

    def test_what_was_found_before_it_was_done_has_not(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        first = promised(done=date(2019, 1, 1), vector=direction(1))
        make(first, committee="fife", completed_on=date(2015, 6, 1))
        again = Said(statement="Nobody ever asked the nurse.", vector=direction(1))
        make(again, committee="moray", completed_on=date(2018, 6, 1))
        place_into_issues(session)
        assert find_actions(session, ALL, by=analyst, at=TODAY).whole.recurred == 0


class TestSplit:
    def test_by_committee_and_by_year(self, session: Session, make: Make, analyst: Actor) -> None:
        make(promised(), promised(), committee="fife", year=2014)
        make(promised(done=date(2019, 1, 1)), committee="moray", year=2016)
        by_committee = find_actions(session, SplitQuestion(by="committee"), by=analyst, at=TODAY)
        assert [(row.key, row.actions) for row in by_committee.rows] == [
            ({"committee": "fife"}, 2),
            ({"committee": "moray"}, 1),
        ]
        by_year = find_actions(session, SplitQuestion(by="year"), by=analyst, at=TODAY)
        assert [row.key for row in by_year.rows] == [{"year": 2014}, {"year": 2016}]

    def test_a_change_shows_at_once(self, session: Session, make: Make, analyst: Actor) -> None:
        make(promised())
        assert find_actions(session, ALL, by=analyst, at=TODAY).whole.actions == 1
        make(promised())
        assert find_actions(session, ALL, by=analyst, at=TODAY).whole.actions == 2

    def test_none_at_all_is_said(self, session: Session, analyst: Actor) -> None:
        found = find_actions(session, ALL, by=analyst, at=TODAY)
        assert found.sentence.startswith("Too few actions")
        assert found.rows == []

    def test_practitioners_see_none_of_a_few_reviews(
        self, session: Session, make: Make, reader: Actor
    ) -> None:
        make(promised(), promised(), promised())
        assert find_actions(session, ALL, by=reader, at=TODAY).whole.hidden
