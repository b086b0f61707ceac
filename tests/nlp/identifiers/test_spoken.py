"""Dictated numbers read back."""

import pytest

from nlp.identifiers.folding import fold
from nlp.identifiers.spoken import spoken_numbers, to_digits


class TestDictatedNumber:
    @pytest.mark.parametrize(
        ("words", "digits"),
        [
            ("oh one four one", "0141"),
            ("double five three", "553"),
            ("treble nine", "999"),
            ("twenty one sixteen", "2116"),
            ("seventy oh five", "7005"),
            ("nine hundred", "900"),
        ],
    )
    def test_is_read_as_digits(self, words: str, digits: str) -> None:
        assert to_digits(words) == digits

    def test_maps_to_all_its_words(self) -> None:
        text = "call oh one four one two now"

        spoken = spoken_numbers(fold(text))

        assert spoken is not None
        start = spoken.text.index("01412")
        assert spoken.original(start, start + 5) == (5, 24)

    def test_counting_is_no_number(self) -> None:
        assert spoken_numbers(fold("one, two, three and away")) is None
