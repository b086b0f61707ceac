import numpy as np
import pytest

from nlp.evaluation.intervals import bootstrap, bootstrap_counts


class TestBootstrap:
    def test_the_interval_of_a_share_is_near_the_normal_one(self) -> None:
        right = np.arange(400) % 4 != 0
        found = bootstrap(lambda rows: float(right[rows].mean()), 400)
        half = 1.96 * np.sqrt(0.75 * 0.25 / 400)
        assert found.value == 0.75
        assert found.low == pytest.approx(0.75 - half, abs=0.01)
        assert found.high == pytest.approx(0.75 + half, abs=0.01)

    def test_the_same_seed_gives_the_same_interval(self) -> None:
        values = np.random.default_rng(1).normal(size=50)
        one = bootstrap(lambda rows: float(values[rows].mean()), 50)
        assert one == bootstrap(lambda rows: float(values[rows].mean()), 50)

    def test_a_constant_has_no_width(self) -> None:
        found = bootstrap(lambda _: 0.5, 10)
        assert (found.low, found.high, found.n) == (0.5, 0.5, 10)

    def test_no_items_are_no_score(self) -> None:
        with pytest.raises(ValueError, match="at least one item"):
            bootstrap(lambda _: 0.0, 0)

    def test_all_resamples_in_one_step_are_the_same_resamples(self) -> None:
        values = np.random.default_rng(1).normal(size=50)
        one = bootstrap(lambda rows: float(values[rows].mean()), 50)
        found = bootstrap_counts(lambda counts: counts @ values / 50, 50)
        assert found.n == one.n
        assert (found.value, found.low, found.high) == pytest.approx((one.value, one.low, one.high))
