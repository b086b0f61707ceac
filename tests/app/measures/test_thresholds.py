from __future__ import annotations

from uuid import uuid4

import pytest
from scipy.stats import binom
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.kit.errors import Invalid, NotFound
from app.measures.questions import MeasureQuestion
from app.measures.schemas import CommitteePoint, Thresholds
from app.measures.service.thresholds import find_thresholds
from app.reviews.models import ReviewLink
from tests.app.measures.conftest import Make
from tests.factories.repository import Said, themed

ALL = MeasureQuestion()
INITIAL = "initial_case_review"


def decide(make: Make, committee: str, went_on: int, decisions: int, **fields: object) -> None:
    for number in range(decisions):
        make(
            decision="proceed" if number < went_on else "not_proceed",
            review_type=INITIAL,
            committee=committee,
            **fields,
        )


def point(found: Thresholds, committee: str) -> CommitteePoint:
    (one,) = [each for each in found.points if each.committee == committee]
    return one


class TestProceedRate:
    def test_is_of_initial_reviews_with_a_decision_on_record(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        decide(make, "fife", 3, 8)
        decide(make, "moray", 1, 2)
        make(review_type=INITIAL, committee="fife")
        make(decision="proceed", review_type="significant_case_review", committee="fife")
        found = find_thresholds(session, ALL, by=analyst)
        assert found.target == pytest.approx(4 / 10)
        fife = point(found, "fife")
        assert (fife.proceeded, fife.decisions) == (3, 8)
        assert found.sentence.startswith("Of 10 initial reviews with a decision on record, 40%")
        assert found.basis.reviews == 11

    def test_another_kind_of_review_is_not_going_on(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        decide(make, "fife", 1, 1)
        make(decision="other_review", review_type=INITIAL, committee="fife")
        assert find_thresholds(session, ALL, by=analyst).target == pytest.approx(1 / 2)

    def test_a_committee_without_decisions_is_named(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        decide(make, "fife", 1, 2)
        make(review_type=INITIAL, committee="angus")
        found = find_thresholds(session, ALL, by=analyst)
        assert found.without_decision == ["angus"]
        assert [each.committee for each in found.points] == ["fife"]

    def test_fuller_reviews_without_their_initial_one_are_told(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        decide(make, "fife", 1, 2)
        linked, alone = make(), make()
        initial = make(decision="proceed", review_type=INITIAL)
        session.add(ReviewLink(from_id=initial.id, to_id=linked.id, kind="led_to"))
        session.flush()
        assert alone is not linked
        notes = find_thresholds(session, ALL, by=analyst).notes
        assert any(
            note.startswith("1 fuller reviews are linked to no initial review") for note in notes
        )

    def test_no_decision_at_all_is_no_figure(self, session: Session, analyst: Actor) -> None:
        found = find_thresholds(session, MeasureQuestion(committee="orkney"), by=analyst)
        assert found.target is None
        assert found.points == []
        assert "Too few decisions" in found.sentence


class TestFunnel:
    def test_a_small_committee_is_not_called_out_for_what_chance_does(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        for committee in ("angus", "fife", "falkirk", "highland", "inverclyde", "midlothian")[:5]:
            decide(make, committee, 8, 16)
        decide(make, "moray", 0, 2)
        decide(make, "north-lanarkshire", 0, 18)
        found = find_thresholds(session, ALL, by=analyst)
        assert [each.committee for each in found.points if each.outlier] == ["north-lanarkshire"]
        assert point(found, "moray").position == "within"
        assert point(found, "north-lanarkshire").position == "below"
        assert "North Lanarkshire below (0 of 18)" in found.sentence

    def test_the_limits_enclose_what_the_binomial_says(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        decide(make, "fife", 20, 40)
        found = find_thresholds(session, ALL, by=analyst)
        at_forty = next(each for each in found.curve if each.decisions == 40)
        inside = [
            binom.pmf(x, 40, 0.5)
            for x in range(41)
            if at_forty.low_95 <= x / 40 <= at_forty.high_95
        ]
        assert 0.92 <= sum(inside) <= 0.97


class TestThemes:
    def test_the_share_that_went_on_by_theme_of_a_finding(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        neglect = Said(tags=themed("neglect"))
        make(neglect, decision="proceed", review_type=INITIAL)
        make(neglect, decision="not_proceed", review_type=INITIAL)
        make(neglect, Said(tags=themed("training")), decision="not_proceed", review_type=INITIAL)
        found = {each.matter: each for each in find_thresholds(session, ALL, by=analyst).themes}
        assert (found["neglect"].number, found["neglect"].of) == (1, 3)
        assert (found["training"].number, found["training"].of) == (0, 1)


class TestFilters:
    def test_narrow_by_committee_and_year(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        decide(make, "fife", 1, 2, year=2012)
        decide(make, "fife", 3, 3, year=2016)
        decide(make, "angus", 0, 5, year=2016)
        asked = MeasureQuestion(committee="fife", from_year=2015, to_year=2016)
        found = find_thresholds(session, asked, by=analyst)
        assert found.target == 1.0
        assert found.basis.filters == {"committee": "fife", "from": 2015, "to": 2016}

    @pytest.mark.parametrize("field", ["review_type", "methodology"])
    def test_an_unknown_key_is_refused(self, session: Session, analyst: Actor, field: str) -> None:
        with pytest.raises(Invalid):
            find_thresholds(session, MeasureQuestion(**{field: "no_such"}), by=analyst)

    def test_an_unknown_committee_is_refused(self, session: Session, analyst: Actor) -> None:
        with pytest.raises((Invalid, NotFound)):
            find_thresholds(session, MeasureQuestion(committee="atlantis"), by=analyst)


class TestForPractitioners:
    def test_small_committees_show_no_number(
        self, session: Session, make: Make, reader: Actor
    ) -> None:
        decide(make, "fife", 6, 12)
        decide(make, "moray", 1, 4)
        found = find_thresholds(session, ALL, by=reader)
        moray = point(found, "moray")
        assert moray.hidden
        assert (moray.proceeded, moray.decisions, moray.share) == (None, None, None)
        assert point(found, "fife").decisions == 12
        assert "moray" not in found.sentence.lower()

    def test_reviews_of_one_family_are_one(
        self, session: Session, make: Make, reader: Actor
    ) -> None:
        family = uuid4()
        decide(make, "fife", 6, 12)
        decide(make, "moray", 3, 6, family=family)
        assert point(find_thresholds(session, ALL, by=reader), "moray").hidden

    def test_what_is_not_published_does_not_count(
        self, session: Session, make: Make, reader: Actor, analyst: Actor
    ) -> None:
        decide(make, "fife", 2, 6)
        decide(make, "angus", 6, 6, published=False)
        assert find_thresholds(session, ALL, by=reader).target == pytest.approx(1 / 3)
        assert find_thresholds(session, ALL, by=analyst).target == pytest.approx(8 / 12)

    def test_too_few_in_all_show_nothing(self, session: Session, make: Make, reader: Actor) -> None:
        decide(make, "fife", 1, 3)
        found = find_thresholds(session, ALL, by=reader)
        assert found.target is None
        assert found.curve == []
