"""National Insurance numbers."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("NI number AB123456C", "AB123456C"),
    ("AB 12 34 56 C", "AB 12 34 56 C"),
    ("AB-12-34-56-C", "AB-12-34-56-C"),
    ("AB l2 34 S6 C", "AB l2 34 S6 C"),
    ("National Insurance QQ123456C", "QQ123456C"),
    ("NINO ab123456c", "ab123456c"),
    ("NI no AB 12 34\n56 C", "AB 12 34\n56 C"),
    ("NI number AB123456 without its suffix", "AB123456"),
]
NEAR_MISSES = [
    "There is 123456 of them",
    "reference AB123456",
    "EH12 345 678 C",
    "form AB1234567C",
]


class TestNationalInsuranceNumber:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "NINO") == [expected]

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "NINO") == []
