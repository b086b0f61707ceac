import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from nlp.tagging.heads import Choice
from nlp.tagging.precedent import FALL, NEAREST, Memory, Precedent


def unit(rows: int, width: int = 16, seed: int = 7) -> NDArray[np.float32]:
    drawn = np.random.default_rng(seed).normal(size=(rows, width))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


def precedent(meaning: NDArray[np.float32], codes: list[list[float]], choice: Choice) -> Precedent:
    rows = np.arange(len(meaning), dtype=np.int32)
    return Precedent(choice, Memory.of(meaning), rows, np.array(codes, dtype=np.float32))


class TestMemory:
    def test_directions_survive_their_steps(self) -> None:
        meaning = unit(200, 384)
        kept = Memory.of(meaning).meaning
        assert np.allclose(np.linalg.norm(kept, axis=1), 1.0, atol=1e-6)
        assert (kept * meaning).sum(1).min() > 0.999

    def test_what_is_kept_again_is_kept_alike(self) -> None:
        once = Memory.of(unit(20, 384))
        assert np.array_equal(Memory.of(once.meaning).steps, once.steps)

    def test_a_text_without_a_meaning_is_no_fault(self) -> None:
        assert not Memory.of(np.zeros((1, 384), dtype=np.float32)).meaning.any()


class TestPrecedent:
    def test_the_like_are_heard_and_the_unlike_are_not(self) -> None:
        axes = np.eye(4, dtype=np.float32)
        told = precedent(axes, [[1, 0], [0, 1], [0, 1], [0, 1]], "one_of")
        (first, second) = told.scores(axes[:2])
        # Three to one is usual, with one vote; one finding that is the same has another.
        assert np.exp(first) == pytest.approx([(1 + 0.25) / 2, (0 + 0.75) / 2], abs=1e-4)
        assert second.argmax() == 1

    def test_votes_fall_with_distance_behind_the_nearest(self) -> None:
        near, far = [1.0, 0.0], [np.cos(0.3), np.sin(0.3)]
        meaning = np.array([near, far], dtype=np.float32)
        told = precedent(meaning, [[1, 0], [0, 1]], "one_of")
        weight = np.exp((np.cos(0.3) - 1) / FALL)
        share = (1 + 0.5) / (2 + weight)
        assert np.exp(told.scores(meaning[:1])[0, 0]) == pytest.approx(share, abs=5e-3)

    def test_no_key_is_ever_ruled_out(self) -> None:
        told = precedent(unit(60), [[1.0, 0.0, 1.0]] * 59 + [[0.0, 1.0, 1.0]], "any_of")
        scores = told.scores(unit(60)[:1])[0]
        assert np.isfinite(scores).all()
        assert scores[0] > 0 > scores[1]

    def test_only_the_nearest_are_asked(self) -> None:
        near = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (NEAREST, 1))
        beside = np.tile(np.array([[0.999, np.sqrt(1 - 0.999**2)]], dtype=np.float32), (500, 1))
        codes = [[1.0, 0.0]] * NEAREST + [[0.0, 1.0]] * 500
        told = precedent(np.vstack([near, beside]), codes, "one_of")
        shares = np.exp(told.scores(near[:1])[0])
        assert shares[1] == pytest.approx(500 / 540 / (NEAREST + 1), abs=1e-3)

    def test_findings_whose_code_is_open_have_no_say(self) -> None:
        axes = np.eye(3, dtype=np.float32)
        settled = np.array([1, 2], dtype=np.int32)
        codes = np.array([[1, 0], [0, 1]], dtype=np.float32)
        told = Precedent("one_of", Memory.of(axes), settled, codes)
        assert told.scores(axes)[:, 0] == pytest.approx(
            [np.log(0.5), told.scores(axes)[1, 0], told.scores(axes)[2, 0]]
        )
        assert told.scores(axes)[1].argmax() == 0
        assert told.scores(axes)[2].argmax() == 1

    @given(rows=st.integers(1, 90), asked=st.integers(0, 5), seed=st.integers(0, 9))
    def test_shares_of_one_add_up(self, rows: int, asked: int, seed: int) -> None:
        codes = np.eye(3)[np.random.default_rng(seed).integers(0, 3, rows)]
        told = precedent(unit(rows, seed=seed), codes.tolist(), "one_of")
        scores = told.scores(unit(asked, seed=seed + 1) if asked else np.zeros((0, 16)))
        assert scores.shape == (asked, 3)
        assert np.exp(scores).sum(1) == pytest.approx(np.ones(asked), abs=1e-4)
