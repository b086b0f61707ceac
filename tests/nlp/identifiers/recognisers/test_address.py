"""Postal addresses."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("12 Craigie Road, Portsoy AB45 2QX", ["12 Craigie Road, Portsoy"]),
    ("Flat 2/1, 14 Mill Wynd", ["Flat 2/1, 14 Mill Wynd"]),
    ("27C Lochside Court", ["27C Lochside Court"]),
    ("14 Lochside View, Flat 2/1, Dumbarton", ["14 Lochside View, Flat 2/1, Dumbarton"]),
    ("outside 3 The Loaning that night", ["3 The Loaning"]),
    ("l4 Mill Wynd", ["l4 Mill Wynd"]),
    ("stayed at 14 mill wynd", ["14 mill wynd"]),
    ("Rowan Cottage, Skerray", ["Rowan Cottage, Skerray"]),
    ("seen on Craigie Road", ["Craigie Road"]),
    ("4 Harbour Lights, Buckie", ["4 Harbour Lights, Buckie"]),
    ("0/2 33 Shore Street, Oban", ["0/2 33 Shore Street, Oban"]),
]
NEAR_MISSES = [
    "on the high street",
    "12 children in the area",
    "Finding 3 Place of safety",
    "at 4 Review Team meetings",
    "the road to recovery",
]


class TestAddress:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: list[str]) -> None:
        assert found(text, "ADDRESS") == expected

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "ADDRESS") == []
