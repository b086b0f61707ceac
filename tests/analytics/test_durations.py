import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from analytics.durations import kaplan_meier, unfinished_at

# Freireich et al. (1963), weeks of remission on 6-mercaptopurine; True = relapsed.
REMISSION = [
    *((6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True)),
    *((10, False), (11, False), (13, True), (16, True), (17, False), (19, False), (20, False)),
    *((22, True), (23, True), (25, False), (32, False), (32, False), (34, False), (35, False)),
]


def reviews(rows: list[tuple[float, bool]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["days", "finished"])


def simulated(rng: np.random.Generator, size: int = 80) -> pd.DataFrame:
    taken, counted = rng.exponential(400, size), rng.uniform(100, 1500, size)
    rows = zip(np.minimum(taken, counted), taken <= counted, strict=True)
    return reviews([(float(days), bool(finished)) for days, finished in rows])


class TestCurve:
    def test_reproduces_the_textbook_curve_of_remission_times(self) -> None:
        """Kleinbaum and Klein, Survival Analysis (2012), chapter 2, table 2.1."""
        curve = kaplan_meier(reviews(REMISSION))
        ended = {step.days: round(step.unfinished, 4) for step in curve.steps if step.finished}
        assert ended == {
            6: 0.8571,
            7: 0.8067,
            10: 0.7529,
            13: 0.6902,
            16: 0.6275,
            22: 0.5378,
            23: 0.4482,
        }

    def test_greenwood_reproduces_the_textbook_standard_errors(self) -> None:
        """Collett, Modelling Survival Data (2015), and R's survfit give 0.0764 and 0.0869."""
        curve = kaplan_meier(reviews(REMISSION), interval="greenwood")
        errors = [(s.unfinished - s.low) / 1.959964 for s in curve.steps if s.finished]
        assert errors[:2] == pytest.approx([0.0764, 0.0869], abs=5e-5)

    def test_agrees_with_statsmodels_at_every_step(self) -> None:
        for seed in range(5):
            frame = simulated(np.random.default_rng(seed), 40).round(-1)
            peer = SurvfuncRight(frame["days"], frame["finished"].astype(int))
            ours = [step for step in kaplan_meier(frame).steps if step.finished]
            assert [s.days for s in ours] == list(peer.surv_times)
            assert [s.at_risk for s in ours] == list(peer.n_risk)
            assert [s.unfinished for s in ours] == pytest.approx(list(peer.surv_prob))

    def test_an_unfinished_review_counts_until_it_is_censored(self) -> None:
        kept = kaplan_meier(reviews([(10, True), (20, False), (30, True)]))
        dropped = kaplan_meier(reviews([(10, True), (30, True)]))
        assert kept.steps[0].unfinished == pytest.approx(2 / 3)
        assert dropped.steps[0].unfinished == pytest.approx(1 / 2)
        assert kept.censored == 1

    def test_one_that_ends_the_day_another_is_censored_had_it_at_risk(self) -> None:
        curve = kaplan_meier(reviews([(10, True), (10, False), (20, True)]))
        assert curve.steps[0].at_risk == 3

    def test_log_log_bounds_stay_between_nought_and_one(self) -> None:
        for step in kaplan_meier(reviews(REMISSION)).steps:
            assert 0 <= step.low <= step.unfinished <= step.high <= 1

    def test_reviews_without_a_duration_are_left_out(self) -> None:
        frame = reviews([(10, True), (20, True)])
        frame.loc[2] = [np.nan, False]
        assert kaplan_meier(frame).reviews == 2

    def test_nothing_to_count_is_an_empty_curve(self) -> None:
        curve = kaplan_meier(reviews([]))
        assert curve.steps == ()
        assert curve.median is None

    def test_refuses_a_negative_duration(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            kaplan_meier(reviews([(-3, True)]))

    def test_refuses_an_unknown_interval(self) -> None:
        with pytest.raises(ValueError, match="unknown interval"):
            kaplan_meier(reviews(REMISSION), interval="wide")

    @pytest.mark.parametrize("interval", ["log_log", "greenwood"])
    def test_interval_covers_the_true_share_unfinished(self, interval: str) -> None:
        rng, truth, covered = np.random.default_rng(58), float(np.exp(-300 / 400)), 0
        for _ in range(1000):
            at = unfinished_at(kaplan_meier(simulated(rng), interval=interval), 300)
            assert at is not None
            covered += at[1] <= truth <= at[2]
        assert 0.93 <= covered / 1000 <= 0.97


class TestMedian:
    def test_reproduces_the_textbook_median_with_no_upper_bound(self) -> None:
        curve = kaplan_meier(reviews(REMISSION))
        assert (curve.median, curve.median_low, curve.median_high) == (23, 13, None)

    def test_agrees_with_statsmodels(self) -> None:
        for seed in range(5):
            frame = simulated(np.random.default_rng(seed))
            peer = SurvfuncRight(frame["days"], frame["finished"].astype(int))
            curve = kaplan_meier(frame)
            with np.errstate(divide="ignore", invalid="ignore"):
                low, high = peer.quantile_ci(0.5, method="cloglog")
            assert curve.median == peer.quantile(0.5)
            assert (curve.median_low, curve.median_high) == pytest.approx((low, high))

    def test_is_not_given_before_half_have_finished(self) -> None:
        curve = kaplan_meier(reviews([(10, True), (20, False), (30, False)]))
        assert curve.median is None
        assert any("no median" in note for note in curve.notes)

    def test_a_curve_at_exactly_one_half_has_its_median_there(self) -> None:
        assert kaplan_meier(reviews([(d, True) for d in (3, 5, 8, 9)])).median == 5

    def test_interval_covers_the_true_median(self) -> None:
        rng, truth, covered = np.random.default_rng(82), 400 * float(np.log(2)), 0
        for _ in range(1000):
            curve = kaplan_meier(simulated(rng))
            low = curve.median_low or 0.0
            high = np.inf if curve.median_high is None else curve.median_high
            covered += low <= truth <= high
        assert 0.93 <= covered / 1000 <= 0.97


class TestUnfinishedAt:
    CURVE = kaplan_meier(reviews(REMISSION))

    def test_reads_the_step_before(self) -> None:
        at = unfinished_at(self.CURVE, 15)
        assert at is not None
        assert at[0] == pytest.approx(0.6902, abs=5e-5)

    def test_all_are_unfinished_before_the_first(self) -> None:
        assert unfinished_at(self.CURVE, 2) == (1.0, 1.0, 1.0)

    def test_nothing_is_known_beyond_the_last(self) -> None:
        assert unfinished_at(self.CURVE, 36) is None
