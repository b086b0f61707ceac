"""Exact days, told apart by what happened on them."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

BIRTHS = [
    ("born on 14 March 2014", "14 March 2014"),
    ("DOB: 14.03.14", "14.03.14"),
    ("d.o.b. 14-3-2014", "14-3-2014"),
    ("Date of birth 2014-03-14", "2014-03-14"),
    (
        "He was born at home on the fourteenth of March twenty fourteen.",
        "fourteenth of March twenty fourteen",
    ),
    ("On 14 March 2014 a boy was born to the couple.", "14 March 2014"),
    ("DOB l4/O3/2O14", "l4/O3/2O14"),
]
DEATHS = [
    ("died on 3 June 2016", "3 June 2016"),
    ("On 3rd June 2016 the baby died.", "3rd June 2016"),
    ("Date of death: 03/06/2016", "03/06/2016"),
    ("was pronounced dead at 04:20 on 3 June 2016", "3 June 2016"),
    ("took his own life on June 3, 2016", "June 3, 2016"),
]
EVENTS = [
    ("On 14 March 2016 she was taken to hospital.", "14 March 2016"),
    ("Police attended the home on the 14th of March.", "14th of March"),
    ("On the l4th March 2O16 police attended.", "l4th March 2O16"),
    ("Mother was seen with bruising on 14/03/16.", "14/03/16"),
    ("He stayed with an aunt from 14 to 16 March 2016.", "14 to 16 March 2016"),
    ("She called the ward on Christmas Day 2015.", "Christmas Day 2015"),
    ("The child was injured on the twenty-first of May 2015.", "twenty-first of May 2015"),
    ("Overdose, Monday 14th Mar '16, seen at the clinic.", "Monday 14th Mar '16"),
]
PUBLIC = [
    "The committee met on 3 May 2018.",
    "Guidance was published on 2 April 2014.",
    "The Act came into force on 1 April 2013.",
    "Version 3, ratified 12 June 2019.",
    "The review team held four meetings, the last on 9 August 2017.",
    "Report submitted to Chief Officers on 14 November 2018.",
    "The child's mother was seen in March 2016.",
    "He was aged 3 in 2016 and she may 2 weeks later have left.",
    "www.gov.scot (accessed 12 March 2019)",
]


class TestDayOfBirth:
    @pytest.mark.parametrize(("text", "expected"), BIRTHS)
    def test_is_told_by_its_cue(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "DATE_OF_BIRTH") == [expected]


class TestDayOfDeath:
    @pytest.mark.parametrize(("text", "expected"), DEATHS)
    def test_is_told_by_its_cue(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "DATE_OF_DEATH") == [expected]


class TestDayInTheFamilysStory:
    @pytest.mark.parametrize(("text", "expected"), EVENTS)
    def test_is_an_exact_date(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "EXACT_DATE") == [expected]


class TestPublicDay:
    @pytest.mark.parametrize("text", PUBLIC)
    def test_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "EXACT_DATE") == []
