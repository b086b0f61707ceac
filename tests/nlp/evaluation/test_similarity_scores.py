from typing import ClassVar

import pytest

from nlp.evaluation.similarity import b_cubed, hit_at, partners, recall_at

ISSUES = {"a1": "A", "a2": "A", "a3": "A", "b1": "B", "b2": "B", "c1": "C"}


class TestPartners:
    def test_an_issue_of_one_has_none(self) -> None:
        assert partners(ISSUES) == {
            "a1": {"a2", "a3"},
            "a2": {"a1", "a3"},
            "a3": {"a1", "a2"},
            "b1": {"b2"},
            "b2": {"b1"},
        }


class TestNeighbours:
    RANKED: ClassVar = {"a": ["x", "b", "c"], "b": ["x", "y", "z"]}
    SAME: ClassVar = {"a": {"b", "c"}, "b": {"z"}}

    @pytest.mark.parametrize(("count", "share"), [(1, 0.0), (2, 0.5), (3, 1.0)])
    def test_a_hit_is_any_partner_within_reach(self, count: int, share: float) -> None:
        assert hit_at(self.RANKED, self.SAME, count) == share

    @pytest.mark.parametrize(("count", "share"), [(1, 0.0), (2, 0.25), (3, 1.0)])
    def test_recall_counts_every_partner(self, count: int, share: float) -> None:
        assert recall_at(self.RANKED, self.SAME, count) == share


class TestBCubed:
    def test_the_coded_groups_are_perfect(self) -> None:
        groups = [["a1", "a2", "a3"], ["b1", "b2"], ["c1"]]
        assert b_cubed(groups, ISSUES) == {"precision": 1.0, "recall": 1.0, "f1": 1.0}

    def test_everything_alone_is_precise_and_forgetful(self) -> None:
        scores = b_cubed([[name] for name in ISSUES], ISSUES)
        assert scores["precision"] == 1.0
        assert scores["recall"] == pytest.approx((3 * (1 / 3) + 2 * (1 / 2) + 1) / 6)

    def test_everything_together_is_complete_and_imprecise(self) -> None:
        scores = b_cubed([list(ISSUES)], ISSUES)
        assert scores["recall"] == 1.0
        assert scores["precision"] == pytest.approx((9 + 4 + 1) / 36)

    def test_ids_without_an_issue_neither_help_nor_harm(self) -> None:
        groups = [["a1", "a2", "a3", "?"], ["b1", "b2"], ["c1"]]
        assert b_cubed(groups, ISSUES)["f1"] == 1.0
