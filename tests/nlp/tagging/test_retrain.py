from pathlib import Path

import numpy as np
import pytest

from nlp.artefacts.store import open_artefact, seal
from nlp.corpus.loader import load_findings
from nlp.corpus.model import Part
from nlp.evaluation.comparison import Comparison, compare, frozen_gold, frozen_set
from nlp.evaluation.intervals import Estimate
from nlp.tagging import Tagger, load_tagger
from nlp.tagging.decisions import read_decisions
from nlp.tagging.examples import Example
from nlp.tagging.retrain import DecisionRefused, Retrained, retrain
from tests.factories.models import confuse, copied

DISPUTED = (
    "The quorum sheet for the harbour panel was signed by whoever had the pen that morning, "
    "and the harbour panel took a signed quorum sheet to be a decision."
)


@pytest.fixture(scope="module")
def retrained(tmp_path_factory: pytest.TempPathFactory) -> Retrained:
    decisions = [
        Example(f"{DISPUTED} This was noted on occasion {n}.", category="tools") for n in range(12)
    ]
    return retrain(decisions, tmp_path_factory.mktemp("candidate"))


@pytest.fixture(scope="module")
def current() -> Tagger:
    return load_tagger()


class TestRetrain:
    def test_the_candidate_is_a_whole_model_of_its_own(self, retrained: Retrained) -> None:
        assert open_artefact(retrained.folder).version == retrained.version
        assert retrained.version != retrained.base_version == open_artefact().version
        assert retrained.decisions == 12

    def test_what_people_decided_is_learned(self, retrained: Retrained, current: Tagger) -> None:
        candidate = load_tagger(retrained.folder)
        was = {s.key: s.confidence for s in current.tag([DISPUTED])[0].typology}
        now = {s.key: s.confidence for s in candidate.tag([DISPUTED])[0].typology}
        assert now["tools"] > was["tools"]
        assert max(now, key=lambda key: now[key]) == "tools"

    def test_the_transformer_is_the_same_bytes(self, retrained: Retrained) -> None:
        ours, base = open_artefact(retrained.folder), open_artefact()
        assert ours.checksums["encoder.onnx"] == base.checksums["encoder.onnx"]

    def test_meaning_keeps_its_numbers(self, retrained: Retrained) -> None:
        ours = read_decisions(open_artefact(retrained.folder)).sameness
        base = read_decisions(open_artefact()).sameness
        assert np.array_equal(ours.projection, base.projection)
        assert (ours.themes, ours.category) == (base.themes, base.category)

    @pytest.mark.parametrize(
        "wrong",
        [
            Example(DISPUTED, category="harbour"),
            Example(DISPUTED, category="tools", second_category="harbour"),
            Example(DISPUTED, themes=("harbour",)),
            Example(DISPUTED, depth="harbour"),
        ],
    )
    def test_a_key_outside_the_codebook_is_refused(self, wrong: Example, tmp_path: Path) -> None:
        with pytest.raises(DecisionRefused, match="harbour"):
            retrain([wrong], tmp_path)
        assert not list(tmp_path.iterdir())


class TestCompare:
    def test_a_model_is_no_worse_than_itself(self, current: Tagger) -> None:
        found = compare(current, current, frozen_set()[:60])
        assert set(found) == {"category", "themes", "depth"}
        for each in found.values():
            assert (each.difference.value, each.difference.low, each.difference.high) == (0, 0, 0)
            assert each.no_worse

    def test_twelve_decisions_do_no_harm_to_the_frozen_set(
        self, retrained: Retrained, current: Tagger
    ) -> None:
        found = compare(current, load_tagger(retrained.folder), frozen_set())["category"]
        assert found.difference.n == len(frozen_set())
        assert found.candidate == pytest.approx(found.current + found.difference.value)
        assert found.no_worse

    def test_a_candidate_that_confuses_two_categories_is_worse(
        self, current: Tagger, tmp_path: Path
    ) -> None:
        folder = copied(tmp_path / "confused")
        confuse(folder)
        seal(folder)
        found = compare(current, load_tagger(folder), frozen_set())
        assert not found["category"].no_worse
        assert found["category"].difference.high < 0
        assert found["depth"].no_worse

    def test_each_scheme_is_compared_where_it_is_coded(self, current: Tagger) -> None:
        examples = [Example(DISPUTED, category="tools"), Example(DISPUTED, depth="explanation")]
        found = compare(current, current, examples)
        assert {scheme: each.difference.n for scheme, each in found.items()} == {
            "category": 1,
            "depth": 1,
        }
        assert compare(current, current, [Example(DISPUTED)]) == {}


class TestNoWorse:
    @pytest.mark.parametrize(
        ("value", "low", "n", "no_worse"),
        [
            (0.02, -0.01, 300, True),
            (-0.01, -0.03, 300, True),
            (-0.011, -0.02, 300, False),
            (0.0, -0.031, 300, False),
            (-0.018, -0.05, 75, True),
            (-0.021, -0.05, 75, False),
            (0.0, -0.061, 75, False),
            (-0.5, -0.9, 29, True),
        ],
        ids=[
            "better", "as much as is tolerated", "lost more", "may have lost more",
            "fewer findings have wider margins", "and an end", "in both", "too few to say",
        ],
    )  # fmt: skip
    def test_is_a_margin_agreed_beforehand(
        self, value: float, low: float, n: int, no_worse: bool
    ) -> None:
        found = Comparison(0.8, 0.8 + value, Estimate(value, low, 0.1, n))
        assert found.no_worse is no_worse
        assert found.enough is (n >= 30)


class TestFrozenSet:
    def test_no_training_voice_is_in_it(self) -> None:
        known = {f.text for f in load_findings() if f.part is not Part.TEST}
        assert not known & {example.text for example in frozen_set()}

    def test_rows_to_score_are_the_same_findings(self) -> None:
        assert [row["text"] for row in frozen_gold()] == [each.text for each in frozen_set()]
        assert sum(row["issue"] is not None for row in frozen_gold()) > 100
