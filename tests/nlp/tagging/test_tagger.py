from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from nlp.artefacts.store import SHIPPED_FOLDER, ModelDamaged, open_artefact
from nlp.corpus.codes import CATEGORIES, DEPTHS, RECOMMENDATION_KINDS, THEMES
from nlp.corpus.loader import load_findings, load_recommendations
from nlp.corpus.model import CodedFinding, Part
from nlp.tagging import Tagger, load_tagger
from nlp.tagging.model import Scored
from nlp.tagging.tagger import assigned

PLAIN = {
    "management_systems": (
        "The service ran for two years with a third of its posts unfilled, and managers allocated "
        "work by whoever had most recently come back from leave. No board ever saw the figures."
    ),
    "tools": (
        "The electronic form has no field for a sibling and greys out the box for the child's own "
        "words unless another box is ticked, so staff leave it and the record shows nothing."
    ),
    "cognitive_emotional_bias": (
        "Once the first explanation had been accepted, each new injury was fitted to it; nobody "
        "went back to ask whether that first view was still right, and contrary signs were "
        "explained away."
    ),
}


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger()


@pytest.fixture(scope="module")
def held_out() -> list[CodedFinding]:
    return [finding for finding in load_findings() if finding.part is Part.TEST]


class TestTag:
    def test_all_six_categories_are_ranked(self, tagger: Tagger) -> None:
        typology = tagger.tag([PLAIN["tools"]])[0].typology
        confidences = [scored.confidence for scored in typology]
        assert {scored.key for scored in typology} == set(CATEGORIES)
        assert confidences == sorted(confidences, reverse=True)
        assert sum(confidences) == pytest.approx(1.0)

    @pytest.mark.parametrize("category", list(PLAIN))
    def test_a_plain_case_is_coded_as_a_reader_would(self, tagger: Tagger, category: str) -> None:
        assert tagger.tag([PLAIN[category]])[0].typology[0].key == category

    def test_themes_and_depth_are_keys_of_the_codebook(
        self, tagger: Tagger, held_out: list[CodedFinding]
    ) -> None:
        for tagging in tagger.tag([finding.text for finding in held_out[:60]]):
            assert 1 <= len(tagging.themes) <= 3
            assert {theme.key for theme in tagging.themes} <= set(THEMES)
            assert tagging.depth.key in DEPTHS

    def test_evidence_quotes_the_text(self, tagger: Tagger, held_out: list[CodedFinding]) -> None:
        texts = [finding.text for finding in held_out[:60]]
        for text, tagging in zip(texts, tagger.tag(texts), strict=True):
            assert tagging.evidence
            for evidence in tagging.evidence:
                assert text[evidence.start : evidence.end] == evidence.text
                assert evidence.key == tagging.typology[0].key

    @pytest.mark.parametrize("text", ["", "   ", "—", "\u4e2d\u6587\u5b57"])
    def test_a_text_without_words_is_for_a_person(self, tagger: Tagger, text: str) -> None:
        assert tagger.tag([text])[0].abstained

    def test_no_texts_give_no_taggings(self, tagger: Tagger) -> None:
        assert tagger.tag([]) == []

    def test_company_does_not_change_an_answer(
        self, tagger: Tagger, held_out: list[CodedFinding]
    ) -> None:
        texts = [finding.text for finding in held_out[:40]]
        together = tagger.tag(texts)
        alone = [tagger.tag([text])[0] for text in texts]
        for one, other in zip(together, alone, strict=True):
            assert one.typology[0].key == other.typology[0].key
            assert one.themes[0].key == other.themes[0].key
            assert one.typology[0].confidence == pytest.approx(other.typology[0].confidence)

    def test_threads_share_it(self, tagger: Tagger, held_out: list[CodedFinding]) -> None:
        texts = [finding.text for finding in held_out[:16]]
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: tagger.tag(texts), range(4)))
        assert all(answer == answers[0] for answer in answers)

    def test_a_very_long_text_is_read_without_failing(self, tagger: Tagger) -> None:
        assert len(tagger.tag([PLAIN["tools"] * 50])[0].typology) == 6


class TestAbstention:
    def test_doubt_is_silence_and_silence_is_doubt(
        self, tagger: Tagger, held_out: list[CodedFinding]
    ) -> None:
        taggings = tagger.tag([finding.text for finding in held_out])
        silent = [t.typology[0].confidence for t in taggings if t.abstained]
        spoken = [t.typology[0].confidence for t in taggings if not t.abstained]
        assert silent
        assert spoken
        assert max(silent) < min(spoken)


class TestRecommendations:
    def test_every_kind_is_ranked(self, tagger: Tagger) -> None:
        tagging = tagger.tag_recommendations(["All staff should attend the two-day course."])[0]
        assert {scored.key for scored in tagging.kinds} == set(RECOMMENDATION_KINDS)
        assert tagging.smart.key in {"smart", "not_smart"}

    def test_held_out_voices_are_mostly_right(self, tagger: Tagger) -> None:
        held = [coded for coded in load_recommendations() if coded.part is Part.TEST]
        taggings = tagger.tag_recommendations([coded.text for coded in held])
        pairs = list(zip(held, taggings, strict=True))
        kinds = np.mean([tagging.kinds[0].key == coded.kind for coded, tagging in pairs])
        smart = np.mean([(tagging.smart.key == "smart") == coded.smart for coded, tagging in pairs])
        assert kinds >= 0.6
        assert smart >= 0.7

    def test_no_texts_give_no_taggings(self, tagger: Tagger) -> None:
        assert tagger.tag_recommendations([]) == []


class TestAssigned:
    @pytest.mark.parametrize(
        ("confidences", "expected"),
        [
            ([0.1, 0.05], 1),
            ([0.5, 0.3, 0.1], 2),
            ([0.3, 0.3], 2),
            ([0.3, 0.29], 1),
            ([0.9, 0.8, 0.7, 0.6], 3),
        ],
    )
    def test_one_to_three_themes(self, confidences: list[float], expected: int) -> None:
        ranked = [Scored(f"theme{at}", value) for at, value in enumerate(confidences)]
        assert len(assigned(ranked, 0.3)) == expected


class TestLoading:
    def test_the_version_names_the_whole_model(self, tagger: Tagger) -> None:
        assert tagger.version == load_tagger(SHIPPED_FOLDER).version == open_artefact().version

    def test_an_empty_folder_is_no_model(self, tmp_path: Path) -> None:
        with pytest.raises(ModelDamaged):
            load_tagger(tmp_path)
