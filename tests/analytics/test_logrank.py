import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import survdiff

from analytics.logrank import compare_times

PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def remission() -> pd.DataFrame:
    placebo = [("placebo", days, True) for days in PLACEBO]
    treated = [("treated", d, bool(r)) for d, r in zip(TREATED, RELAPSED, strict=True)]
    return pd.DataFrame(placebo + treated, columns=["method", "days", "finished"])


def simulated(rng: np.random.Generator, means: list[float], size: int = 25) -> pd.DataFrame:
    parts = []
    for index, mean in enumerate(means):
        taken, counted = rng.exponential(mean, size), rng.uniform(100, 1500, size)
        parts.append(
            pd.DataFrame(
                {
                    "method": f"m{index}",
                    "days": np.minimum(taken, counted).round(),
                    "finished": taken <= counted,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


class TestComparison:
    def test_reproduces_the_textbook_log_rank_test(self) -> None:
        """Kleinbaum and Klein, Survival Analysis (2012), chapter 2: 16.79 on one degree."""
        result = compare_times(remission(), "method")
        assert result.statistic == pytest.approx(16.793, abs=1e-3)
        assert result.freedom == 1
        expected = {group.group: round(group.expected, 2) for group in result.groups}
        assert expected == {"placebo": 10.75, "treated": 19.25}

    def test_agrees_with_statsmodels_for_several_groups(self) -> None:
        for seed in range(4):
            frame = simulated(np.random.default_rng(seed), [200, 300, 400, 500])
            peer = survdiff(frame["days"], frame["finished"].astype(int), frame["method"])
            result = compare_times(frame, "method")
            assert result.freedom == 3
            assert (result.statistic, result.p_value) == pytest.approx(peer, rel=1e-8)

    def test_a_planted_slow_method_is_the_only_one_called_slow(self) -> None:
        frame = simulated(np.random.default_rng(12), [300, 300, 1200, 300])
        slow = [group.group for group in compare_times(frame, "method").groups if group.slower]
        assert slow == ["m2"]

    def test_one_slow_method_does_not_make_another_look_fast(self) -> None:
        frame = simulated(np.random.default_rng(12), [250, 300, 1500, 300])
        rest = frame[frame["method"] != "m2"]
        verdicts = {g.group: (g.slower, g.faster) for g in compare_times(frame, "method").groups}
        alone = {g.group: (g.slower, g.faster) for g in compare_times(rest, "method").groups}
        assert verdicts.pop("m2") == (True, False)
        assert verdicts == alone == dict.fromkeys(("m0", "m1", "m3"), (False, False))

    def test_fast_and_slow_are_told_apart(self) -> None:
        groups = {group.group: group for group in compare_times(remission(), "method").groups}
        assert groups["treated"].slower
        assert not groups["treated"].faster
        assert groups["placebo"].faster

    def test_two_groups_are_one_question(self) -> None:
        result = compare_times(remission(), "method")
        assert result.p_value is not None
        assert [group.adjusted_p for group in result.groups] == pytest.approx([result.p_value] * 2)

    def test_no_group_is_surer_than_the_test_that_any_differ(self) -> None:
        result = compare_times(simulated(np.random.default_rng(12), [300, 300, 900]), "method")
        assert result.p_value is not None
        for group in result.groups:
            assert group.adjusted_p is not None
            assert group.adjusted_p >= result.p_value

    def test_too_few_finished_reviews_are_not_tested(self) -> None:
        frame = simulated(np.random.default_rng(3), [300, 300])
        rare = pd.DataFrame({"method": "rare", "days": [900, 950], "finished": [True, False]})
        groups = compare_times(pd.concat([frame, rare]), "method").groups
        last = groups[-1]
        assert last.group == "rare"
        assert last.p_value is None
        assert not last.slower

    def test_a_review_without_a_recorded_group_takes_no_part_and_is_counted(self) -> None:
        frame = remission()
        frame.loc[0, "method"] = None
        result = compare_times(frame, "method")
        assert [group.group for group in result.groups] == ["placebo", "treated"]
        assert "1 reviews without" in result.notes[0]

    def test_one_group_cannot_be_compared(self) -> None:
        frame = remission()
        result = compare_times(frame[frame["method"] == "placebo"], "method")
        assert result.statistic is None
        assert result.p_value is None

    def test_nothing_finished_cannot_be_compared(self) -> None:
        result = compare_times(remission().assign(finished=False), "method")
        assert result.p_value is None

    def test_equal_methods_raise_a_false_alarm_at_most_one_time_in_twenty(self) -> None:
        rng = np.random.default_rng(66)
        alarms = 0
        for _ in range(60):
            groups = compare_times(simulated(rng, [400] * 4, size=20), "method").groups
            alarms += any(group.slower or group.faster for group in groups)
        assert alarms / 60 <= 0.05
