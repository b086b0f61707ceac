import pandas as pd

from analytics.disclosure.coarser import coarser_requests, protect_or_offer
from analytics.disclosure.profiles import RELEASE
from analytics.disclosure.release import Protected, Refused
from analytics.disclosure.tables import Axis, Request, group_categories

AREAS = ["angus", "fife", "moray"]
YEARS = ["2012", "2013", "2014", "2015"]
DOMAINS = {"area": AREAS, "year": YEARS}
PERIODS = group_categories({"2012-13": YEARS[:2], "2014-15": YEARS[2:]}, "year")
HIERARCHIES = {"year": [PERIODS]}
FINE = Request((Axis.plain("area", AREAS), Axis.plain("year", YEARS)))


def units(count: int) -> pd.DataFrame:
    rows = [(area, year) for area in AREAS for year in YEARS for _ in range(count)]
    ids = [f"r{i}" for i in range(len(rows))]
    return pd.DataFrame(rows, columns=["area", "year"]).assign(review=ids, family=ids)


class TestOrder:
    def test_every_coarser_form_comes_once_the_finest_first(self) -> None:
        sizes = [request.inner for request in coarser_requests(FINE, HIERARCHIES)]
        assert sizes == [6, 4, 3, 2]

    def test_a_grouping_of_other_categories_is_no_coarser_form(self) -> None:
        partial = group_categories({"early": YEARS[:2]}, "year")
        crossing = Axis.plain("year", YEARS)
        found = coarser_requests(FINE, {"year": [partial, crossing]})
        assert [request.inner for request in found] == [4, 3]

    def test_filters_are_kept(self) -> None:
        request = Request((Axis.plain("year", YEARS),), (("area", frozenset(["fife"])),))
        (coarser,) = coarser_requests(request, HIERARCHIES)
        assert coarser.filters == request.filters


class TestOffer:
    def test_a_safe_table_is_simply_given(self) -> None:
        offer = protect_or_offer(units(20), FINE, RELEASE, domains=DOMAINS, hierarchies=HIERARCHIES)
        assert isinstance(offer.asked, Protected)
        assert offer.instead is None

    def test_a_refusal_comes_with_the_safe_table_that_keeps_most(self) -> None:
        offer = protect_or_offer(units(6), FINE, RELEASE, domains=DOMAINS, hierarchies=HIERARCHIES)
        assert isinstance(offer.asked, Refused)
        assert offer.instead is not None
        assert offer.instead.request.axes == (FINE.axes[0], PERIODS)
        assert offer.instead.hidden == 0
        assert offer.advice == (
            "This can be released instead: area in 3 groups by year in 2 groups."
        )

    def test_too_few_reviews_for_anything_are_told_so(self) -> None:
        offer = protect_or_offer(units(1), FINE, RELEASE, domains=DOMAINS, hierarchies=HIERARCHIES)
        assert isinstance(offer.asked, Refused)
        assert offer.instead is None
        assert offer.advice == "No coarser form of this table can be released either."
