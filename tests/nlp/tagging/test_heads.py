from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from nlp.tagging.fitting import fit_head, fit_pool, fit_term_spaces, membership, shares
from nlp.tagging.heads import Choice, Head, Pool, loss
from nlp.tagging.terms import term_features

KEYS = ("a", "b", "c")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


@pytest.fixture
def separable(rng: np.random.Generator) -> tuple[Any, Any]:
    """Sixty points around three corners: features (60, 4) and the corner of each."""
    corner = np.arange(60) % 3
    features = np.eye(3, 4)[corner] * 2 + rng.normal(0, 0.5, (60, 4))
    return features.astype(np.float32), corner


class TestTargets:
    def test_a_second_key_takes_a_quarter(self) -> None:
        assert shares(KEYS, ["a", "b"], [None, "c"]).tolist() == [[1, 0, 0], [0, 0.75, 0.25]]

    def test_membership_marks_every_key_of_the_set(self) -> None:
        assert membership(KEYS, [("a", "c"), ()]).tolist() == [[1, 0, 1], [0, 0, 0]]


class TestOneOf:
    def test_it_is_scikit_learns_logistic_regression(self, separable: tuple[Any, Any]) -> None:
        features, corner = separable
        middle, spread = features.mean(0), features.std(0)
        theirs = LogisticRegression(C=0.5, max_iter=1000)
        theirs.fit((features - middle) / spread, corner)
        head = fit_head("one_of", features, np.eye(3)[corner], strength=0.5)
        expected = theirs.predict_log_proba((features - middle) / spread)
        assert np.allclose(head.scores(features), expected, atol=1e-3)

    def test_two_keys_of_three_leave_the_third_unlikely(self, separable: tuple[Any, Any]) -> None:
        features, corner = separable
        head = fit_head("one_of", features, np.eye(3)[corner % 2], strength=1.0)
        assert set(head.scores(features).argmax(1)) == {0, 1}
        assert np.exp(head.scores(features))[:, 2].max() < 0.001

    def test_a_quarter_share_draws_the_answer_only_a_little(
        self, separable: tuple[Any, Any]
    ) -> None:
        features, corner = separable
        plain = np.eye(3)[corner]
        shared = plain * 0.75 + np.eye(3)[(corner + 1) % 3] * 0.25
        head = fit_head("one_of", features, shared, strength=1.0)
        confidences = np.exp(head.scores(features))
        assert (confidences.argmax(1) == corner).mean() > 0.9
        assert 0.15 < confidences[corner == 0, 1].mean() < 0.35


class TestAnyOf:
    def test_each_key_is_decided_alone(self, separable: tuple[Any, Any]) -> None:
        features, corner = separable
        truth = np.stack([corner == 0, corner != 1, corner == 2], axis=1).astype(float)
        head = fit_head("any_of", features, truth, strength=1.0)
        assert ((head.scores(features) > 0) == truth).mean() > 0.9

    @pytest.mark.parametrize(("value", "sign"), [(0.0, -1), (1.0, 1)])
    def test_a_key_always_or_never_given_stays_so(
        self, separable: tuple[Any, Any], value: float, sign: int
    ) -> None:
        features, corner = separable
        truth = np.stack([corner == 0, np.full(60, value)], axis=1).astype(float)
        head = fit_head("any_of", features, truth, strength=1.0)
        assert (np.sign(head.scores(features)[:, 1]) == sign).all()

    def test_sparse_terms_are_read_as_dense_features_are(self) -> None:
        texts = ["the duty desk was shut", "the form was lost", "the duty desk was full"] * 4
        features = term_features(fit_term_spaces(texts), texts)
        truth = np.array([[float("desk" in text), float("form" in text)] for text in texts])
        head = fit_head("any_of", features, truth, strength=10.0)
        assert ((head.scores(features) > 0) == truth).all()


class TestPool:
    def test_confidences_of_one_of_add_up_to_one(self, rng: np.random.Generator) -> None:
        scores = [rng.normal(size=(5, 3)), rng.normal(size=(5, 3))]
        assert np.allclose(Pool("one_of", (0.5, 2.0), 0.0).confidences(scores).sum(1), 1.0)

    def test_a_source_of_noise_gets_little_weight(self, rng: np.random.Generator) -> None:
        corner = rng.integers(0, 3, 300)
        honest = np.log(np.eye(3)[corner] * 0.7 + 0.1)
        noise = np.log(rng.dirichlet([1, 1, 1], 300))
        pool = fit_pool("one_of", [honest, noise], np.eye(3)[corner])
        assert pool.weights[0] > 5 * pool.weights[1]

    def test_overconfident_scores_are_cooled_to_their_true_rate(
        self, rng: np.random.Generator
    ) -> None:
        right = rng.random(2000) < 0.7
        said = np.where(right, 0, 1)
        boast = np.log(np.eye(2)[np.zeros(2000, dtype=int)] * 0.98 + 0.01)
        pool = fit_pool("one_of", [boast], np.eye(2)[said])
        assert pool.confidences([boast])[0, 0] == pytest.approx(0.7, abs=0.04)

    def test_the_bias_mends_a_base_rate(self, rng: np.random.Generator) -> None:
        truth = (rng.random((2000, 1)) < 0.1).astype(float)
        pool = fit_pool("any_of", [np.zeros((2000, 1))], truth)
        assert pool.confidences([np.zeros((1, 1))])[0, 0] == pytest.approx(0.1, abs=0.03)

    @pytest.mark.parametrize("choice", ["one_of", "any_of"])
    def test_the_fitted_pool_loses_no_more_than_an_even_one(
        self, choice: Choice, rng: np.random.Generator
    ) -> None:
        truth = np.eye(3)[rng.integers(0, 3, 100)]
        scores = [truth * 2 + rng.normal(size=(100, 3)), rng.normal(size=(100, 3))]
        fitted_loss = loss(fit_pool(choice, scores, truth), scores, truth)
        assert fitted_loss <= loss(Pool(choice, (0.5, 0.5), 0.0), scores, truth)


class TestExtremes:
    @pytest.mark.parametrize("choice", ["one_of", "any_of"])
    def test_no_score_is_beyond_what_a_pool_can_bear(self, choice: Choice) -> None:
        head = Head(
            choice,
            np.array([[1e4], [-1e4]], dtype=np.float32),
            np.zeros(2, dtype=np.float32),
        )
        scores = head.scores(np.ones((1, 1), dtype=np.float32))
        assert np.isfinite(scores).all()
        assert np.abs(scores).max() <= 12
