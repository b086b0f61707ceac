"""Folding: plain letters out, the way back kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.identifiers.folding import fold


class TestFold:
    @pytest.mark.parametrize(
        ("text", "plain"),
        [
            ("Sìne NicLeòid", "Sine NicLeoid"),
            ("Łukasz", "Lukasz"),
            ("ＡＢ１２", "AB12"),
            ("Кirsty", "Kirsty"),
            ("Κirsty", "Kirsty"),
            ("ﬁnlay", "finlay"),
            ("Kir\u00adsty", "Kirsty"),
            ("Kir\u200bsty", "Kirsty"),
            ("O’Brien", "O'Brien"),
            ("0131–496", "0131-496"),
            ("a\u00a0b", "a b"),
            ("Mac-\nleod", "Macleod"),
            ("0131-\n496", "0131-\n496"),
        ],
    )
    def test_gives_plain_text(self, text: str, plain: str) -> None:
        assert fold(text).text == plain

    def test_span_points_back_over_what_was_dropped(self) -> None:
        text = "x Kir\u200bsty y"

        folded = fold(text)
        start = folded.text.index("Kirsty")

        assert folded.original(start, start + 6) == (2, 9)

    @given(st.text(max_size=60))
    def test_every_character_keeps_an_origin_in_order(self, text: str) -> None:
        folded = fold(text)

        assert len(folded.text) == len(folded.starts) == len(folded.ends)
        assert list(folded.starts) == sorted(folded.starts)
        assert all(0 <= s < e <= len(text) for s, e in zip(folded.starts, folded.ends, strict=True))
