from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.corpus.codes import CATEGORIES, DEPTHS, MOST_THEMES, THEMES
from nlp.corpus.loader import load_findings
from nlp.corpus.model import CodedFinding, Part
from nlp.evaluation.agreement import Agreement, Reading, agree, load_readings


def coded(id_: str, category: str, *themes: str, second: str | None = None) -> CodedFinding:
    return CodedFinding(
        id=id_,
        file="f",
        voice="v",
        text="Some words.",
        category=category,
        second_category=second,
        themes=themes or ("supervision",),
        depth="explanation",
        issue=None,
        part=Part.TRAIN,
    )


def read(id_: str, category: str, *themes: str, second: str | None = None) -> Reading:
    return Reading(id_, category, second, themes or ("supervision",), "explanation")


def compared(*pairs: tuple[CodedFinding, Reading]) -> Agreement:
    return agree({finding.id: finding for finding, _ in pairs}, [reading for _, reading in pairs])


class TestAgree:
    def test_the_same_codes_agree_wholly(self) -> None:
        found = compared(
            (coded("a", "tools"), read("a", "tools")),
            (coded("b", "management_systems"), read("b", "management_systems")),
        )
        assert found.category["value"] == found.category_kappa == 1.0
        assert found.themes["value"] == found.depth["value"] == 1.0

    def test_kappa_takes_off_what_chance_gives(self) -> None:
        """Worked by hand: 3 of 4 the same, chance 0.5, so (0.75 - 0.5) / 0.5."""
        t, m = "tools", "management_systems"
        found = compared(
            (coded("a", t), read("a", t)),
            (coded("b", t), read("b", t)),
            (coded("c", m), read("c", m)),
            (coded("d", m), read("d", t)),
        )
        assert found.category["value"] == 0.75
        assert found.category_kappa == pytest.approx(0.5)

    def test_either_counts_what_the_other_gave_second(self) -> None:
        t, m, b = "tools", "management_systems", "cognitive_emotional_bias"
        found = compared(
            (coded("a", t, second=m), read("a", m)),
            (coded("b", t), read("b", m, second=t)),
            (coded("c", t), read("c", b)),
            (coded("d", m), read("d", m)),
        )
        assert found.category["value"] == 0.25
        assert found.either["value"] == 0.75

    def test_themes_are_scored_as_sets(self) -> None:
        found = compared(
            (coded("a", "tools", "neglect", "training"), read("a", "tools", "neglect")),
            (coded("b", "tools", "neglect"), read("b", "tools", "supervision")),
        )
        assert found.themes["value"] == pytest.approx(2 * 1 / 5)
        assert found.supervision["value"] == 0.0

    def test_a_reading_of_nothing_is_refused(self) -> None:
        with pytest.raises(KeyError):
            agree({}, [read("a", "tools")])


class TestTheSecondReading:
    @pytest.fixture(scope="class")
    @classmethod
    def findings(cls) -> dict[str, CodedFinding]:
        return {finding.id: finding for finding in load_findings()}

    @pytest.fixture(scope="class")
    @classmethod
    def found(cls, findings: dict[str, CodedFinding]) -> Agreement:
        return agree(findings, load_readings())

    def test_it_covers_a_tenth_of_the_corpus_and_most_voices(
        self, findings: dict[str, CodedFinding]
    ) -> None:
        readings = load_readings()
        assert len({reading.id for reading in readings}) == len(readings)
        assert len(readings) >= 0.1 * len(findings)
        voices = {findings[reading.id].voice for reading in readings}
        assert len(voices) >= 0.9 * len({finding.voice for finding in findings.values()})

    def test_every_code_is_in_the_codebook(self) -> None:
        for each in load_readings():
            assert each.category in CATEGORIES
            assert each.second_category is None or each.second_category in CATEGORIES
            assert each.depth in DEPTHS
            assert set(each.themes) <= set(THEMES)
            assert 1 <= len(each.themes) <= MOST_THEMES

    def test_readers_agree_as_the_model_card_says(self, found: Agreement) -> None:
        assert found.category["value"] == pytest.approx(0.957, abs=0.001)
        assert found.category_kappa == pytest.approx(0.948, abs=0.001)
        assert found.depth["value"] == pytest.approx(0.934, abs=0.001)
        assert found.themes["value"] == pytest.approx(0.760, abs=0.001)
        assert found.supervision["value"] == pytest.approx(0.939, abs=0.001)

    def test_a_scrambled_reading_agrees_by_chance_alone(
        self, findings: dict[str, CodedFinding]
    ) -> None:
        readings = load_readings()
        moved = [
            replace(reading, id=other.id)
            for reading, other in zip(readings, [*readings[1:], readings[0]], strict=True)
        ]
        assert abs(agree(findings, moved).category_kappa) < 0.15
