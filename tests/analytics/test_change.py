import numpy as np
import pandas as pd
import pytest

from analytics.change import Change, correct_family, rate_change, share_change
from analytics.sentences import describe_change


def yearly(first: int, events: list[float], base: list[float], name: str) -> pd.DataFrame:
    years = range(first, first + len(events))
    return pd.DataFrame({"year": years, "events": events, name: base})


RISING = yearly(2012, [6, 9, 12, 15, 18, 21], [50] * 6, "trials")
FLAT = yearly(2012, [12, 11, 13, 12, 11, 13], [50] * 6, "trials")


class TestShareChange:
    def test_a_steady_rise_is_found_and_measured_in_share_a_year(self) -> None:
        change = share_change(RISING)
        assert change.significant
        assert change.effect == pytest.approx(0.06)
        assert change.low is not None
        assert change.low > 0

    def test_level_shares_are_not_called_a_change(self) -> None:
        change = share_change(FLAT)
        assert not change.significant
        assert change.low is not None
        assert change.high is not None
        assert change.low < 0 < change.high

    def test_a_year_without_figures_is_named_and_not_counted_as_nought(self) -> None:
        gapped = RISING[RISING["year"] != 2014]
        blank = RISING.astype({"events": "float"})
        blank.loc[blank["year"] == 2014, "events"] = np.nan
        for frame in (gapped, blank):
            change = share_change(frame)
            assert change.missing_years == (2014,)
            assert 2014 not in change.years
            assert "2014" in change.warnings[0]
            assert change.effect == pytest.approx(0.06)

    def test_a_recorded_nought_is_a_figure(self) -> None:
        change = share_change(yearly(2012, [0, 4, 9], [30, 30, 30], "trials"))
        assert change.missing_years == ()
        assert change.years == (2012, 2013, 2014)

    @pytest.mark.parametrize(
        ("events", "trials", "words"),
        [
            ([3, 9], [20, 20], "Only 2 years"),
            ([1, 1, 2], [20, 20, 20], "Only 4 reviews"),
            ([20, 19, 18], [20, 20, 20], "Only 3 reviews"),
            ([5, 0, 6], [20, 0, 20], "Only 2 years"),
        ],
    )
    def test_numbers_that_carry_nothing_are_refused_a_test(
        self, events: list[float], trials: list[float], words: str
    ) -> None:
        change = share_change(yearly(2012, events, trials, "trials"))
        assert change.p_value is None
        assert change.effect is None
        assert not change.significant
        assert words in change.warnings[-1]

    def test_an_empty_frame_is_an_answer_without_figures(self) -> None:
        change = share_change(pd.DataFrame({"year": [], "events": [], "trials": []}))
        assert change.years == ()
        assert change.p_value is None

    def test_a_bend_is_pointed_out(self) -> None:
        change = share_change(yearly(2012, [5, 30, 30, 5], [50] * 4, "trials"))
        assert "straight line" in change.warnings[-1]

    def test_refuses_two_rows_for_one_year(self) -> None:
        with pytest.raises(ValueError, match="one row a year"):
            share_change(pd.concat([RISING, RISING]))

    def test_order_of_rows_does_not_matter(self) -> None:
        assert share_change(RISING.iloc[::-1]) == share_change(RISING)

    def test_interval_of_the_slope_covers_the_truth(self) -> None:
        rng = np.random.default_rng(54)
        truth, years = 0.015, np.arange(10)
        shares = 0.25 + truth * years
        covered = 0
        for _ in range(1000):
            frame = yearly(2010, rng.binomial(40, shares).tolist(), [40.0] * 10, "trials")
            change = share_change(frame)
            assert change.low is not None
            assert change.high is not None
            covered += change.low <= truth <= change.high
        assert 0.93 <= covered / 1000 <= 0.97


