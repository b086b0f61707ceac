import json
from pathlib import Path
from typing import Any

import pytest

from nlp.corpus.codes import CATEGORIES, DEPTHS, THEMES
from nlp.evaluation.measured import shipped_errors, shipped_figures
from nlp.tagging import load_tagger

CARD = Path(__file__).parents[3] / "docs" / "model-cards" / "tagger.json"


@pytest.fixture(scope="module")
def card() -> dict[str, Any]:
    shipped: dict[str, Any] = json.loads(CARD.read_text(encoding="utf-8"))["shipped"]
    return shipped


class TestStoredErrors:
    def test_they_are_those_of_the_shipped_model(self) -> None:
        assert shipped_errors().model == load_tagger().version

    def test_every_key_was_measured(self) -> None:
        stored = shipped_errors().confusion
        assert {scheme: set(keys) for scheme, keys in stored.items()} == {
            "typology": set(CATEGORIES),
            "theme": set(THEMES),
            "depth": set(DEPTHS),
        }

    @pytest.mark.parametrize(
        ("scheme", "where"),
        [("theme", ("themes", "per_theme")), ("depth", ("depth", "per_class"))],
    )
    def test_the_model_card_says_the_same(
        self, card: dict[str, Any], scheme: str, where: tuple[str, str]
    ) -> None:
        stored = shipped_errors().confusion[scheme]
        for key, score in card[where[0]][where[1]].items():
            counts = stored[key]
            given = counts.hits + counts.false_alarms
            assert counts.hits + counts.missed == score["support"], key
            assert counts.hits / score["support"] == pytest.approx(score["recall"], abs=5e-5), key
            precision = counts.hits / given if given else 0.0
            assert precision == pytest.approx(score["precision"], abs=5e-5), key

    def test_categories_are_counted_where_the_tagger_answered(self, card: dict[str, Any]) -> None:
        stored = shipped_errors().confusion["typology"]
        answered = round(card["abstention"]["answered"] * card["typology"]["n"])
        for counts in stored.values():
            total = counts.hits + counts.missed + counts.left_alone + counts.false_alarms
            assert total == answered
        right = sum(counts.hits for counts in stored.values())
        assert right / answered == pytest.approx(card["abstention"]["right"], abs=5e-5)

    def test_the_figures_are_those_of_the_model_card(self, card: dict[str, Any]) -> None:
        figures = shipped_figures()
        assert {key: part for key, part in figures.items() if key != "confusion"} == card
        assert figures["confusion"].keys() == shipped_errors().confusion.keys()
