import pandas as pd
import pytest

from analytics.disclosure.ladders import SUPPRESSED, Ladder, certainty_penalty, entropy_lost

AREA = Ladder.of("area", {"fife": "east", "angus": "east", "moray": "north", "skye": "north"})


def series(*values: str) -> "pd.Series[str]":
    return pd.Series(list(values))


class TestLadder:
    @pytest.mark.parametrize(
        ("level", "shown"),
        [(0, ["fife", "moray"]), (1, ["east", "north"]), (2, [SUPPRESSED, SUPPRESSED])],
    )
    def test_each_level_is_coarser_and_the_last_says_nothing(
        self, level: int, shown: list[str]
    ) -> None:
        assert list(AREA.apply(series("fife", "moray"), level)) == shown

    def test_its_top_lies_above_the_levels_given(self) -> None:
        assert AREA.top == 2
        assert Ladder("year").top == 1

    def test_two_of_the_same_levels_are_the_same(self) -> None:
        turned = {"skye": "north", "moray": "north", "angus": "east", "fife": "east"}
        assert Ladder.of("area", turned) == AREA


class TestEntropyLost:
    def test_nothing_while_values_stay(self) -> None:
        values = series("a", "b", "c")
        assert entropy_lost(values, values) == 0.0

    def test_all_when_everything_is_one(self) -> None:
        assert entropy_lost(series("a", "b"), series("*", "*")) == 1.0

    def test_half_when_four_become_two(self) -> None:
        assert entropy_lost(series("a", "b", "c", "d"), series("x", "x", "y", "y")) == 0.5

    def test_a_column_that_said_nothing_loses_nothing(self) -> None:
        assert entropy_lost(series("a", "a"), series("*", "*")) == 0.0


class TestCertaintyPenalty:
    def test_nothing_while_values_stay(self) -> None:
        values = series("a", "b", "c")
        assert certainty_penalty(values, values) == 0.0

    def test_one_when_everything_is_one(self) -> None:
        assert certainty_penalty(series("a", "b", "c"), series("*", "*", "*")) == 1.0

    def test_is_the_span_of_the_average_row(self) -> None:
        # Three rows stand for two of three values, (2 - 1) / (3 - 1); one stands for itself.
        original = series("a", "b", "b", "c")
        assert certainty_penalty(original, series("ab", "ab", "ab", "c")) == pytest.approx(3 / 8)

    def test_a_column_of_one_value_costs_nothing(self) -> None:
        assert certainty_penalty(series("a"), series("*")) == 0.0
