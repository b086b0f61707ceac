"""Court, reporter and agency references."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("SCRA reference R/2016/1234", "R/2016/1234"),
    ("court case number 2016/1234", "2016/1234"),
    ("passport 533401372 was lost", "533401372"),
    ("UPN A123456789012 on the form", "A123456789012"),
    ("PF ref GL16001234", "GL16001234"),
    ("CareFirst ID 123456", "123456"),
    ("SCRA-2016-004512", "SCRA-2016-004512"),
    ("Reporter's reference number 45/2016/112", "45/2016/112"),
    ("hospital number K123456", "K123456"),
    ("quoting reference SW/2017/0099", "SW/2017/0099"),
    ("SCRA ref: R/2O16/l234", "R/2O16/l234"),
]
NEAR_MISSES = [
    "in 23 cases",
    "case 3 of 20",
    "Case Review 2016",
    "section 67 of the 2011 Act",
    "the 2012-15 period",
]


class TestCaseNumber:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "CASE_NUMBER") == [expected]

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "CASE_NUMBER") == []
