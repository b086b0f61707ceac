"""Fit heads and pools from features and codes (scikit-learn; no torch)."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from nlp.tagging.heads import Choice, Features, Floats, Head, Pool, loss
from nlp.tagging.terms import TermSpace, fitted

SECOND_SHARE: Final = 0.25
FEW: Final = 100
LEAST_SPREAD: Final = 1e-3
SEED: Final = 20170301


def fit_term_spaces(texts: Sequence[str]) -> tuple[TermSpace, TermSpace]:
    """Words and pairs of words seen twice; runs of 3 to 5 characters seen five times.

    Of fewer than FEW texts every run counts: what is rare cannot be told yet.
    """
    least = 5 if len(texts) >= FEW else 1
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=least)
    return fitted(words.fit(texts)), fitted(chars.fit(texts))


def shares(
    keys: Sequence[str], first: Sequence[str], second: Sequence[str | None] | None = None
) -> Floats:
    """Target shares (n, k): all on the first key, or a quarter on a second."""
    truth = np.zeros((len(first), len(keys)))
    for row, key in enumerate(first):
        other = second[row] if second is not None else None
        truth[row, keys.index(key)] = 1.0 - (SECOND_SHARE if other else 0.0)
        if other:
            truth[row, keys.index(other)] = SECOND_SHARE
    return truth


def membership(keys: Sequence[str], sets: Sequence[Sequence[str]]) -> Floats:
    """Target membership (n, k): 1 where the row's set holds the key."""
    return np.array([[float(key in members) for key in keys] for members in sets])


def fit_head(
    choice: Choice,
    features: Features,
    truth: Floats,
    *,
    strength: float,
    balanced: bool = False,
) -> Head:
    """Regularised logistic regression; `strength` is scikit-learn's C.

    `balanced` gives the rare yes of an `any_of` key the weight of all its noes; the pool
    mends the base rate. Dense features are standardised first, which the returned head
    has folded in.
    """
    if isinstance(features, np.ndarray):
        middle, spread = features.mean(0), np.maximum(features.std(0), LEAST_SPREAD)
        head = _fit_raw(choice, (features - middle) / spread, truth, strength, balanced)
        weights = head.weights / spread
        return Head(choice, weights, head.bias - weights @ middle)
    return _fit_raw(choice, features, truth, strength, balanced)


def _fit_raw(
    choice: Choice, features: Features, truth: Floats, strength: float, balanced: bool
) -> Head:
    if choice == "one_of":
        return _fit_one_of(features, truth, strength)
    rows = [
        _fit_yes_no(features, truth[:, key] > 0.5, strength, balanced)
        for key in range(truth.shape[1])
    ]
    return Head(
        "any_of",
        np.stack([weights for weights, _ in rows]).astype(np.float32),
        np.array([bias for _, bias in rows], dtype=np.float32),
    )


def fit_pool(choice: Choice, scores: Sequence[Floats], truth: Floats) -> Pool:
    """The pool with the least cross-entropy on held-out `truth`; weights never below 0."""
    start = np.array([1.0 / len(scores)] * len(scores) + [0.0])

    def cost(values: NDArray[np.float64]) -> float:
        return loss(_pool(choice, values), scores, truth) + 1e-3 * float(
            ((values - start) ** 2).sum()
        )

    bounds = [(0.0, 6.0)] * len(scores) + [(-4.0, 4.0) if choice == "any_of" else (0.0, 0.0)]
    return _pool(choice, minimize(cost, start, method="L-BFGS-B", bounds=bounds).x)


def _pool(choice: Choice, values: NDArray[np.float64]) -> Pool:
    return Pool(choice, tuple(float(value) for value in values[:-1]), float(values[-1]))


def _fit_one_of(features: Features, truth: Floats, strength: float) -> Head:
    # A share on a second key is that finding once more under the key, at that weight.
    rows, keys = np.nonzero(truth)
    model = LogisticRegression(C=strength, max_iter=1000)
    model.fit(features[rows], keys, sample_weight=truth[rows, keys])
    weights = np.zeros((truth.shape[1], features.shape[1]), dtype=np.float32)
    # A key nobody coded keeps no weight and a bias that never wins.
    bias = np.full(truth.shape[1], -30.0, dtype=np.float32)
    present = model.classes_
    if len(present) == 2:
        weights[present] = np.concatenate([-model.coef_, model.coef_]) / 2
        bias[present] = np.concatenate([-model.intercept_, model.intercept_]) / 2
    else:
        weights[present], bias[present] = model.coef_, model.intercept_
    return Head("one_of", weights, bias)


def _fit_yes_no(
    features: Features, truth: NDArray[np.bool_], strength: float, balanced: bool
) -> tuple[NDArray[np.float64], float]:
    if truth.all() or not truth.any():
        return np.zeros(features.shape[1]), 6.0 if truth.all() else -6.0
    model = LogisticRegression(
        C=strength,
        solver="liblinear",
        random_state=SEED,
        class_weight="balanced" if balanced else None,
    )
    model.fit(features, truth)
    return model.coef_[0], float(model.intercept_[0])
