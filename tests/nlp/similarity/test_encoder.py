import time
from pathlib import Path

import numpy as np
import pytest

from nlp.artefacts.store import ModelDamaged
from nlp.corpus.loader import load_findings
from nlp.similarity import Encoder, load_encoder
from nlp.similarity.encoder import WIDTH


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
        assert np.array_equal(forward, backward[::-1])

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


class TestFeatures:
    def test_both_outputs_describe_the_same_texts(self, encoder: Encoder, texts: list[str]) -> None:
        encoded = encoder.read(texts)
        assert encoded.features.shape == encoded.embedding.shape == (len(texts), WIDTH)
        assert np.array_equal(encoded.embedding, encoder.encode(texts))


class TestLoading:
    def test_it_loads_in_under_two_seconds(self) -> None:
        started = time.perf_counter()
        load_encoder()
        assert time.perf_counter() - started < 2.0

    def test_a_folder_without_a_model_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ModelDamaged):
            load_encoder(tmp_path)
