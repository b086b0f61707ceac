import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analytics.rates import Tally, distinct_counts, normal_quantile, rate, share, small_number_note


class TestShare:
    @pytest.mark.parametrize(
        ("numerator", "denominator", "low", "high"),
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],
    )
    def test_reproduces_newcombe_1998_table_of_wilson_intervals(
        self, numerator: int, denominator: int, low: float, high: float
    ) -> None:
        """Newcombe RG (1998), Stat Med 17:857-872, table I, method 3."""
        result = share(numerator, denominator)
        assert (result.low, result.high) == pytest.approx((low, high), abs=6e-5)

    @pytest.mark.parametrize(("numerator", "denominator"), [(1, 3), (7, 9), (40, 220), (199, 200)])
    @pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
    def test_agrees_with_statsmodels(self, numerator: int, denominator: int, level: float) -> None:
        result = share(numerator, denominator, level=level)
        peer = proportion_confint(numerator, denominator, alpha=1 - level, method="wilson")
        assert (result.low, result.high) == pytest.approx(peer, abs=1e-12)

    def test_nothing_recorded_is_no_share_rather_than_nought(self) -> None:
        result = share(0, 0)
        assert (result.share, result.low, result.high) == (None, None, None)
        assert result.note is not None

    def test_none_of_many_is_nought_exactly_and_still_uncertain(self) -> None:
        result = share(0, 12)
        assert (result.share, result.low) == (0.0, 0.0)
        assert result.high is not None
        assert result.high > 0.2

    def test_all_of_many_ends_at_one_exactly(self) -> None:
        assert share(12, 12).high == 1.0

    @pytest.mark.parametrize(("numerator", "denominator"), [(-1, 4), (5, 4), (0, -1)])
    def test_refuses_what_is_no_share(self, numerator: int, denominator: int) -> None:
        with pytest.raises(ValueError, match="not a share"):
            share(numerator, denominator)

    @pytest.mark.parametrize(("n", "p"), [(30, 0.3), (100, 0.1), (220, 0.5)])
    def test_interval_covers_the_truth_nineteen_times_in_twenty(self, n: int, p: float) -> None:
        draws = np.random.default_rng(19).binomial(n, p, size=1000)
        known = {int(x): share(int(x), n) for x in set(draws)}
        covered = np.mean([known[int(x)].low <= p <= known[int(x)].high for x in draws])  # type: ignore[operator]
        assert 0.93 <= covered <= 0.97


class TestRate:
    @pytest.mark.parametrize(
        ("events", "low", "high"), [(0, 0.0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.39)]
    )
    def test_reproduces_the_published_exact_limits(
        self, events: int, low: float, high: float
    ) -> None:
        """Garwood F (1936), Biometrika 28:437-442; as tabulated in Breslow and Day (1987)."""
        result = rate(events, 1.0)
        assert (result.low, result.high) == pytest.approx((low, high), abs=6e-3)

    @pytest.mark.parametrize("events", [1, 4, 33, 250])
    def test_bounds_leave_exactly_the_stated_tail(self, events: int) -> None:
        result = rate(events, 2.0)
        assert result.low is not None
        assert result.high is not None
        assert stats.poisson.sf(events - 1, result.low * 2.0) == pytest.approx(0.025)
        assert stats.poisson.cdf(events, result.high * 2.0) == pytest.approx(0.025)

    def test_per_scales_figure_and_bounds_alike(self) -> None:
        one, thousand = rate(7, 350.0), rate(7, 350.0, per=1000)
        assert thousand.rate == pytest.approx(20.0)
        assert one.low is not None
        assert thousand.low == pytest.approx(1000 * one.low)

    def test_no_exposure_is_no_rate(self) -> None:
        assert rate(0, 0.0).rate is None

    def test_refuses_negative_counts(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            rate(-1, 3.0)

    def test_interval_covers_the_truth(self) -> None:
        mean = 60.0
        draws = np.random.default_rng(36).poisson(mean, size=1000)
        results = [rate(int(x), 1.0) for x in draws]
        covered = np.mean([r.low <= mean <= r.high for r in results])  # type: ignore[operator]
        assert 0.93 <= covered <= 0.97


class TestDistinctCounts:
    LINKS = pd.DataFrame(
        [
            ("supervision", "r1", "fife", "f1"),
            ("supervision", "r1", "fife", "f2"),
            ("supervision", "r2", "moray", "f3"),
            ("training", "r1", "fife", "f1"),
            (None, "r3", "angus", "f4"),
        ],
        columns=["theme", "review", "committee", "finding"],
    )

    def test_counts_each_review_once_a_theme(self) -> None:
        assert distinct_counts(self.LINKS, ["theme"]) == (
            Tally(("supervision",), reviews=2, committees=2, findings=3),
            Tally(("training",), reviews=1, committees=1, findings=1),
        )

    def test_the_whole_is_not_the_sum_of_its_themes(self) -> None:
        (whole,) = distinct_counts(self.LINKS.dropna(), [])
        parts = distinct_counts(self.LINKS, ["theme"])
        assert whole.reviews == 2
        assert sum(part.reviews for part in parts) == 3

    def test_order_of_rows_does_not_matter(self) -> None:
        shuffled = self.LINKS.sample(frac=1, random_state=3)
        assert distinct_counts(shuffled, ["theme"]) == distinct_counts(self.LINKS, ["theme"])

    def test_two_dimensions_make_one_key(self) -> None:
        keys = [tally.key for tally in distinct_counts(self.LINKS, ["theme", "committee"])]
        assert keys == [("supervision", "fife"), ("supervision", "moray"), ("training", "fife")]


class TestSmallNumberNote:
    @pytest.mark.parametrize(("numerator", "denominator"), [(3, 19), (4, 200), (0, 20), (2, None)])
    def test_warns_of_small_numbers(self, numerator: int, denominator: int | None) -> None:
        assert str(small_number_note(numerator, denominator)).startswith("Small numbers")

    @pytest.mark.parametrize(("numerator", "denominator"), [(5, 20), (90, 200), (5, None)])
    def test_is_silent_otherwise(self, numerator: int, denominator: int | None) -> None:
        assert small_number_note(numerator, denominator) is None


def test_a_confidence_level_is_a_proportion() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        normal_quantile(95)
