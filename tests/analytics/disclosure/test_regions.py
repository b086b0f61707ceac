import numpy as np
import pandas as pd
import pytest

from analytics.disclosure.regions import Region, partition

DOMAINS = {"area": ["a", "b", "c"], "year": ["1", "2", "3", "4"], "sex": ["f", "m"]}
NORTH = Region.of({"area": ["a", "b"]})
EARLY_A = Region.of({"area": ["a"], "year": ["1", "2"]})


class TestPartition:
    def test_is_no_finer_than_the_figures_tell_apart(self) -> None:
        parts = partition(DOMAINS, [NORTH, EARLY_A])
        assert parts.dimensions == ("area", "year")
        assert parts.classes == (
            (frozenset("a"), frozenset("b"), frozenset("c")),
            (frozenset("12"), frozenset("34")),
        )
        assert parts.atoms == 6

    def test_a_mask_marks_the_atoms_inside(self) -> None:
        parts = partition(DOMAINS, [NORTH, EARLY_A])
        assert parts.mask(NORTH).tolist() == [1, 1, 1, 1, 0, 0]
        assert parts.mask(EARLY_A).tolist() == [1, 0, 0, 0, 0, 0]

    def test_counts_times_mask_is_the_count_of_the_region(self) -> None:
        rng = np.random.default_rng(1)
        units = pd.DataFrame({name: rng.choice(values, 200) for name, values in DOMAINS.items()})
        parts = partition(DOMAINS, [NORTH, EARLY_A])
        inside = units[units["area"].isin(["a"]) & units["year"].isin(["1", "2"])]
        assert parts.mask(EARLY_A) @ parts.counts(units) == len(inside)
        assert parts.counts(units).sum() == 200

    def test_nothing_published_cuts_nothing(self) -> None:
        parts = partition(DOMAINS, [])
        assert parts.atoms == 1
        assert parts.mask(Region()).tolist() == [1]

    def test_products_of_classes_leave_other_dimensions_free(self) -> None:
        parts = partition(DOMAINS, [NORTH, EARLY_A])
        assert parts.regions(["year"]) == [
            Region.of({"year": ["1", "2"]}),
            Region.of({"year": ["3", "4"]}),
        ]


class TestRefusals:
    @pytest.mark.parametrize("parts", [{"area": ["z"]}, {"shoe": ["a"]}])
    def test_a_figure_outside_the_domain(self, parts: dict[str, list[str]]) -> None:
        with pytest.raises(ValueError, match="not in its domain"):
            partition(DOMAINS, [Region.of(parts)])

    def test_a_unit_outside_the_domain(self) -> None:
        with pytest.raises(ValueError, match="not in its domain"):
            partition(DOMAINS, [NORTH]).counts(pd.DataFrame({"area": ["a", "z"]}))


def test_a_region_is_the_same_in_whatever_order_it_is_given() -> None:
    assert Region.of({"year": ["2", "1"], "area": ["a"]}) == EARLY_A
