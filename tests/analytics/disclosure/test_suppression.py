import numpy as np
import pytest

from analytics.disclosure.attack import Knowledge
from analytics.disclosure.profiles import Profile
from analytics.disclosure.regions import Figure, Region, partition
from analytics.disclosure.suppression import (
    CannotProtect,
    Exposure,
    Problem,
    Target,
    complete_suppression,
    exposures,
)

DOMAINS = {"row": ["1", "2", "3"], "col": ["x", "y", "z"]}
EXACT = Profile("exact", 5, 5, 1, 1.0)


def problem(table: list[list[int]], fixed: tuple[Figure, ...] = ()) -> Problem:
    """A 3 by 3 table with its margins, every cell shown exactly unless hidden."""
    counts = np.array(table)
    cells, cost = [], []
    for i in range(4):
        for j in range(4):
            where = Region.of(
                {
                    "row": DOMAINS["row"][i : i + 1] or DOMAINS["row"],
                    "col": DOMAINS["col"][j : j + 1] or DOMAINS["col"],
                }
            )
            rows = counts[i : i + 1] if i < 3 else counts
            value = int((rows[:, j : j + 1] if j < 3 else rows).sum())
            cells.append(Figure(where, value, value))
            cost.append([1.0, 4.0, 30.0][(i == 3) + (j == 3)])
    parts = partition(DOMAINS, [cell.region for cell in (*cells, *fixed)])
    # Classes are in the order of the domains, dimensions by name: columns vary slowest.
    truth = counts.T.ravel().astype(float)
    return Problem(parts, tuple(cells), np.array(cost), np.array(cost) == 1.0, fixed, truth, EXACT)


def small(*places: tuple[int, int]) -> np.ndarray:
    flags = np.zeros(16, dtype=bool)
    for i, j in places:
        flags[4 * i + j] = True
    return flags


ONE_SMALL = [[2, 20, 30], [25, 18, 40], [33, 27, 16]]


class TestPattern:
    def test_one_small_cell_takes_three_companions(self) -> None:
        hidden = complete_suppression(problem(ONE_SMALL), small((0, 0)), [], most_hidden=9)
        assert hidden.sum() == 4
        assert hidden[0]

    def test_the_grand_total_is_the_last_to_go(self) -> None:
        hidden = complete_suppression(problem(ONE_SMALL), small((0, 0)), [], most_hidden=9)
        assert not hidden[15]

    def test_nothing_small_hides_nothing(self) -> None:
        hidden = complete_suppression(problem(ONE_SMALL), small(), [], most_hidden=9)
        assert not hidden.any()

    def test_every_primary_cell_stays_hidden(self) -> None:
        table = [[2, 3, 30], [25, 18, 40], [33, 27, 1]]
        flags = small((0, 0), (0, 1), (2, 2))
        hidden = complete_suppression(problem(table), flags, [], most_hidden=9)
        assert hidden[flags].all()

    def test_small_cells_that_only_shield_each_other_are_not_enough(self) -> None:
        """Four cells of 1 in a rectangle hide each other, but only between 0 and 2."""
        table = [[1, 1, 30], [1, 1, 40], [33, 27, 16]]
        flags = small((0, 0), (0, 1), (1, 0), (1, 1))
        hidden = complete_suppression(problem(table), flags, [], most_hidden=9)
        assert hidden.sum() > 4


class TestExposure:
    def test_a_lone_hidden_cell_is_exposed_with_its_exact_value(self) -> None:
        given = problem(ONE_SMALL)
        target = Target(given.cells[0].region, small=True)
        found = exposures(given.knowledge(small((0, 0))), [target], given.truth, EXACT)
        assert found == [Exposure(target, 2.0, 2.0)]

    def test_a_safe_pattern_exposes_nothing(self) -> None:
        given = problem(ONE_SMALL)
        hidden = small((0, 0), (0, 1), (1, 0), (1, 1))
        targets = [Target(given.cells[0].region, small=True)]
        assert exposures(given.knowledge(hidden), targets, given.truth, EXACT) == []

    def test_a_region_in_reach_is_no_secret_once_sure_to_be_large(self) -> None:
        given = problem(ONE_SMALL)
        known = Knowledge(given.parts, given.cells)
        large = Target(given.cells[5].region, small=False, derived=True)
        little = Target(given.cells[0].region, small=False, derived=True)
        found = exposures(known, [large, little], given.truth, EXACT)
        assert [exposure.target for exposure in found] == [little]


class TestRefusal:
    def test_a_pattern_that_hides_too_much_is_refused(self) -> None:
        with pytest.raises(CannotProtect, match="too few cells"):
            complete_suppression(problem(ONE_SMALL), small((0, 0)), [], most_hidden=2)

    def test_what_an_earlier_release_shows_cannot_be_hidden_now(self) -> None:
        shown_before = (Figure(problem(ONE_SMALL).cells[0].region, 2, 2),)
        with pytest.raises(CannotProtect, match="earlier release"):
            complete_suppression(problem(ONE_SMALL, shown_before), small((0, 0)), [], most_hidden=9)

    def test_what_an_earlier_release_hid_is_hidden_still(self) -> None:
        """The new table would show the very cell that an earlier one suppressed."""
        cell = problem(ONE_SMALL).cells[0].region
        before = (Figure(cell, hidden=True, small=True),)
        hidden = complete_suppression(problem(ONE_SMALL, before), small(), [], most_hidden=9)
        assert hidden[0]
        assert hidden.sum() >= 4
