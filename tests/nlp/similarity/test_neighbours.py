import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.similarity import neighbours
from nlp.similarity.neighbours import BLOCK, nearest


@pytest.fixture
def vectors() -> NDArray[np.float32]:
    rng = np.random.default_rng(11)
    drawn = rng.normal(size=(50, 16))
    unit: NDArray[np.float32] = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(
        np.float32
    )
    return unit


class TestNeighbours:
    def test_they_are_the_nearest_by_cosine(self, vectors: NDArray[np.float32]) -> None:
        ids = [f"f{n}" for n in range(50)]
        found = neighbours(ids, vectors, count=5)
        cosines = vectors @ vectors.T
        np.fill_diagonal(cosines, -2)
        for row, near in enumerate(found):
            expected = np.sort(cosines[row])[::-1][:5]
            assert [n.score for n in near] == pytest.approx(expected.tolist(), abs=1e-5)
            assert f"f{row}" not in {n.id for n in near}

    def test_a_small_collection_has_fewer(self, vectors: NDArray[np.float32]) -> None:
        found = neighbours(["a", "b"], vectors[:2], count=10)
        assert [[n.id for n in near] for near in found] == [["b"], ["a"]]

    @pytest.mark.parametrize("size", [0, 1])
    def test_nobody_near_is_an_empty_answer(self, vectors: NDArray[np.float32], size: int) -> None:
        found = neighbours([f"f{n}" for n in range(size)], vectors[:size])
        assert [len(near) for near in found] == [0] * size

    def test_ties_keep_the_order_of_ids(self) -> None:
        same = np.tile(np.eye(1, 4, dtype=np.float32), (4, 1))
        assert [n.id for n in neighbours(list("abcd"), same)[0]] == ["b", "c", "d"]


class TestNearest:
    def test_queries_may_be_others_than_the_collection(self, vectors: NDArray[np.float32]) -> None:
        rows, scores = nearest(vectors[:3], vectors, count=1)
        assert rows[:, 0].tolist() == [0, 1, 2]
        assert scores[:, 0] == pytest.approx([1.0] * 3, abs=1e-5)

    def test_a_collection_of_several_blocks_is_one_collection(self) -> None:
        rng = np.random.default_rng(5)
        many = rng.normal(size=(BLOCK + 200, 8)).astype(np.float32)
        many /= np.linalg.norm(many, axis=1, keepdims=True)
        rows, _ = nearest(many, many, count=3, same=True)
        cosines = many @ many[BLOCK + 50]
        cosines[BLOCK + 50] = -2
        assert set(rows[BLOCK + 50]) == set(np.argsort(-cosines)[:3])
