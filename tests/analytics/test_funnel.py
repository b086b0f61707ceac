import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analytics.funnel import control_limits, proceed_funnel


def committees(*rows: tuple[str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["committee", "proceeded", "decisions"])


def noise(rng: np.random.Generator, size: int = 30) -> pd.DataFrame:
    decisions = rng.integers(3, 25, size=size)
    proceeded = rng.binomial(decisions, 0.35)
    names = [f"committee-{i:02}" for i in range(size)]
    return pd.DataFrame({"committee": names, "proceeded": proceeded, "decisions": decisions})


class TestLimits:
    @pytest.mark.parametrize("decisions", [5, 12, 40, 200])
    @pytest.mark.parametrize("target", [0.1, 0.35, 0.5])
    def test_interpolate_between_the_counts_on_either_side_of_the_tail(
        self, decisions: int, target: float
    ) -> None:
        """Spiegelhalter (2005), appendix A.1.1."""
        limits = control_limits(decisions, target)
        count = stats.binom.ppf(0.975, decisions, target)
        assert (count - 1) / decisions <= limits.high_95 <= count / decisions

    def test_approach_the_normal_limits_when_decisions_are_many(self) -> None:
        limits = control_limits(100_000, 0.3)
        error = (0.3 * 0.7 / 100_000) ** 0.5
        assert limits.high_95 == pytest.approx(0.3 + 1.96 * error, abs=1e-5)
        assert limits.low_998 == pytest.approx(0.3 - 3.09 * error, abs=1e-5)

    def test_the_outer_limits_enclose_the_inner(self) -> None:
        for decisions in range(1, 60):
            limits = control_limits(decisions, 0.4)
            bounds = [limits.low_998, limits.low_95, limits.high_95, limits.high_998]
            assert bounds == sorted(bounds)

    def test_stay_within_nought_and_one(self) -> None:
        limits = control_limits(2, 0.9)
        assert limits.low_998 >= 0
        assert limits.high_998 <= 1

    @pytest.mark.parametrize("target", [0.0, 1.0])
    def test_collapse_where_there_is_no_chance(self, target: float) -> None:
        assert control_limits(10, target).high_95 == target


class TestFunnel:
    def test_the_target_pools_decisions_not_committees(self) -> None:
        funnel = proceed_funnel(committees(("angus", 1, 2), ("fife", 9, 38)))
        assert funnel.target == pytest.approx(0.25)

    def test_a_planted_outlier_is_found_and_named(self) -> None:
        frame = noise(np.random.default_rng(5))
        frame.loc[7, ["proceeded", "decisions"]] = [22, 24]
        outliers = [point for point in proceed_funnel(frame).points if point.outlier]
        assert [point.committee for point in outliers] == ["committee-07"]
        assert outliers[0].position == "above"

    def test_a_small_committee_at_nought_per_cent_is_not_an_outlier(self) -> None:
        frame = committees(("orkney", 0, 2), ("fife", 12, 30), ("moray", 11, 30), ("angus", 10, 28))
        point = next(p for p in proceed_funnel(frame).points if p.committee == "orkney")
        assert not point.outlier
        assert point.position == "within"

    def test_a_committee_without_decisions_is_named_apart(self) -> None:
        funnel = proceed_funnel(committees(("orkney", 0, 0), ("fife", 5, 12)))
        assert funnel.left_out == ("orkney",)
        assert [point.committee for point in funnel.points] == ["fife"]

    def test_nothing_recorded_is_an_answer(self) -> None:
        funnel = proceed_funnel(committees(("orkney", 0, 0)))
        assert funnel.target is None
        assert funnel.points == ()

    def test_all_proceeding_everywhere_raises_no_alarm(self) -> None:
        funnel = proceed_funnel(committees(("fife", 5, 5), ("moray", 9, 9)))
        assert not any(point.outlier for point in funnel.points)

    def test_general_variation_is_noted_as_overdispersion(self) -> None:
        rows = [(f"c{i:02}", 2 if i % 2 else 18, 20) for i in range(12)]
        funnel = proceed_funnel(committees(*rows))
        assert funnel.dispersion is not None
        assert funnel.dispersion > 5
        assert any("more than chance" in note for note in funnel.notes)

    def test_chance_variation_is_not(self) -> None:
        funnel = proceed_funnel(noise(np.random.default_rng(6)))
        assert not any("more than chance" in note for note in funnel.notes)

    def test_dispersion_is_the_chi_square_of_homogeneity(self) -> None:
        frame = noise(np.random.default_rng(8), size=6)
        table = np.array([frame["proceeded"], frame["decisions"] - frame["proceeded"]])
        expected = stats.chi2_contingency(table, correction=False)
        funnel = proceed_funnel(frame)
        assert funnel.dispersion == pytest.approx(expected.statistic / 5)
        assert funnel.dispersion_p == pytest.approx(expected.pvalue)

    def test_the_curve_reaches_past_the_largest_committee(self) -> None:
        funnel = proceed_funnel(committees(("fife", 9, 40), ("moray", 3, 10)))
        assert [limits.decisions for limits in funnel.curve] == list(range(1, 45))

    def test_refuses_more_proceeding_than_decided(self) -> None:
        with pytest.raises(ValueError, match="between 0 and decisions"):
            proceed_funnel(committees(("fife", 6, 5)))

    def test_pure_noise_raises_a_false_alarm_in_at_most_one_funnel_in_twenty(self) -> None:
        rng = np.random.default_rng(24)
        funnels = [proceed_funnel(noise(rng, size=12)) for _ in range(100)]
        alarms = sum(any(point.outlier for point in funnel.points) for funnel in funnels)
        assert alarms / 100 <= 0.05
