from collections.abc import Callable

import numpy as np
import pytest
from sklearn.metrics import f1_score

from nlp.evaluation.tagging import (
    Confusion,
    Marks,
    accuracy,
    accuracy_either,
    calibration_error,
    confusions,
    coverage,
    macro_f1,
    per_key,
    set_macro_f1,
    set_micro_f1,
)

TRUTH = ["a", "a", "b", "b", "c", "c", "c", "a"]
GIVEN = ["a", "b", "b", "b", "c", "a", "c", "c"]


class TestKeys:
    def test_macro_f1_is_scikit_learns(self) -> None:
        assert macro_f1(GIVEN, TRUTH) == pytest.approx(f1_score(TRUTH, GIVEN, average="macro"))

    def test_accuracy_counts_matches(self) -> None:
        assert accuracy(GIVEN, TRUTH) == 5 / 8

    def test_a_second_key_is_right_too(self) -> None:
        assert accuracy_either(["a", "b", "c"], ["a", "a", "a"], [None, "b", None]) == 2 / 3

    def test_a_key_never_given_scores_nothing(self) -> None:
        score = per_key(["a", "a"], ["a", "b"])["b"]
        assert (score.precision, score.recall, score.f1, score.support) == (0, 0, 0, 1)


class TestSets:
    def test_micro_and_macro_are_scikit_learns(self) -> None:
        rng = np.random.default_rng(2)
        truth, given = rng.random((40, 5)) < 0.4, rng.random((40, 5)) < 0.4
        names = np.array(list("vwxyz"))
        sets = [[set(names[row]) for row in matrix] for matrix in (given, truth)]
        assert set_micro_f1(*sets) == pytest.approx(f1_score(truth, given, average="micro"))
        assert set_macro_f1(*sets) == pytest.approx(f1_score(truth, given, average="macro"))

    def test_nothing_given_where_nothing_is_true_is_right(self) -> None:
        assert set_micro_f1([set()], [set()]) == 1.0


class TestConfusion:
    def test_every_item_is_one_of_four_things(self) -> None:
        given = [{"a"}, {"a", "b"}, set(), {"b"}, set()]
        truth = [{"a"}, {"b"}, {"a"}, {"b"}, {"c"}]
        found = confusions(given, truth, ["a", "b", "c", "d"])
        assert found == {
            "a": Confusion(hits=1, missed=1, left_alone=2, false_alarms=1),
            "b": Confusion(hits=2, missed=0, left_alone=3, false_alarms=0),
            "c": Confusion(hits=0, missed=1, left_alone=4, false_alarms=0),
            "d": Confusion(hits=0, missed=0, left_alone=5, false_alarms=0),
        }


class TestCalibration:
    def test_honest_confidence_has_no_error(self) -> None:
        assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0.0)

    def test_boasting_is_the_gap(self) -> None:
        assert calibration_error([0.95] * 2, [True, False]) == pytest.approx(0.45)

    def test_bins_do_not_cancel_out(self) -> None:
        assert calibration_error([0.95, 0.05], [False, True]) == pytest.approx(0.95)

    def test_certainty_falls_in_the_last_bin(self) -> None:
        assert calibration_error([1.0, 0.0], [True, False]) == 0.0


class TestCoverage:
    def test_only_answers_are_judged(self) -> None:
        found = coverage(
            ["a", "b", "c", "c"],
            ["a", "a", "a", "c"],
            [None, "b", None, None],
            [False, False, True, False],
        )
        assert (found.answered, found.right, found.right_or_second) == (0.75, 2 / 3, 1.0)

    def test_silence_throughout_makes_no_mistake(self) -> None:
        found = coverage(["a"], ["b"], [None], [True])
        assert (found.answered, found.right) == (0.0, 1.0)


class TestMarks:
    """Many resamples at once score as one by one."""

    GIVEN = ({"a"}, {"b"}, {"a", "c"}, {"b"}, set())
    TRUTH = ({"a"}, {"a"}, {"c"}, {"b", "d"}, {"d"})

    def resamples(self) -> list[list[int]]:
        rng = np.random.default_rng(5)
        return [[0, 1, 2, 3, 4], [0] * 5, [4] * 5, *rng.integers(0, 5, (20, 5)).tolist()]

    @pytest.mark.parametrize(
        ("one", "many"), [(set_macro_f1, "macro_f1"), (set_micro_f1, "micro_f1")]
    )
    def test_agree_with_the_scores_of_the_drawn_items(
        self, one: Callable[..., float], many: str
    ) -> None:
        drawn = self.resamples()
        counts = np.stack([np.bincount(rows, minlength=5) for rows in drawn])
        expected = [
            one([self.GIVEN[row] for row in rows], [self.TRUTH[row] for row in rows])
            for rows in drawn
        ]
        found = getattr(Marks(self.GIVEN, self.TRUTH), many)(counts)
        assert found == pytest.approx(expected)
