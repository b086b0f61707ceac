"""Vehicle registrations."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("a car, SF14 KXM, was seen", "SF14 KXM"),
    ("SF14KXM", "SF14KXM"),
    ("SF l4 KXM", "SF l4 KXM"),
    ("his van sf14 kxm in a text", "sf14 kxm"),
    ("registration P123 ABC", "P123 ABC"),
    ("registration ABC 123P", "ABC 123P"),
    ("reg 1234 AB", "1234 AB"),
]
NEAR_MISSES = [
    "AB 12 of the list",
    "the CP12 form",
    "P1 to P7",
    "in 2014 KPI targets",
]


class TestRegistration:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "VEHICLE_REG") == [expected]

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "VEHICLE_REG") == []
