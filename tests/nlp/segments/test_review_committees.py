"""Which committee a report is of."""

from __future__ import annotations

import pytest

from nlp.segments.review.committees import COMMITTEES, read_committee, slug_of
from nlp.segments.review.material import Material
from tests.nlp.segments.segment_texts import document_of


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Aberdeen City Child Protection Committee", "aberdeen-city"),
        ("Aberdeenshire CPC", "aberdeenshire"),
        ("Glasgow City CPC", "glasgow-city"),
        ("the East Renfrewshire Child Protection Committee", "east-renfrewshire"),
        ("Renfrewshire Child Protection Committee", "renfrewshire"),
        ("North East of Scotland Child Protection Committee", "north-east-of-scotland"),
        ("NESCPC", "north-east-of-scotland"),
        ("East and Midlothian Child Protection Committee", "east-lothian-and-midlothian"),
        ("Child Protection Committee for Argyll and Bute", "argyll-and-bute"),
        ("Eilean Siar Child Protection Committee", "outer-hebrides"),
        ("Perth & Kinross Council Child Protection Committee", "perth-and-kinross"),
        ("argyll-and-bute", "argyll-and-bute"),
        ("Camden Safeguarding Board", None),
        ("the Child Protection Committee", None),
    ],
)
def test_names_become_slugs(text: str, slug: str | None) -> None:
    assert slug_of(text) == slug


def test_knows_the_thirty_and_their_predecessor() -> None:
    assert len(COMMITTEES) == 31


def test_the_committee_named_most_stands_before_neighbours() -> None:
    material = Material(
        document_of(
            "Review of a case",
            "This report was considered by the Angus Child Protection Committee in May.",
            "The family came from an area of Fife Child Protection Committee.",
            "The Angus Child Protection Committee thanks the staff.",
        )
    )
    assert read_committee(material)[0].value == "angus"
