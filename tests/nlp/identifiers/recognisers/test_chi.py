"""CHI numbers: both check digits, misreadings, impossible dates."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("The record is under 0101161235.", "0101161235"),
    ("CHI 0101161234 on the form", "0101161234"),
    ("CHI: 010116 1234", "010116 1234"),
    ("her CHI is 01 01 16 1234", "01 01 16 1234"),
    ("CHI O1O1l61234 was misread", "O1O1l61234"),
    ("CHI 0101\n161234", "0101\n161234"),
    ("CHI number 010116-1234", "010116-1234"),
    ("CHI ０１０１１６１２３４", "０１０１１６１２３４"),
    ("CHI 010\u200b116\u200b1234", "010\u200b116\u200b1234"),
    (
        "C.H.I. zero one zero one one six one two three four",
        "zero one zero one one six one two three four",
    ),
    ("recorded as 290216 4567 in the notes", "290216 4567"),
]
NEAR_MISSES = [
    "number 3213161234 appears once",
    "CHI 3213161234 has no such day",
    "3002151234 is no date either",
    "call 01463 555012",
    "counted 12 of 20 reviews, 56 in 2007 and 43 in 2012",
    "order 0101161234567",
]


class TestChiNumber:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "CHI") == [expected]

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "CHI") == []
