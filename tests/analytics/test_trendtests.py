from itertools import product
from math import comb

import numpy as np
import pytest
from scipy import stats

from analytics.trendtests import EXACT_UP_TO, cochran_armitage


def enumerated_p(events: list[int], trials: list[int], scores: list[int]) -> float:
    """The same p by listing every table with these totals."""
    hits, total = sum(events), sum(trials)
    expected = hits * sum(n * s for n, s in zip(trials, scores, strict=True)) / total

    def distance(table: tuple[int, ...]) -> float:
        return abs(sum(x * s for x, s in zip(table, scores, strict=True)) - expected)

    extreme = everything = 0
    for table in product(*(range(n + 1) for n in trials)):
        if sum(table) != hits:
            continue
        ways = int(np.prod([comb(n, x) for n, x in zip(trials, table, strict=True)]))
        everything += ways
        extreme += ways * (distance(table) >= distance(tuple(events)) - 1e-9)
    return extreme / everything


class TestApproximation:
    def test_reproduces_agresti_on_alcohol_and_malformation(self) -> None:
        """Agresti, Categorical Data Analysis (2013), table 3.7: chi-square 6.57, p 0.010.

        The published scores 0, 0.5, 1.5, 4, 7 are doubled to be whole; the test is unmoved.
        """
        present, absent = [48, 38, 5, 1, 1], [17066, 14464, 788, 126, 37]
        trials = [a + b for a, b in zip(present, absent, strict=True)]
        result = cochran_armitage(present, trials, [0, 1, 3, 8, 14])
        assert result.statistic**2 == pytest.approx(6.570, abs=1e-3)
        assert result.p_value == pytest.approx(0.0104, abs=1e-4)
        assert result.method == "cochran-armitage"

    def test_square_of_the_statistic_is_the_pearson_chi_square_for_two_groups(self) -> None:
        result = cochran_armitage([60, 90], [200, 210], [2001, 2002])
        table = [[60, 140], [90, 120]]
        assert result.statistic**2 == pytest.approx(
            stats.chi2_contingency(table, correction=False).statistic
        )

    def test_slope_is_the_weighted_least_squares_slope(self) -> None:
        events, trials, years = [30, 44, 41, 66], [100, 120, 90, 130], [2010, 2011, 2013, 2014]
        result = cochran_armitage(events, trials, years)
        shares = np.array(events) / np.array(trials)
        assert result.slope == pytest.approx(np.polyfit(years, shares, 1, w=np.sqrt(trials))[0])

    def test_a_bend_is_reported_as_a_departure_from_the_line(self) -> None:
        bent = cochran_armitage([20, 80, 20], [100, 100, 100], [1, 2, 3])
        straight = cochran_armitage([20, 40, 60], [100, 100, 100], [1, 2, 3])
        assert bent.departure_p is not None
        assert bent.departure_p < 1e-6
        assert straight.departure_p == pytest.approx(1.0, abs=0.05)

    def test_two_groups_leave_nothing_to_depart_from(self) -> None:
        assert cochran_armitage([60, 90], [200, 210], [1, 2]).departure_p is None


class TestExact:
    @pytest.mark.parametrize(
        ("events", "trials", "scores"),
        [
            ([0, 1, 3], [4, 5, 4], [2010, 2011, 2012]),
            ([3, 2, 1, 0], [3, 4, 3, 4], [2010, 2011, 2014, 2015]),
            ([1, 0, 1, 1], [2, 6, 2, 2], [0, 2, 4, 8]),
            ([4, 4, 5], [4, 5, 5], [1, 2, 3]),
        ],
    )
    def test_agrees_with_listing_every_table(
        self, events: list[int], trials: list[int], scores: list[int]
    ) -> None:
        result = cochran_armitage(events, trials, scores)
        assert result.method == "cochran-armitage, exact"
        assert result.p_value == pytest.approx(enumerated_p(events, trials, scores), rel=1e-9)

    def test_is_fishers_exact_test_for_two_equal_groups(self) -> None:
        result = cochran_armitage([2, 9], [12, 12], [2014, 2015])
        assert result.p_value == pytest.approx(stats.fisher_exact([[2, 10], [9, 3]]).pvalue)

    def test_meets_the_approximation_where_it_hands_over(self) -> None:
        trials = [25] * 8
        events = [2, 3, 4, 4, 5, 6, 7, 9]
        assert sum(events) == EXACT_UP_TO
        result = cochran_armitage(events, trials, list(range(8)))
        approximate = 2 * stats.norm.sf(abs(result.statistic))
        assert result.p_value == pytest.approx(approximate, rel=0.25)

    def test_survives_very_large_groups(self) -> None:
        result = cochran_armitage([5, 9, 14], [90_000, 90_000, 90_000], [1, 2, 3])
        # With rare events this is a multinomial with equal thirds: variance 28 * 2/3.
        assert result.p_value == pytest.approx(2 * stats.norm.sf(9 / (28 * 2 / 3) ** 0.5), abs=0.03)


class TestRefusals:
    @pytest.mark.parametrize(
        ("events", "trials", "scores", "reason"),
        [
            ([1, 2], [5, 5], [2010, 2010], "two scores"),
            ([1, 0], [5, 0], [2010, 2011], "two scores"),
            ([6, 1], [5, 5], [2010, 2011], "between 0 and trials"),
            ([0, 0], [5, 5], [2010, 2011], "both outcomes"),
            ([5, 5], [5, 5], [2010, 2011], "both outcomes"),
        ],
    )
    def test_says_why_there_is_no_test(
        self, events: list[int], trials: list[int], scores: list[int], reason: str
    ) -> None:
        with pytest.raises(ValueError, match=reason):
            cochran_armitage(events, trials, scores)
