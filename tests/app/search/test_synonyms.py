from __future__ import annotations

import pytest

from app.search.synonyms import MOST_VARIANTS, synonym_sets, variants

SETS = synonym_sets(
    [
        ("Significant case review", ["SCR"]),
        ("Domestic abuse", ["domestic violence", "coercive control"]),
        ("Supervision", ["reflective supervision", "case supervision"]),
        ("Thresholds and referral", ["thresholds", "referral"]),
    ]
)


class TestVariants:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("SCR delay", ['"significant case review" delay']),
            ("scr delay", ['"significant case review" delay']),
            ("significant case review", ['"scr"']),
            ('"significant case review" delay', ['"scr" delay']),
            ("domestic abuse", ['"domestic violence"', '"coercive control"']),
        ],
    )
    def test_name_the_same_thing_otherwise(self, query: str, expected: list[str]) -> None:
        assert variants(query, SETS) == expected

    @pytest.mark.parametrize(
        "query",
        [
            "scrutiny",
            "supervision",
            '"no domestic abuse was noted"',
            "referral",
            "abuse",
            "",
        ],
        ids=["part of a word", "longer names hold it", "quoted", "two things", "part", "empty"],
    )
    def test_are_none_for(self, query: str) -> None:
        assert variants(query, SETS) == []

    def test_are_few(self) -> None:
        many = synonym_sets([(f"word{at}", [f"other{at}"]) for at in range(20)])
        assert len(variants(" ".join(f"word{at}" for at in range(20)), many)) == MOST_VARIANTS
