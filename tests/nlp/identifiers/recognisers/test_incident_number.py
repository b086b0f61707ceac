"""Police incident and crime references."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("PS-20160314-1234", "PS-20160314-1234"),
    ("PS 20160314 1234", "PS 20160314 1234"),
    ("PS-2O16O314-l234", "PS-2O16O314-l234"),
    ("incident number 2345", "2345"),
    ("Incident 1234 of 14 March", "1234"),
    ("crime ref CR/012345/16", "CR/012345/16"),
    ("STORM ref: 12345", "12345"),
    ("iVPD number 9876543", "9876543"),
    ("PS-2016\n0314-1234", "PS-2016\n0314-1234"),
]
NEAR_MISSES = [
    "the number of incidents rose to 45",
    "an incident in 2016",
    "crime figures for 2015 and 2016",
    "three incident reports",
]


class TestIncidentNumber:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: str) -> None:
        assert found(text, "INCIDENT_NUMBER") == [expected]

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "INCIDENT_NUMBER") == []
