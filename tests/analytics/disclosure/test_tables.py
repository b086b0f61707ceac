import pandas as pd
import pytest

from analytics.disclosure.regions import Region
from analytics.disclosure.tables import Axis, Cell, Key, Request, group_categories, tabulate

UNITS = pd.DataFrame(
    [
        ("r1", "f1", "fife", "2015"),
        ("r1", "f1", "fife", "2015"),
        ("r2", "f1", "fife", "2016"),
        ("r3", None, "moray", "2016"),
        ("r4", None, "angus", "2017"),
    ],
    columns=["review", "family", "area", "year"],
)
AREA = Axis.plain("area", ["fife", "moray"])
YEAR = group_categories({"early": ["2015"], "late": ["2016", "2017"]}, "year")


def cell(request: Request, key: Key) -> Cell:
    return next(cell for cell in tabulate(UNITS, request) if cell.key == key)


def test_counts_units_reviews_and_families_apart() -> None:
    found = cell(Request((AREA,)), ("fife",))
    assert (found.units, found.reviews, found.families) == (3, 2, 1)


def test_margins_add_up_what_the_axis_covers() -> None:
    whole = cell(Request((AREA, YEAR)), (None, None))
    assert whole.units == 4
    assert whole.margins == 2
    assert whole.region == Region.of({"area": ["fife", "moray"], "year": ["2015", "2016", "2017"]})


def test_groups_gather_their_categories() -> None:
    assert cell(Request((YEAR,)), ("late",)).units == 3


def test_a_filter_narrows_cells_and_regions() -> None:
    request = Request((AREA,), (("year", frozenset(["2016"])),))
    found = cell(request, ("fife",))
    assert found.units == 1
    assert found.region == Region.of({"area": ["fife"], "year": ["2016"]})


def test_dominance_is_the_share_of_the_two_largest_families() -> None:
    assert cell(Request((AREA,)), (None,)).top_two == 1.0
    assert cell(Request((YEAR,)), (None,)).top_two == pytest.approx(4 / 5)


def test_reviews_of_unknown_family_are_families_of_their_own() -> None:
    assert cell(Request((YEAR,)), ("late",)).families == 3


def test_an_empty_cell_is_a_cell() -> None:
    assert cell(Request((AREA, YEAR)), ("moray", "early")).units == 0


def test_refuses_groups_that_overlap() -> None:
    with pytest.raises(ValueError, match="overlap"):
        group_categories({"x": ["a"], "y": ["a", "b"]}, "area")


def test_refuses_a_dimension_as_axis_and_filter() -> None:
    with pytest.raises(ValueError, match="axis or a filter"):
        Request((AREA,), (("area", frozenset(["fife"])),))
