import pytest

from analytics.disclosure.attack import Contradiction, NotProved
from analytics.disclosure.pooling import exposed
from analytics.disclosure.profiles import RELEASE
from analytics.disclosure.regions import Figure, Region

DOMAINS = {"area": ("north", "east", "west"), "outcome": ("death", "harm")}
HIDDEN = Region.of({"area": ["north"]})
REST = Region.of({"area": ["east", "west"]})


def counts(region: Region, low: int, high: int | None = None) -> Figure:
    return Figure(region, low, low if high is None else high)


class TestExposure:
    def test_a_total_and_its_rest_give_away_what_lies_between(self) -> None:
        ledger = [Figure(HIDDEN, hidden=True, small=True), counts(Region.of({}), 50)]
        assert exposed([counts(REST, 46)], ledger, domains=DOMAINS, profile=RELEASE) == (HIDDEN,)

    def test_the_same_rounded_coarsely_does_not(self) -> None:
        ledger = [Figure(HIDDEN, hidden=True, small=True), counts(Region.of({}), 48, 52)]
        new = [counts(REST, 40, 46)]
        # 48 - 46 = 2 up to 52 - 40 = 12: ten steps, one more than the margin of nine asks.
        assert exposed(new, ledger, domains=DOMAINS, profile=RELEASE) == ()

    @pytest.mark.parametrize(("high", "safe"), [(45, True), (46, True), (44, False)])
    def test_the_margin_is_exact(self, high: int, safe: bool) -> None:
        ledger = [Figure(HIDDEN, hidden=True), counts(Region.of({}), 50)]
        # The hidden count lies in 50 - high … 50 - 36.
        low = 36 if safe else 37
        new = [counts(REST, low, high)]
        width = high - low
        assert (exposed(new, ledger, domains=DOMAINS, profile=RELEASE) == ()) is (width >= 9)

    def test_a_part_of_what_is_hidden_bounds_it_from_below_alone(self) -> None:
        ledger = [Figure(HIDDEN, hidden=True)]
        part = counts(Region.of({"area": ["north"], "outcome": ["death"]}), 6)
        assert exposed([part], ledger, domains=DOMAINS, profile=RELEASE) == ()

    def test_all_parts_of_what_is_hidden_give_it_away(self) -> None:
        ledger = [Figure(HIDDEN, hidden=True)]
        new = [
            counts(Region.of({"area": ["north"], "outcome": [outcome]}), 6)
            for outcome in DOMAINS["outcome"]
        ]
        assert exposed(new, ledger, domains=DOMAINS, profile=RELEASE) == (HIDDEN,)

    def test_nothing_hidden_is_nothing_exposed(self) -> None:
        assert exposed([counts(HIDDEN, 3)], [], domains=DOMAINS, profile=RELEASE) == ()


class TestRefusals:
    def test_figures_of_other_data(self) -> None:
        ledger = [Figure(HIDDEN, hidden=True), counts(REST, 40)]
        with pytest.raises(Contradiction):
            exposed([counts(REST, 41)], ledger, domains=DOMAINS, profile=RELEASE)

    def test_too_much_to_tell_apart(self) -> None:
        wide = {name: [str(i) for i in range(20)] for name in ("a", "b", "c")}
        new = [counts(Region.of({name: [str(i)]}), 1) for name in wide for i in range(20)]
        with pytest.raises(NotProved):
            exposed(new, [], domains=wide, profile=RELEASE)
