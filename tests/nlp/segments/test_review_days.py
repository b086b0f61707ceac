"""Dates in the forms that reports use."""

from __future__ import annotations

import pytest

from nlp.segments.review.days import first_day, read_days


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("14 March 2016", "2016-03-14", "day"),
        ("on the 3rd of March, 2016", "2016-03-03", "day"),
        ("March 14, 2016", "2016-03-14", "day"),
        ("14/03/2016", "2016-03-14", "day"),
        ("14.3.16", "2016-03-14", "day"),
        ("2016-03-14", "2016-03-14", "day"),
        ("2016-03", "2016-03", "month"),
        ("Sept 2012", "2012-09", "month"),
        ("early in March 2016", "2016-03", "month"),
        ("Spring 2016", "2016", "year"),
        ("during 2016", "2016", "year"),
    ],
)
def test_reads_the_date_with_its_precision(text: str, value: str, precision: str) -> None:
    day = first_day(text)
    assert day is not None
    assert (day.value, day.precision) == (value, precision)


@pytest.mark.parametrize(
    "text",
    ["31/02/2016", "13/13/2016", "room 101", "in March", "0131 496 0000", "section 22", "1850"],
)
def test_passes_over_what_is_no_date(text: str) -> None:
    assert first_day(text) is None


def test_reads_every_date_in_order() -> None:
    text = "Between May 2014 and 2 June 2015 it was seen."
    assert [day.value for day in read_days(text)] == ["2014-05", "2015-06-02"]
    assert [text[day.start : day.end] for day in read_days(text)] == ["May 2014", "2 June 2015"]
