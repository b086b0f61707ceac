from __future__ import annotations

from datetime import date

import pytest

from app.reviews.dates import ImpreciseDate, parse_date


class TestParsing:
    @pytest.mark.parametrize(
        ("words", "on", "precision", "last"),
        [
            ("2016-03-14", date(2016, 3, 14), "day", date(2016, 3, 14)),
            ("2016-02", date(2016, 2, 1), "month", date(2016, 2, 29)),
            ("2016-Q4", date(2016, 10, 1), "quarter", date(2016, 12, 31)),
            ("2016", date(2016, 1, 1), "year", date(2016, 12, 31)),
            (" 2016 ", date(2016, 1, 1), "year", date(2016, 12, 31)),
        ],
    )
    def test_keeps_how_exact_a_date_is(
        self, words: str, on: date, precision: str, last: date
    ) -> None:
        known = parse_date(words)
        assert known == ImpreciseDate(on, precision)
        assert known.last_day() == last
        assert str(known) == words.strip()

    @pytest.mark.parametrize(
        "words", ["", "14/03/2016", "2016-13", "2016-02-30", "2016-Q5", "spring 2016", "16"]
    )
    def test_refuses_what_is_no_date(self, words: str) -> None:
        with pytest.raises(ValueError, match=r"."):
            parse_date(words)
