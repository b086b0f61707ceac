"""Names on social media."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("posts by @kirsty_m92 that night", "@kirsty_m92"),
    ("Snapchat: kmac_09", "kmac_09"),
    ("username kmac09 on TikTok", "kmac09"),
    ("Instagram account kmac.09 was found", "kmac.09"),
    ('Facebook profile "Kirsty Mac"', "Kirsty Mac"),
]
NEAR_MISSES = [
    "Facebook messages were exchanged",
    "an Instagram account was opened",
    "TikTok videos were discussed",
    "x 12 weeks",
]


class TestSocialHandle:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "SOCIAL_HANDLE") == [expected]

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "SOCIAL_HANDLE") == []
