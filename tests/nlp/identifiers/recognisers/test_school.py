"""Schools and nurseries by name."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("at Craigmount Primary School", ["Craigmount Primary School"]),
    ("St. Brannock's RC High School", ["St. Brannock's RC High School"]),
    ("Little Acorns Nursery rang", ["Little Acorns Nursery"]),
    ("Mr Abernethy of Strathmiglo Primary said", ["Strathmiglo Primary"]),
    ("a pupil at Alloa Academy", ["Alloa Academy"]),
    ("Bun-sgoil Shlèite", ["Bun-sgoil Shlèite"]),
    ("ACHNAMARA PRIMARY SCHOOL", ["ACHNAMARA PRIMARY SCHOOL"]),
]
NEAR_MISSES = [
    "the primary school and the High School",
    "Primary School staff were trained.",
    "the School Nurse and the Nursery Teacher",
    "The Royal College of Nursing",
    "Learning Together and Public Protection",
]


class TestSchool:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: list[str]) -> None:
        assert found(text, "SCHOOL") == expected

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "SCHOOL") == []
