from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.measures.questions import SplitQuestion
from app.measures.schemas import Completeness, Figure
from app.measures.service.completeness import find_completeness
from tests.app.measures.conftest import Make

ALL = SplitQuestion()


def figure(found: Completeness, field: str, **key: object) -> Figure:
    (one,) = [each for each in found.figures if (each.matter, each.key) == (field, key)]
    return one


class TestRecorded:
    def test_no_is_an_answer_and_not_recorded_is_none(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(circumstances={"disability": "no", "sex": "female"})
        make(circumstances={"disability": "yes"})
        make(circumstances={"disability": "not_recorded"})
        make()
        found = find_completeness(session, ALL, by=analyst)
        disability, sex = figure(found, "disability"), figure(found, "sex")
        assert (disability.number, disability.of) == (2, 4)
        assert (sex.number, sex.of) == (1, 4)

    def test_that_means_are_not_recorded_is_not_a_record_of_means(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(circumstances={"economic_recorded": "yes"})
        make(circumstances={"economic_recorded": "no"})
        economic = figure(find_completeness(session, ALL, by=analyst), "economic_recorded")
        assert (economic.number, economic.of) == (1, 2)

    def test_which_circumstances_is_asked_where_any_are_recorded(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        debt = {("economic_circumstance", "debt"): True}
        make(circumstances={"economic_recorded": "yes"}, factors=debt)
        make(circumstances={"economic_recorded": "yes"})
        make(circumstances={"economic_recorded": "not_recorded"})
        which = figure(find_completeness(session, ALL, by=analyst), "economic_circumstance")
        assert (which.number, which.of) == (1, 2)

    def test_a_harm_said_to_be_absent_is_recorded(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(factors={("harm_type", "neglect"): False})
        make()
        harm = figure(find_completeness(session, ALL, by=analyst), "harm_type")
        assert (harm.number, harm.of) == (1, 2)

    def test_dates_and_who_took_part(self, session: Session, make: Make, analyst: Actor) -> None:
        make(dates={"incident": date(2014, 2, 1)}, involvement={"family": False})
        make()
        found = find_completeness(session, ALL, by=analyst)
        assert figure(found, "date_incident").number == 1
        assert figure(found, "involvement_family").number == 1
        assert figure(found, "involvement_staff").number == 0


class TestOrder:
    def test_economic_circumstances_lead_and_the_least_recorded_follow(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        for _ in range(3):
            make(circumstances={"age_band": "under_1", "economic_recorded": "yes"})
        fields = [each.matter for each in find_completeness(session, ALL, by=analyst).figures]
        assert fields[0] == "economic_recorded"
        assert fields[-1] == "age_band"

    def test_the_sentence_leads_with_them_too(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(circumstances={"economic_recorded": "yes"})
        make()
        said = find_completeness(session, ALL, by=analyst).sentence
        assert said.startswith("50% of 2 reviews say anything of the family's economic")


class TestSplit:
    def test_by_committee_and_by_year(self, session: Session, make: Make, analyst: Actor) -> None:
        make(circumstances={"sex": "male"}, committee="fife", year=2012)
        make(committee="fife", year=2013)
        make(circumstances={"sex": "male"}, committee="moray", year=2013)
        by_committee = find_completeness(session, SplitQuestion(by="committee"), by=analyst)
        fife = figure(by_committee, "sex", committee="fife")
        assert (fife.number, fife.of) == (1, 2)
        by_year = find_completeness(session, SplitQuestion(by="year"), by=analyst)
        assert figure(by_year, "sex", year=2013).of == 2

    def test_practitioners_see_no_small_committee(
        self, session: Session, make: Make, reader: Actor
    ) -> None:
        for _ in range(6):
            make(circumstances={"sex": "male"}, committee="fife")
        make(circumstances={"sex": "male"}, committee="moray")
        found = find_completeness(session, SplitQuestion(by="committee"), by=reader)
        assert figure(found, "sex", committee="moray").hidden
