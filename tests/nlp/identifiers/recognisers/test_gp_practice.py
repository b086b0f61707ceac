"""Medical practices by name."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("registered at Elmbank Medical Practice", ["Elmbank Medical Practice"]),
    ("Dr Sproat of Tower Road Surgery", ["Tower Road Surgery"]),
    ("Links Medical Practice wrote", ["Links Medical Practice"]),
    ("Fernlea Health Centre", ["Fernlea Health Centre"]),
    ("letters to Old Mill Surgery", ["Old Mill Surgery"]),
]
NEAR_MISSES = [
    "good practice and Best Practice",
    "the Health Centre and the Medical Practice",
    "a Code of Practice was issued",
    "General Practice is under strain",
    "Key Practice Episode 3",
]


class TestMedicalPractice:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: list[str]) -> None:
        assert found(text, "GP_PRACTICE") == expected

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "GP_PRACTICE") == []
