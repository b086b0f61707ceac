from __future__ import annotations

import pytest

from app.kit.errors import Invalid
from app.kit.paging import decode_cursor, encode_cursor


class TestCursor:
    @pytest.mark.parametrize("position", [("2016-03-14", 7), ("é", None), (1.5, "x")])
    def test_comes_back_as_it_was_given(self, position: tuple[str | float | None, ...]) -> None:
        assert decode_cursor(encode_cursor(*position), parts=2) == list(position)

    @pytest.mark.parametrize("cursor", ["", "x", "!!", encode_cursor("one"), "eyJhIjoxfQ"])
    def test_of_another_making_is_refused_with_a_way_out(self, cursor: str) -> None:
        with pytest.raises(Invalid, match="leave it out"):
            decode_cursor(cursor, parts=2)
