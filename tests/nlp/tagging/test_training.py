import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.artefacts.store import ModelDamaged, open_artefact, seal
from nlp.artefacts.transformer import Transformer, load_transformer
from nlp.corpus.codes import CATEGORIES, THEMES
from nlp.corpus.loader import load_findings
from nlp.corpus.model import Part
from nlp.tagging.decisions import read_decisions, write_decisions
from nlp.tagging.examples import Example, as_examples, finding_material
from nlp.tagging.fitting import fit_term_spaces
from nlp.tagging.training import (
    ANSWERED_RIGHT,
    LEAST_ANSWERED,
    answering_threshold,
    assigned_mask,
    fit_sameness,
    theme_threshold,
    tuned_on_dev,
)


@pytest.fixture(scope="module")
def transformer() -> Transformer:
    return load_transformer(open_artefact())


class TestAnsweringThreshold:
    def confidences(self, surest: list[float]) -> NDArray[np.float64]:
        return np.array([[value, 1 - value] for value in surest])

    def test_the_most_is_answered_that_stays_right(self) -> None:
        surest = np.linspace(0.99, 0.55, 100)
        truth = np.eye(2)[(np.arange(100) >= 60).astype(int)]
        threshold, right = answering_threshold(self.confidences(list(surest)), truth)
        answered = surest >= threshold
        assert right >= ANSWERED_RIGHT
        # Sixty of sixty are surely enough; of 62, two wrong, nobody could be sure.
        assert answered.sum() == 60

    def test_a_first_mistake_does_not_silence_it(self) -> None:
        surest = list(np.linspace(0.99, 0.55, 100))
        truth = np.eye(2)[[1] + [0] * 99]
        threshold, _ = answering_threshold(self.confidences(surest), truth)
        assert threshold == pytest.approx(0.55)

    def test_a_share_that_is_only_just_reached_is_not_enough(self) -> None:
        surest = list(np.linspace(0.99, 0.55, 100))
        # One in twenty-five is wrong throughout: 0.96 right, of which nobody can be sure.
        truth = np.eye(2)[(np.arange(100) % 25 == 24).astype(int)]
        threshold, _ = answering_threshold(self.confidences(surest), truth)
        assert sum(value >= threshold for value in surest) == LEAST_ANSWERED

    def test_a_model_that_is_never_right_answers_a_handful(self) -> None:
        surest = list(np.linspace(0.99, 0.55, 100))
        truth = np.eye(2)[[1] * 100]
        threshold, right = answering_threshold(self.confidences(surest), truth)
        assert right == 0.0
        assert sum(value >= threshold for value in surest) == LEAST_ANSWERED


class TestThemeThreshold:
    def test_it_parts_true_from_false(self) -> None:
        truth = np.eye(4)[np.arange(40) % 4]
        confidences = np.where(truth > 0, 0.5, 0.2)
        assert 0.2 < theme_threshold(confidences, truth) <= 0.5

    def test_one_to_three_are_assigned(self) -> None:
        confidences = np.array([[0.1, 0.05, 0.0, 0.0], [0.9, 0.8, 0.7, 0.6]])
        assert assigned_mask(confidences, 0.3).sum(1).tolist() == [1, 3]


class TestExamples:
    def test_only_settled_codes_are_learned_from(self, transformer: Transformer) -> None:
        examples = [
            Example("The duty desk was shut all weekend.", category="responses_to_incidents"),
            Example("The form was lost in the duty desk.", themes=("it_systems",)),
            Example("Nobody at the desk knew the form.", category="tools", depth="description"),
        ]
        spaces = fit_term_spaces([example.text for example in examples])
        material = finding_material(examples, spaces, transformer)
        sizes = {name: len(part.truth[name]) for name, part in material.items()}
        assert sizes == {"category": 2, "themes": 1, "depth": 1}
        assert material["category"].truth["category"][1].argmax() == CATEGORIES.index("tools")


class TestTunedOnDev:
    def test_test_voices_have_no_say(self, transformer: Transformer) -> None:
        kept = {Part.TRAIN: "5", Part.DEV: "05", Part.TEST: "05"}
        findings = [f for f in load_findings() if f.id[-1] in kept[f.part]]
        spoiled = [
            replace(f, category="tools", themes=("training",), depth="description")
            if f.part is Part.TEST
            else f
            for f in findings
        ]
        assert tuned_on_dev(findings, transformer) == tuned_on_dev(spoiled, transformer)


class TestSameness:
    def test_directions_are_orthonormal(self, transformer: Transformer) -> None:
        texts = [finding.text for finding in load_findings()[:30]]
        projection = fit_sameness(transformer, texts).projection
        assert projection.shape == (384 - len(THEMES) - len(CATEGORIES), 384)
        assert np.allclose(projection @ projection.T, np.eye(len(projection)), atol=1e-4)


class TestStoredDecisions:
    def test_what_is_written_is_read_and_written_again_alike(
        self, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        decisions = read_decisions(open_artefact())
        folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
        for folder in folders:
            write_decisions(decisions, folder)
        for name in ("terms.json", "settings.json", "heads.npz"):
            assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()

    def test_a_model_of_other_keys_is_refused(self, tmp_path: Path) -> None:
        shipped = open_artefact()
        write_decisions(read_decisions(shipped), tmp_path)
        settings = shipped.json("settings.json")
        settings["keys"]["category"].reverse()
        (tmp_path / "settings.json").write_text(json.dumps(settings))
        with pytest.raises(ModelDamaged, match="other category keys"):
            read_decisions(seal(tmp_path))

    def test_every_example_of_the_corpus_has_all_its_codes(self) -> None:
        assert all(
            example.category and example.themes and example.depth
            for example in as_examples(load_findings())
        )
