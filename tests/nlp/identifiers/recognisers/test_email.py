"""Electronic mail addresses."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("write to janet.kerr@example.com today", "janet.kerr@example.com"),
    ("janet dot kerr at example dot com", "janet dot kerr at example dot com"),
    ("j.kerr [at] fife [dot] gov [dot] uk", "j.kerr [at] fife [dot] gov [dot] uk"),
    ("kmac09 (at) mail.example", "kmac09 (at) mail.example"),
    ("j.kerr@fife.gov.uk", "j.kerr@fife.gov.uk"),
    ("jаnet@example.com", "jаnet@example.com"),
]
NEAR_MISSES = [
    "enquiries@careinspectorate.gov.scot",
    "they met at example.com headquarters",
    "the dot on the chart at home",
]


class TestEmailAddress:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "EMAIL") == [expected]

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "EMAIL") == []
