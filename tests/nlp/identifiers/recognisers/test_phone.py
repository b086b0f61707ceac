"""Telephone numbers."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("Call 0131 496 0123 now", "0131 496 0123"),
    ("(0131) 496-0123", "(0131) 496-0123"),
    ("+44 (0)131 496 0123", "+44 (0)131 496 0123"),
    ("0044 131 496 0123", "0044 131 496 0123"),
    ("07700.900.123", "07700.900.123"),
    ("O77OO 9OO l23", "O77OO 9OO l23"),
    ("mobile 07700\n900456", "07700\n900456"),
    ("01463 555012 is the house", "01463 555012"),
    ("+48 601 555 123 in Poland", "+48 601 555 123"),
    ("Tel: 555 0199", "555 0199"),
    (
        "oh seven seven double oh nine hundred one two three",
        "oh seven seven double oh nine hundred one two three",
    ),
    (
        "oh one four one, four nine six, oh one two three",
        "oh one four one, four nine six, oh one two three",
    ),
    ("０１３１ ４９６ ０１２３", "０１３１ ４９６ ０１２３"),
]
NEAR_MISSES = [
    "Childline on 0800 1111",
    "she dialled 999 and then 101",
    "ISBN 0 7700 9001 23",
    "from 2007 to 2012 there were 56",
    "01/02/2016 03",
    "one or two of three to four",
]


class TestTelephoneNumber:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "PHONE") == [expected]

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "PHONE") == []
