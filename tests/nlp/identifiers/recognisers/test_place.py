"""Places below council level."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("She moved to Lochmaddy.", ["Lochmaddy"]),
    ("They lived in Perth for a year.", ["Perth"]),
    ("a croft on the Isle of Skye", ["Isle of Skye"]),
    ("a house in the village of Achnasheen", ["Achnasheen"]),
    ("born in Balnahuish, he said", ["Balnahuish"]),
    ("He was on Rowan Ward then.", ["Rowan Ward"]),
    ("She was seen on Ward 4B.", ["Ward 4B"]),
    ("taken to Raigmore Hospital", ["Raigmore Hospital"]),
]
NEAR_MISSES = [
    "Perth and Kinross, Highland and Argyll and Bute agreed.",
    "Glasgow City Council and NHS Lothian responded.",
    "The family moved within Scotland.",
    "The Public Protection Unit was told.",
    "It goes back to the law and the tongue.",
    "The Family Protection Unit and the Mother and Baby Unit.",
]


class TestPlace:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: list[str]) -> None:
        assert found(text, "PLACE") == expected

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "PLACE") == []
