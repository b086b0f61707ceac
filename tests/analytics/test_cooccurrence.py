import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analytics.cooccurrence import cooccurrences, lift_interval


def presence(both: int, left: int, right: int, total: int) -> pd.DataFrame:
    rows = (
        [(True, True)] * both + [(True, False)] * (left - both) + [(False, True)] * (right - both)
    )
    rows += [(False, False)] * (total - len(rows))
    return pd.DataFrame(rows, columns=["neglect", "transience"])


class TestPairs:
    def test_fishers_tea_taster(self) -> None:
        """Fisher (1935), The Design of Experiments: three of four, two-sided p 0.486."""
        (pair,) = cooccurrences(presence(3, 4, 4, 8))
        assert pair.p_value == pytest.approx(34 / 70)
        assert pair.lift == pytest.approx(1.5)

    def test_agrees_with_scipy(self) -> None:
        (pair,) = cooccurrences(presence(12, 30, 25, 200))
        assert pair.p_value == pytest.approx(stats.fisher_exact([[12, 18], [13, 157]]).pvalue)
        assert pair.expected == pytest.approx(30 * 25 / 200)

    @pytest.mark.parametrize(
        ("both", "left", "right", "total"),
        [
            (0, 3, 4, 9),
            (5, 5, 5, 10),
            (1, 9, 9, 17),
            (40, 300, 90, 900),
            (6000, 30000, 25000, 90000),
        ],
    )
    def test_p_is_scipys_at_every_size(self, both: int, left: int, right: int, total: int) -> None:
        (pair,) = cooccurrences(presence(both, left, right, total))
        table = [[both, left - both], [right - both, total - left - right + both]]
        assert pair.p_value == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-6, abs=1e-300)

    def test_two_common_themes_are_not_related_for_being_common(self) -> None:
        (pair,) = cooccurrences(presence(81, 90, 90, 100))
        assert pair.lift == pytest.approx(1.0)
        assert not pair.related

    def test_a_planted_pair_is_the_only_one_called_related(self) -> None:
        rng = np.random.default_rng(4)
        frame = pd.DataFrame(rng.random((220, 8)) < 0.3, columns=list("abcdefgh"))
        frame["h"] = np.where(rng.random(220) < 0.8, frame["a"], frame["h"])
        related = [(pair.left, pair.right) for pair in cooccurrences(frame) if pair.related]
        assert related == [("a", "h")]

    def test_a_concept_in_no_review_or_in_all_shows_nothing(self) -> None:
        frame = presence(3, 5, 6, 20).assign(never=False, always=True)
        assert len(cooccurrences(frame)) == 1

    def test_rare_concepts_can_be_passed_over(self) -> None:
        assert cooccurrences(presence(1, 2, 9, 30), min_reviews=3) == ()

    def test_a_pair_is_counted_over_the_reviews_that_record_both(self) -> None:
        frame = presence(4, 10, 12, 40).astype(object)
        whole = frame.astype(bool)
        frame.iloc[:6, 0] = None
        frame.iloc[30:, 1] = None
        (pair,) = cooccurrences(frame)
        both_known = whole.iloc[6:30]
        assert pair.reviews == 24
        assert (pair.left_reviews, pair.right_reviews) == tuple(both_known.sum())
        assert pair.both == int(both_known.all(axis=1).sum())

    def test_pure_noise_raises_a_false_alarm_in_at_most_one_family_in_twenty(self) -> None:
        rng = np.random.default_rng(35)
        alarms = 0
        for _ in range(1000):
            frame = pd.DataFrame(rng.random((120, 4)) < 0.35, columns=list("abcd"))
            alarms += any(pair.related for pair in cooccurrences(frame))
        assert alarms / 1000 <= 0.05


class TestInterval:
    def test_is_the_delta_interval_of_a_log_ratio(self) -> None:
        low, high, method = lift_interval(12, 30, 25, 200)
        cells = np.array([12, 18, 13, 157]) / 200
        gradient = np.array([1 / 0.06 - 1 / 0.15 - 1 / 0.125, -1 / 0.15, -1 / 0.125, 0.0])
        covariance = (np.diag(cells) - np.outer(cells, cells)) / 200
        half = 1.959964 * np.sqrt(gradient @ covariance @ gradient)
        assert method == "delta on log lift"
        assert np.log([low, high]) == pytest.approx([np.log(3.2) - half, np.log(3.2) + half])

    def test_never_together_takes_scipys_exact_limit_of_the_odds(self) -> None:
        low, high, method = lift_interval(0, 20, 25, 200)
        odds = stats.contingency.odds_ratio(np.array([[0, 20], [25, 155]]))
        limit = odds.confidence_interval(0.95).high
        expected = stats.nchypergeom_fisher(200, 20, 25, limit).mean()
        assert (low, method) == (0.0, "exact conditional")
        assert high == pytest.approx(expected / 2.5, rel=1e-4)
        assert 1.0 < high < 2.0

    @pytest.mark.parametrize(
        ("left", "right", "truth", "total"),
        [(0.4, 0.5, 1.6, 150), (0.1, 0.15, 2.0, 220), (0.05, 0.1, 1.0, 220), (0.3, 0.3, 0.5, 100)],
    )
    def test_covers_the_true_lift(
        self, left: float, right: float, truth: float, total: int
    ) -> None:
        rng, covered, counted = np.random.default_rng(56), 0, 0
        both = left * right * truth
        cells = [both, left - both, right - both, 1 - left - right + both]
        for a, b, c, _ in rng.multinomial(total, cells, size=1000):
            if a + b and a + c:
                low, high, _ = lift_interval(int(a), int(a + b), int(a + c), total)
                counted += 1
                covered += low <= truth <= high
        assert 0.93 <= covered / counted <= 0.97
