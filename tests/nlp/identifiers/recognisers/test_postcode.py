"""Postcodes, whole and outward."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("lives at IV27 4QB", "IV27 4QB"),
    ("AB1O 1XG", "AB1O 1XG"),
    ("ab10 1xg", "ab10 1xg"),
    ("G4l 2AB", "G4l 2AB"),
    ("EH1\n2NG", "EH1\n2NG"),
    ("KW153XX", "KW153XX"),
    ("the G41 area of the city", "G41"),
    ("postcode IV27", "IV27"),
    ("lived in EH12 then", "EH12"),
    ("ＥＨ１ ２ＮＧ", "ＥＨ１ ２ＮＧ"),
]
NEAR_MISSES = [
    "the G8 summit",
    "on the M74 and A90",
    "Form CP1 and stage E2",
    "class P3 at the time",
    "section S47 enquiry",
    "XX1 1XX",
    "ward 4B 2 AM",
]


class TestPostcode:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "POSTCODE") == [expected]

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "POSTCODE") == []
