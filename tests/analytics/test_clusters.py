import numpy as np
import pandas as pd
import pytest

from analytics.clusters import clustered_share
from analytics.rates import share


def findings(*reviews: list[object]) -> pd.DataFrame:
    rows = [(f"r{i}", value) for i, values in enumerate(reviews) for value in values]
    return pd.DataFrame(rows, columns=["review", "deep"])


def test_findings_that_agree_within_reviews_count_for_less() -> None:
    alike = clustered_share(findings(*([[True] * 5] * 6 + [[False] * 5] * 14)), "deep")
    plain = share(30, 100)
    assert alike.design_effect == pytest.approx(5.26, abs=0.01)
    assert alike.low is not None
    assert plain.low is not None
    assert alike.low < plain.low - 0.05


def test_the_design_effect_of_unlike_findings_is_not_below_one() -> None:
    result = clustered_share(findings(*([[True, False]] * 12)), "deep")
    assert result.design_effect == 1.0


def test_a_missing_value_is_not_recorded_rather_than_no() -> None:
    result = clustered_share(findings([True, None], [False, None], [None]), "deep")
    assert (result.numerator, result.denominator, result.reviews) == (1, 2, 2)


def test_one_review_gives_a_figure_but_no_interval() -> None:
    result = clustered_share(findings([True, False, False]), "deep")
    assert result.share == pytest.approx(1 / 3)
    assert result.low is None


def test_nothing_recorded_gives_no_figure() -> None:
    assert clustered_share(findings([None]), "deep").share is None


def test_interval_covers_the_truth_when_reviews_differ() -> None:
    rng, covered = np.random.default_rng(92), 0
    for _ in range(1000):
        depth = rng.beta(2, 3, size=40)
        sizes = rng.integers(3, 10, size=40)
        review = np.repeat(np.arange(40), sizes)
        frame = pd.DataFrame({"review": review, "deep": rng.random(sizes.sum()) < depth[review]})
        result = clustered_share(frame, "deep")
        assert result.low is not None
        assert result.high is not None
        covered += result.low <= 0.4 <= result.high
    assert 0.93 <= covered / 1000 <= 0.97
