"""NHS numbers of the other nations."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("NHS number 943 476 5919", "943 476 5919"),
    ("NHS no. 9434765919", "9434765919"),
    ("NHS No: 943-476-5919", "943-476-5919"),
    ("known as 943 476 5919 in England", "943 476 5919"),
    ("NHS number 943 476 59l9", "943 476 59l9"),
    ("NHS number 9434765918 fails its check", "9434765918"),
]
NEAR_MISSES = [
    "943 476 5918 fails and has no label",
    "NHS Grampian saw 12,500 children",
    "NHS 24 was called",
]


class TestNhsNumber:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "NHS_NUMBER") == [expected]

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "NHS_NUMBER") == []
