from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.corpus.codes import CATEGORIES, THEMES
from nlp.similarity.layout import (
    DECIDED_CATEGORY,
    DECIDED_THEMES,
    LENGTH,
    MEANING,
    Decided,
    laid_out,
    with_decisions,
)

Vectors = NDArray[np.float32]


def heard(rng: np.random.Generator, rows: int = 1) -> Vectors:
    """Vectors as a tagger that hears a little of everything would lay them out."""
    return laid_out(
        rng.normal(size=(rows, MEANING)),
        rng.random((rows, len(THEMES))),
        rng.random((rows, len(CATEGORIES))),
        np.tile([0.2, 0.1], (rows, 1)),
    )


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


class TestLaidOut:
    def test_every_vector_has_the_length_that_is_stored_and_is_of_one(
        self, rng: np.random.Generator
    ) -> None:
        vectors = heard(rng, 20)
        assert vectors.shape == (20, LENGTH)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(20), abs=1e-6)

    def test_the_cosine_is_the_weighted_mean_of_three_agreements(
        self, rng: np.random.Generator
    ) -> None:
        meaning = rng.normal(size=(2, MEANING))
        meaning /= np.linalg.norm(meaning, axis=1, keepdims=True)
        themes, category = np.eye(len(THEMES))[[3, 3]], np.eye(len(CATEGORIES))[[0, 1]]
        one, other = laid_out(meaning, themes, category, np.tile([0.2, 0.1], (2, 1)))
        expected = (meaning[0] @ meaning[1] + 0.2 * 1 + 0.1 * 0) / 1.3
        assert one @ other == pytest.approx(expected, abs=1e-6)


class TestWithDecisions:
    def test_what_nobody_decided_stays(self, rng: np.random.Generator) -> None:
        vectors = heard(rng, 5)
        assert with_decisions(vectors, [Decided()] * 5) == pytest.approx(vectors, abs=1e-6)

    def test_agreeing_decisions_bring_findings_nearer_and_others_apart(
        self, rng: np.random.Generator
    ) -> None:
        vectors = heard(rng, 3)
        supervision = Decided(("supervision",), "management_systems")
        neglect = Decided(("neglect",), "tools")
        one, other, far = with_decisions(vectors, [supervision, supervision, neglect])
        meaning = [vector[:MEANING] / np.linalg.norm(vector[:MEANING]) for vector in vectors]
        weights = DECIDED_THEMES + DECIDED_CATEGORY
        near = (meaning[0] @ meaning[1] + weights) / (1 + weights)
        apart = (meaning[0] @ meaning[2]) / (1 + weights)
        assert one @ other == pytest.approx(near, abs=1e-5)
        assert one @ far == pytest.approx(apart, abs=1e-5)

    def test_a_decision_on_one_part_leaves_the_other_as_it_was_heard(
        self, rng: np.random.Generator
    ) -> None:
        vector = heard(rng)
        decided = with_decisions(vector, [Decided(category="tools")])[0]
        themes = slice(MEANING, MEANING + len(THEMES))
        before = vector[0, themes] / np.linalg.norm(vector[0, themes])
        assert decided[themes] / np.linalg.norm(decided[themes]) == pytest.approx(before, abs=1e-5)
        assert int(decided[-len(CATEGORIES) :].argmax()) == CATEGORIES.index("tools")

    def test_a_second_category_counts_half(self, rng: np.random.Generator) -> None:
        decided = with_decisions(heard(rng), [Decided((), "tools", "longer_term_work")])[0]
        part = decided[-len(CATEGORIES) :]
        ratio = part[CATEGORIES.index("longer_term_work")] / part[CATEGORIES.index("tools")]
        assert ratio == pytest.approx(0.5, abs=1e-6)

    def test_deciding_twice_is_deciding_once(self, rng: np.random.Generator) -> None:
        first, last = Decided(("neglect",), "tools"), Decided(("training",), "management_systems")
        vector = heard(rng)
        twice = with_decisions(with_decisions(vector, [first]), [last])
        assert twice == pytest.approx(with_decisions(vector, [last]), abs=1e-5)

    @pytest.mark.parametrize("said", [Decided(("weather",)), Decided((), "weather")], ids=str)
    def test_an_unknown_key_is_refused(self, rng: np.random.Generator, said: Decided) -> None:
        with pytest.raises(ValueError, match="weather"):
            with_decisions(heard(rng), [said])
