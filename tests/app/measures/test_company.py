from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.measures.questions import CompanyQuestion
from app.measures.schemas import Company, Pair
from app.measures.service.company import find_company
from tests.app.measures.conftest import Make
from tests.factories.repository import Said, themed

ALL = CompanyQuestion(min_reviews=1)


def pair(found: Company, left: str, right: str) -> Pair:
    (one,) = [each for each in found.pairs if {each.left, each.right} == {left, right}]
    return one


def fill(make: Make, both: int, left: int, right: int, neither: int) -> None:
    for themes, number in (
        (("neglect", "substance_misuse"), both),
        (("neglect",), left),
        (("substance_misuse",), right),
        (("training",), neither),
    ):
        for _ in range(number):
            make(Said(tags=themed(*themes)))


class TestPairs:
    def test_the_lift_is_what_the_four_counts_say(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        fill(make, 8, 2, 3, 27)
        told = find_company(session, ALL, by=analyst)
        found = pair(told, "theme:neglect", "theme:substance_misuse")
        assert (found.both, found.reviews) == (8, 40)
        assert (found.left_reviews, found.right_reviews) == (10, 11)
        assert found.lift == pytest.approx(8 / (10 * 11 / 40))
        assert found.related

    def test_what_chance_explains_is_not_called_company(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        fill(make, 5, 15, 5, 15)
        found = find_company(session, ALL, by=analyst)
        assert not pair(found, "theme:neglect", "theme:substance_misuse").related

    def test_themes_on_two_findings_of_one_review_keep_company(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(Said(tags=themed("neglect")), Said(tags=themed("training")))
        make(Said(tags=themed("record_keeping")))
        told = find_company(session, ALL, by=analyst)
        assert pair(told, "theme:neglect", "theme:training").both == 1

    def test_a_factor_counts_only_where_it_is_recorded(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        debt = ("family_factor", "substance_misuse")
        for present in (True, True, False):
            make(Said(tags=themed("neglect")), factors={debt: present})
        make(Said(tags=themed("training")), factors={debt: False})
        make(Said(tags=themed("neglect")))
        found = find_company(session, CompanyQuestion(min_reviews=1, factors=True), by=analyst)
        one = pair(found, "theme:neglect", "family_factor:substance_misuse")
        assert (one.both, one.reviews) == (2, 4)

    def test_rare_concepts_are_passed_over(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        fill(make, 1, 1, 1, 4)
        assert find_company(session, CompanyQuestion(min_reviews=3), by=analyst).pairs == []

    def test_an_empty_repository_has_no_pairs(self, session: Session, analyst: Actor) -> None:
        found = find_company(session, CompanyQuestion(committee="orkney"), by=analyst)
        assert found.pairs == []
        assert found.sentence.startswith("No two are found together")


class TestForPractitioners:
    def test_no_cell_of_the_four_may_be_small(
        self, session: Session, make: Make, reader: Actor
    ) -> None:
        fill(make, 8, 2, 7, 20)
        (one,) = [
            each
            for each in find_company(session, ALL, by=reader).pairs
            if "theme:training" not in {each.left, each.right}
        ]
        assert one.hidden
        assert (one.both, one.lift) == (None, None)
