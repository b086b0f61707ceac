from itertools import product

import numpy as np
import pytest

from analytics.disclosure.attack import Contradiction, Knowledge, infer
from analytics.disclosure.regions import Figure, Region, partition

DOMAINS = {"row": ["1", "2", "3"], "col": ["x", "y", "z"]}


def region(row: str, col: str) -> Region:
    return Region.of({"row": row, "col": col})


def published(table: list[list[int]], hidden: set[tuple[int, int]], slack: int = 0) -> list[Figure]:
    """Figures of a table with all margins, some inner cells withheld."""
    counts = np.array(table)
    rows, cols = DOMAINS["row"][: len(counts)], DOMAINS["col"][: counts.shape[1]]
    found = []
    for i, j in product(range(len(rows) + 1), range(len(cols) + 1)):
        value = int(
            counts[slice(i, i + 1) if i < len(rows) else slice(None)][
                :, slice(j, j + 1) if j < len(cols) else slice(None)
            ].sum()
        )
        where = Region.of(
            {
                "row": [rows[i]] if i < len(rows) else rows,
                "col": [cols[j]] if j < len(cols) else cols,
            }
        )
        if (i, j) not in hidden:
            found.append(Figure(where, max(0, value - slack), value + slack))
    return found


def knowledge(figures: list[Figure], *more: Region, rows: int = 3) -> Knowledge:
    domains = {**DOMAINS, "row": DOMAINS["row"][:rows]}
    return Knowledge(partition(domains, [*(f.region for f in figures), *more]), figures)


def brute_force(figures: list[Figure], target: Region, most: int) -> tuple[int, int]:
    """Bounds by listing every table of whole numbers."""
    parts = knowledge(figures, target, rows=2).parts
    masks = np.array([parts.mask(figure.region) for figure in figures])
    tables = np.array(list(product(range(most + 1), repeat=parts.atoms)))
    sums = tables @ masks.T
    low = np.array([figure.low for figure in figures])
    high = np.array([np.inf if figure.high is None else figure.high for figure in figures])
    values = tables[((sums >= low) & (sums <= high)).all(axis=1)] @ parts.mask(target)
    return int(values.min()), int(values.max())


class TestBounds:
    def test_one_hidden_cell_in_a_row_is_recovered_exactly(self) -> None:
        figures = published([[20, 15, 3], [12, 11, 30], [14, 18, 22]], {(0, 2)})
        target = region("1", "z")
        (found,) = infer(knowledge(figures, target), [target])
        assert (found.low, found.high, found.width) == (3, 3, 0)

    def test_a_rectangle_of_hidden_cells_moves_by_its_smallest(self) -> None:
        """The classic pattern: each may move by the least of those that must fall."""
        hidden = {(0, 0), (0, 1), (1, 0), (1, 1)}
        figures = published([[3, 20, 15], [14, 25, 30], [14, 18, 22]], hidden)
        targets = [region("1", "x"), region("1", "y"), region("2", "x"), region("2", "y")]
        found = infer(knowledge(figures, *targets), targets)
        assert [(f.low, f.high) for f in found] == [(0, 17), (6, 23), (0, 17), (22, 39)]

    @pytest.mark.parametrize("seed", range(6))
    def test_agrees_with_listing_every_possible_table(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        table = rng.integers(0, 4, size=(2, 3)).tolist()
        cells = [(i, j) for i in range(2) for j in range(3)]
        hidden = {cells[i] for i in rng.choice(6, size=4, replace=False)}
        figures = published(table, hidden, slack=seed % 2)
        for i, j in sorted(hidden):
            target = region(DOMAINS["row"][i], DOMAINS["col"][j])
            (found,) = infer(knowledge(figures, target, rows=2), [target])
            assert (found.low, found.high) == brute_force(figures, target, 7)

    def test_rounding_leaves_room(self) -> None:
        exact = published([[20, 15, 3], [12, 11, 30], [14, 18, 22]], {(0, 2)})
        rounded = published([[20, 15, 3], [12, 11, 30], [14, 18, 22]], {(0, 2)}, slack=2)
        target = region("1", "z")
        (sharp,), (blurred,) = (infer(knowledge(f, target), [target]) for f in (exact, rounded))
        assert blurred.low <= sharp.low
        assert blurred.width > sharp.width

    def test_what_no_figure_bounds_has_no_end(self) -> None:
        target = region("1", "x")
        figures = [Figure(region("1", "y"), 12, 12)]
        (found,) = infer(knowledge(figures, target), [target])
        assert (found.low, found.high) == (0, None)
        assert found.width == np.inf

    def test_two_releases_together_tell_what_neither_does(self) -> None:
        north = Figure(Region.of({"row": ["1", "2", "3"]}), 40, 40)
        without = Figure(Region.of({"row": ["1", "2"]}), 37, 37)
        target = Region.of({"row": ["3"]})
        (apart,) = infer(knowledge([north], target), [target])
        (together,) = infer(knowledge([north, without], target), [target])
        assert apart.width == 40
        assert (together.low, together.high) == (3, 3)


class TestConsistency:
    def test_figures_that_no_data_meet_are_a_contradiction(self) -> None:
        whole, part = Region.of({"row": ["1", "2"]}), Region.of({"row": ["1"]})
        figures = [Figure(whole, 10, 10), Figure(part, 12, 12)]
        with pytest.raises(Contradiction):
            infer(knowledge(figures), [part])

    def test_the_truth_agrees_with_its_own_figures_and_not_with_others(self) -> None:
        whole = Region.of({"row": ["1", "2"]})
        known = knowledge([Figure(whole, 10, 12)], Region.of({"row": ["1"]}))
        atoms = known.parts.mask(Region.of({"row": ["1"]}))
        assert known.agrees(11 * atoms)
        assert not known.agrees(13 * atoms)
