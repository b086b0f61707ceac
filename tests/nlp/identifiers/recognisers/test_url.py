"""Web addresses."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("https://www.facebook.com/kirsty.m for one", "https://www.facebook.com/kirsty.m"),
    ("see www.localpaper.example/news/boy-4.", "www.localpaper.example/news/boy-4"),
    ("hxxp://news.example/x", "hxxp://news.example/x"),
    ("gofundme.com/f/baby", "gofundme.com/f/baby"),
]
NEAR_MISSES = [
    "www.gov.scot/publications/guidance",
    "https://www.legislation.gov.uk/asp/2014/8",
    "and/or e.g. this",
    "https://doi.org/10.1000/182",
]


class TestWebAddress:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "URL") == [expected]

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "URL") == []