class TestRateChange:
    def test_the_effect_is_a_ratio_a_year(self) -> None:
        doubling = yearly(2010, [10, 20, 40, 80], [5.0] * 4, "exposure")
        assert rate_change(doubling).effect == pytest.approx(2.0)

    def test_more_reviews_to_count_in_is_not_a_rise(self) -> None:
        growing = yearly(2010, [10, 20, 40, 80], [10.0, 20.0, 40.0, 80.0], "exposure")
        change = rate_change(growing)
        assert change.effect == pytest.approx(1.0)
        assert not change.significant

    def test_overdispersed_years_widen_the_interval_and_say_so(self) -> None:
        even = yearly(2010, [20, 22, 24, 26, 28, 30], [1.0] * 6, "exposure")
        wild = yearly(2010, [5, 40, 8, 45, 10, 42], [1.0] * 6, "exposure")
        calm, rough = rate_change(even), rate_change(wild)
        assert calm.method == "poisson regression"
        assert rough.method == "negative binomial regression"
        assert "vary more" in rough.warnings[-1]
        assert not rough.significant

    def test_a_year_without_exposure_is_missing(self) -> None:
        frame = yearly(2010, [10, 11, 12, 13], [4.0, np.nan, 4.0, 4.0], "exposure")
        assert rate_change(frame).missing_years == (2011,)

    def test_too_few_events_are_refused_a_test(self) -> None:
        change = rate_change(yearly(2010, [1, 0, 2, 1], [9.0] * 4, "exposure"))
        assert change.p_value is None
        assert "Only 4" in change.warnings[-1]

    def test_events_of_a_single_year_are_an_episode(self) -> None:
        change = rate_change(yearly(2010, [0, 0, 0, 9], [9.0] * 4, "exposure"))
        assert change.p_value is None
        assert "one year" in change.warnings[-1]


class TestFamily:
    def test_adjusts_every_question_and_keeps_the_order(self) -> None:
        family = {"supervision": share_change(RISING), "training": share_change(FLAT)}
        corrected = correct_family(family)
        assert list(corrected) == ["supervision", "training"]
        first = corrected["supervision"]
        assert first.p_value is not None
        assert first.adjusted_p == pytest.approx(2 * first.p_value)
        assert first.correction == "benjamini_hochberg"

    def test_a_borderline_change_is_not_significant_among_many(self) -> None:
        frame = yearly(2012, [9, 11, 13, 15, 18], [50] * 5, "trials")
        alone = share_change(frame)
        family = {f"theme {i}": share_change(FLAT) for i in range(20)} | {"rising": alone}
        assert alone.significant
        assert not correct_family(family)["rising"].significant
        assert not correct_family(family, method="holm")["rising"].significant

    def test_an_untestable_question_stays_untested(self) -> None:
        family = {"few": share_change(yearly(2012, [0, 1, 1], [9, 9, 9], "trials"))}
        assert correct_family(family)["few"].adjusted_p is None

    def test_refuses_an_unknown_correction(self) -> None:
        with pytest.raises(ValueError, match="unknown correction"):
            correct_family({}, method="hope")

    @pytest.mark.parametrize("kind", ["share", "rate"])
    def test_pure_noise_raises_a_false_alarm_in_at_most_one_family_in_twenty(
        self, kind: str
    ) -> None:
        rng = np.random.default_rng(1995)
        alarms, families = 0, 250
        for _ in range(families):
            family: dict[str, Change] = {}
            for theme in range(6):
                if kind == "share":
                    events = rng.binomial(16, 0.1 + 0.1 * theme, size=12).tolist()
                    frame = yearly(2010, events, [16.0] * 12, "trials")
                    family[str(theme)] = share_change(frame)
                else:
                    counts = rng.poisson(4 + 3 * theme, size=12).tolist()
                    frame = yearly(2010, counts, [16.0] * 12, "exposure")
                    family[str(theme)] = rate_change(frame)
            alarms += any(change.significant for change in correct_family(family).values())
        assert alarms / families <= 0.05


class TestSentences:
    def test_states_a_rise_with_its_size_interval_and_chance(self) -> None:
        sentence = describe_change(share_change(RISING), "the share of reviews on supervision")
        assert sentence.startswith(
            "The share of reviews on supervision rose between 2012 and 2017 by about "
            "+6.0 percentage points a year (95% interval "
        )
        assert "less than once in 1,000 times" in sentence

    def test_a_fall_falls(self) -> None:
        falling = RISING.assign(events=RISING["events"].to_numpy()[::-1])
        assert " fell between " in describe_change(share_change(falling), "the share")

    def test_no_evidence_is_not_called_no_change(self) -> None:
        sentence = describe_change(share_change(FLAT), "the share")
        assert "no change between 2012 and 2017 that chance could not explain" in sentence
        assert "not proof that nothing changed" in sentence

    def test_too_little_is_said_to_be_too_little(self) -> None:
        frame = yearly(2012, [1, 1, 2], [20, 20, 20], "trials")
        sentence = describe_change(share_change(frame), "the share")
        assert "no statement can be made" in sentence
        assert "too few" in sentence

    def test_a_rate_speaks_in_per_cent_and_allows_for_the_family(self) -> None:
        frame = yearly(2010, [10, 14, 20, 28, 39], [5.0] * 5, "exposure")
        corrected = correct_family({"a": rate_change(frame)})["a"]
        sentence = describe_change(corrected, "the rate of reviews")
        assert "+40" in sentence
        assert "after allowing for all the questions asked" in sentence
