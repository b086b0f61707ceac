import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.artefacts.store import ModelDamaged
from nlp.artefacts.transformer import WIDTH
from nlp.corpus.loader import load_findings
from nlp.similarity import Encoder, load_encoder
from nlp.similarity.encoder import laid_together
from nlp.tagging import load_tagger
from nlp.tagging.decisions import Sameness
from nlp.tagging.tagger import Profile


def cosine(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [finding.text for finding in load_findings()[::40]]


class TestEncode:
    def test_vectors_are_unit_length_floats(self, encoder: Encoder, texts: list[str]) -> None:
        vectors = encoder.encode(texts)
        assert vectors.shape == (len(texts), WIDTH)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)

    def test_rows_keep_the_order_of_texts(self, encoder: Encoder, texts: list[str]) -> None:
        forward, backward = encoder.encode(texts), encoder.encode(texts[::-1])
        assert np.allclose(forward, backward[::-1], atol=1e-5)

    def test_no_texts_give_no_rows(self, encoder: Encoder) -> None:
        assert encoder.encode([]).shape == (0, WIDTH)

    def test_the_same_text_gives_the_same_vector(self, encoder: Encoder, texts: list[str]) -> None:
        assert np.array_equal(encoder.encode(texts[:1]), encoder.encode(texts[:1]))

    @pytest.mark.parametrize("text", ["", "word " * 3000, "\x00", "😀"])
    def test_odd_texts_have_vectors_too(self, encoder: Encoder, text: str) -> None:
        assert np.isfinite(encoder.encode([text])).all()

    def test_meaning_is_nearer_than_words(self, encoder: Encoder) -> None:
        asked, same, other = encoder.encode(
            [
                "Supervision kept to tasks and dates; no one helped her think about the family.",
                "Her manager went down a list of jobs; what she made of the mother never came up.",
                "The form kept to tasks and dates; no one helped the family to fill it in.",
            ]
        )
        assert asked @ same > asked @ other


class TestLaidTogether:
    def profile(self, seed: int = 1) -> Profile:
        rng = np.random.default_rng(seed)
        meaning = rng.normal(size=(4, 384))
        return Profile(
            meaning=(meaning / np.linalg.norm(meaning, axis=1, keepdims=True)).astype(np.float32),
            themes=rng.random((4, 30)),
            category=rng.dirichlet(np.ones(6), 4),
        )

    def test_the_cosine_is_the_weighted_mean_of_three_agreements(self) -> None:
        profile = self.profile()
        sameness = Sameness(np.eye(384, dtype=np.float32), themes=0.5, category=0.25)
        vectors = laid_together(profile, sameness)
        themes = cosine(profile.themes[0], profile.themes[1])
        category = cosine(profile.category[0], profile.category[1])
        meaning = float(profile.meaning[0] @ profile.meaning[1])
        expected = (meaning + 0.5 * themes + 0.25 * category) / 1.75
        assert float(vectors[0] @ vectors[1]) == pytest.approx(expected, abs=1e-5)

    def test_without_weights_it_is_meaning_alone(self) -> None:
        profile = self.profile()
        sameness = Sameness(np.eye(384, dtype=np.float32), themes=0.0, category=0.0)
        vectors = laid_together(profile, sameness)
        assert np.allclose(vectors[:, :384], profile.meaning, atol=1e-5)
        assert not vectors[:, 384:].any()

    def test_the_shipped_projection_loses_hardly_anything(self, texts: list[str]) -> None:
        tagger = load_tagger()
        meaning = tagger.profile(texts).meaning
        kept = meaning @ tagger.sameness.projection.T
        assert np.linalg.norm(kept, axis=1).min() > 0.97


class TestLoading:
    def test_it_loads_in_under_two_seconds(self) -> None:
        started = time.perf_counter()
        load_encoder()
        assert time.perf_counter() - started < 2.0

    def test_a_folder_without_a_model_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ModelDamaged):
            load_encoder(tmp_path)
