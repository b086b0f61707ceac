from __future__ import annotations

from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.measures.questions import MeasureQuestion
from app.measures.schemas import Emergence, Emerging
from app.measures.service.emerging import find_emerging
from tests.app.measures.conftest import Make
from tests.factories.repository import Said, themed

ALL = MeasureQuestion()


def theme(found: Emerging, key: str) -> Emergence:
    (one,) = [each for each in found.themes if each.theme == key]
    return one


def fill(make: Make) -> None:
    """Six reviews a year, all on neglect; exploitation only in the last two years."""
    for year in range(2010, 2020):
        for number in range(6):
            late = year >= 2018 and number < 5
            keys = ("neglect", "child_sexual_abuse_exploitation") if late else ("neglect",)
            make(Said(tags=themed(*keys)), year=year)


class TestEmergence:
    def test_a_theme_that_is_new_emerges_and_a_steady_one_does_not(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        fill(make)
        found = find_emerging(session, ALL, by=analyst)
        new = theme(found, "child_sexual_abuse_exploitation")
        assert (new.emerging, new.since, new.observed, new.reviews) == (True, 2018, 10, 10)
        assert new.expected == 10 * 12 / 60
        assert not theme(found, "neglect").emerging
        assert "since 2018 (10 reviews where 2.0 were to be expected)" in found.sentence

    def test_the_same_data_give_the_same_answer(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        fill(make)
        narrow = MeasureQuestion(from_year=2010)
        one = find_emerging(session, ALL, by=analyst)
        assert one.themes == find_emerging(session, narrow, by=analyst).themes

    def test_a_year_without_reviews_is_missing(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        for year in (2010, 2011, 2014, 2015):
            make(Said(tags=themed("neglect")), year=year)
        assert find_emerging(session, ALL, by=analyst).years == [2010, 2011, 2014, 2015]

    def test_too_few_findings_are_said_to_be_few(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        for year in range(2010, 2016):
            make(Said(tags=themed("training")) if year == 2015 else Said(), year=year)
        found = theme(find_emerging(session, ALL, by=analyst), "training")
        assert (found.observed, found.emerging) == (None, False)
        assert found.note is not None

    def test_nothing_to_look_at_is_said(self, session: Session, analyst: Actor) -> None:
        found = find_emerging(session, MeasureQuestion(committee="orkney"), by=analyst)
        assert found.themes == []
        assert found.sentence.startswith("No reviews with findings")


class TestForPractitioners:
    def test_a_window_that_leaves_few_outside_it_is_hidden(
        self, session: Session, make: Make, reader: Actor
    ) -> None:
        fill(make)
        found = find_emerging(session, ALL, by=reader)
        assert theme(found, "child_sexual_abuse_exploitation").hidden
        assert "exploitation" not in found.sentence.lower()
