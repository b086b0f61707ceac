import numpy as np
import pandas as pd
import pytest

from analytics.emerging import emerging_themes


def yearly(theme: str, events: list[float], exposure: float = 20.0) -> pd.DataFrame:
    years = range(2006, 2006 + len(events))
    return pd.DataFrame({"theme": theme, "period": years, "events": events, "exposure": exposure})


QUIET = yearly("training", [6, 4, 5, 7, 5, 6, 4, 6, 5, 5, 6, 5])
RISING = yearly("exploitation", [1, 0, 2, 1, 1, 0, 1, 2, 1, 6, 8, 9])


class TestScan:
    def test_a_planted_rise_is_found_with_its_beginning(self) -> None:
        first, second = emerging_themes(pd.concat([QUIET, RISING]), runs=999)
        assert (first.theme, first.emerging, first.since) == ("exploitation", True, 2015)
        assert first.observed == 23
        assert first.expected == pytest.approx(32 * 3 / 12)
        assert first.relative_rate == pytest.approx((23 / 3) / (9 / 9))
        assert not second.emerging

    def test_the_statistic_is_the_poisson_log_likelihood_ratio(self) -> None:
        """Kulldorff (2001): c log(c/e) + (C - c) log((C - c)/(C - e))."""
        (result,) = emerging_themes(RISING, runs=99)
        expected = 23 * np.log(23 / 8) + 9 * np.log(9 / 24)
        assert result.statistic == pytest.approx(expected)

    def test_more_reviews_are_not_a_rise(self) -> None:
        exposure = np.array([5, 5, 5, 5, 5, 5, 30, 30, 30, 30])
        frame = yearly("neglect", (exposure / 5).tolist()).assign(exposure=exposure)
        (result,) = emerging_themes(frame, runs=499)
        assert not result.emerging

    def test_a_fall_is_not_emerging(self) -> None:
        falling = RISING.assign(events=RISING["events"].to_numpy()[::-1])
        (result,) = emerging_themes(falling, runs=499)
        assert not result.emerging

    def test_an_old_peak_is_not_emerging(self) -> None:
        (result,) = emerging_themes(yearly("a", [1, 1, 9, 9, 1, 1, 1, 1, 1, 1]), runs=499)
        assert not result.emerging

    def test_a_missing_period_is_not_a_nought(self) -> None:
        gapped = RISING.astype({"events": float})
        gapped.loc[gapped["period"] == 2008, "events"] = np.nan
        (result,) = emerging_themes(gapped, runs=99)
        assert result.expected == pytest.approx(30 * 3 / 11)

    def test_the_longest_window_can_be_set(self) -> None:
        (result,) = emerging_themes(RISING, runs=99, longest=1)
        assert result.since == 2017


class TestRefusals:
    @pytest.mark.parametrize(
        ("events", "words"), [([0, 0, 1, 1, 2], "Only 4 findings"), ([5, 6, 9], "Only 3 periods")]
    )
    def test_too_little_is_not_scanned(self, events: list[float], words: str) -> None:
        (result,) = emerging_themes(yearly("rare", events), runs=99)
        assert result.p_value is None
        assert not result.emerging
        assert words in str(result.note)

    def test_two_rows_for_one_period_are_refused(self) -> None:
        with pytest.raises(ValueError, match="one row a theme and period"):
            emerging_themes(pd.concat([QUIET, QUIET]), runs=9)


class TestChance:
    def test_the_same_input_gives_the_same_answer(self) -> None:
        frame = pd.concat([QUIET, RISING])
        assert emerging_themes(frame, runs=299) == emerging_themes(frame, runs=299)

    def test_neither_order_nor_company_changes_a_themes_p(self) -> None:
        alone = emerging_themes(RISING, runs=299)[0].p_value
        shuffled = pd.concat([RISING, QUIET]).sample(frac=1, random_state=1)
        assert emerging_themes(shuffled, runs=299)[0].p_value == alone

    def test_another_seed_draws_anew(self) -> None:
        ps = {emerging_themes(QUIET, runs=299, seed=seed)[0].p_value for seed in range(4)}
        assert len(ps) > 1

    def test_pure_noise_raises_a_false_alarm_in_at_most_one_family_in_twenty(self) -> None:
        rng = np.random.default_rng(2001)
        alarms = 0
        for _ in range(60):
            parts = [yearly(f"t{i}", rng.poisson(2 + i, 12).tolist()) for i in range(6)]
            results = emerging_themes(pd.concat(parts), runs=399)
            alarms += any(result.emerging for result in results)
        assert alarms / 60 <= 0.05
