"""The last character of an ORCID iD gives away what was mistyped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.research.orcid import check_character, checked_orcid

GOOD = ("0000-0002-1825-0097", "0000-0001-2345-6789", "0000-0002-1694-233X")


class TestAnIdIsTaken:
    @pytest.mark.parametrize("orcid", GOOD)
    def test_as_it_is_written(self, orcid: str) -> None:
        assert checked_orcid(orcid) == orcid

    @pytest.mark.parametrize(
        "words",
        [
            "https://orcid.org/0000-0002-1694-233X",
            "http://orcid.org/0000-0002-1694-233X/",
            "000000021694233x",
            "  0000-0002-1694-233x ",
        ],
    )
    def test_in_other_forms(self, words: str) -> None:
        assert checked_orcid(words) == "0000-0002-1694-233X"

    @given(st.from_regex(r"[0-9]{15}", fullmatch=True))
    def test_every_number_has_one_check_character(self, digits: str) -> None:
        words = digits + check_character(digits)
        assert checked_orcid(words).replace("-", "") == words


class TestAnIdIsRefused:
    @pytest.mark.parametrize(
        "words",
        [
            "", "0000-0002-1825-009", "0000-0002-1825-00977", "0000-000X-1825-0097",
            "https://example.org/0000-0002-1825-0097", "0000 0002 1825 0097", "Wolska",
            "٠٠٠٠-0002-1825-0097",
        ],
    )  # fmt: skip
    def test_when_it_is_none(self, words: str) -> None:
        with pytest.raises(ValueError, match="four groups of four"):
            checked_orcid(words)

    @given(st.sampled_from(GOOD[:2]), st.integers(0, 14), st.integers(1, 9))
    def test_when_any_one_digit_is_wrong(self, orcid: str, place: int, off: int) -> None:
        digits = orcid.replace("-", "")
        wrong = str((int(digits[place]) + off) % 10)
        with pytest.raises(ValueError, match="check the iD again"):
            checked_orcid(digits[:place] + wrong + digits[place + 1 :])

    @given(st.sampled_from(GOOD[:2]), st.integers(0, 13))
    def test_when_two_neighbours_are_swapped(self, orcid: str, place: int) -> None:
        digits = orcid.replace("-", "")
        one, other = digits[place], digits[place + 1]
        if one == other:
            return
        with pytest.raises(ValueError, match="check the iD again"):
            checked_orcid(digits[:place] + other + one + digits[place + 2 :])
