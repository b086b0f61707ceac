"""Characters that mislead a reader or a search are made plain, and no others."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.documents.cleaning import clean


class TestCleaning:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("Mor\u200bven", "Morven"),
            ("Mor\u00advven"[:4] + "ven", "Morven"),
            ("\ufeffMorven\u2060", "Morven"),
            ("Mor\u202even", "Morven"),
            ("Morven\u00a0Tulloch", "Morven Tulloch"),
            ("two   spaces\tand\u2003tabs", "two spaces and tabs"),
            ("ﬁrst oﬃce", "first office"),
            ("Ｍｏｒｖｅｎ １２", "Morven 12"),
            ("𝐌𝐨𝐫𝐯𝐞𝐧", "Morven"),
            ("M\u043erv\u0435n", "Morven"),
            ("Cafe\u0301", "Café"),
            ("\uf0b7 point", "• point"),
            ("a \n\n\n b", "a\nb"),
            ("bell\x07", "bell"),
        ],
    )
    def test_what_is_made_plain(self, written: str, read: str) -> None:
        assert clean(written) == read

    @pytest.mark.parametrize(
        "text",
        [
            "Łukasz Święcicki",
            "Niamh NicDhòmhnaill",
            "Анна",
            "β-blocker",
            "“quoted” – dash…",
            "5½ 3²",
        ],
    )
    def test_what_stays(self, text: str) -> None:
        assert clean(text) == text

    @given(st.text(max_size=200))
    def test_cleaning_twice_changes_nothing_more(self, text: str) -> None:
        once = clean(text)

        assert clean(once) == once
        assert unicodedata.is_normalized("NFC", once)
