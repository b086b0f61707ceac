"""Scores of categories, themes, depth and confidence against codes given by people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

BINS: Final = 10


@dataclass(frozen=True, slots=True)
class KeyScore:
    """Precision, recall and F1 of one key, 0 to 1, and how many items truly have it."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """Numbers of items: a key rightly given, missed, rightly not given and wrongly given."""

    hits: int
    missed: int
    left_alone: int
    false_alarms: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the items the tagger did not abstain on: their share, and the share right."""

    answered: float
    right: float
    right_or_second: float


def accuracy(given: Sequence[str], truth: Sequence[str]) -> float:
    """Share of items given the true key."""
    return sum(a == b for a, b in zip(given, truth, strict=True)) / len(truth)


def accuracy_either(
    given: Sequence[str], truth: Sequence[str], second: Sequence[str | None]
) -> float:
    """Share of items given the first or the second of the keys a person would accept."""
    pairs = zip(given, truth, second, strict=True)
    return sum(a in {b, c} for a, b, c in pairs) / len(truth)


def per_key(given: Sequence[str], truth: Sequence[str]) -> dict[str, KeyScore]:
    """Scores of every key that is given or true somewhere, by key."""
    return per_member([{key} for key in given], [{key} for key in truth])


def per_member(given: Sequence[set[str]], truth: Sequence[set[str]]) -> dict[str, KeyScore]:
    """As `per_key` where an item has a set of keys."""
    keys = sorted(set().union(*given, *truth))
    return {
        key: _key_score(
            np.array([key in members for members in given]),
            np.array([key in members for members in truth]),
        )
        for key in keys
    }


def confusions(
    given: Sequence[set[str]], truth: Sequence[set[str]], keys: Sequence[str]
) -> dict[str, Confusion]:
    """What became of each of `keys` over all items."""
    pairs = list(zip(given, truth, strict=True))
    return {
        key: Confusion(
            hits=sum(key in a and key in b for a, b in pairs),
            missed=sum(key not in a and key in b for a, b in pairs),
            left_alone=sum(key not in a and key not in b for a, b in pairs),
            false_alarms=sum(key in a and key not in b for a, b in pairs),
        )
        for key in keys
    }


def macro_f1(given: Sequence[str], truth: Sequence[str]) -> float:
    """Unweighted mean F1 over the keys that are true or given somewhere."""
    return _mean_f1(per_key(given, truth))


def set_macro_f1(given: Sequence[set[str]], truth: Sequence[set[str]]) -> float:
    """As `macro_f1` where an item has a set of keys."""
    return _mean_f1(per_member(given, truth))


def set_micro_f1(given: Sequence[set[str]], truth: Sequence[set[str]]) -> float:
    """F1 over all (item, key) pairs together; 1 when there are none."""
    hits = sum(len(a & b) for a, b in zip(given, truth, strict=True))
    pairs = sum(len(a) + len(b) for a, b in zip(given, truth, strict=True))
    return 2 * hits / pairs if pairs else 1.0


class Marks:
    """Which keys items were given and truly have, to be scored for many resamples at once.

    A resample is how often each item was drawn; scores are those of `set_macro_f1` and
    `set_micro_f1` on the drawn items.
    """

    def __init__(self, given: Sequence[set[str]], truth: Sequence[set[str]]) -> None:
        keys = sorted(set().union(*given, *truth))
        self._given = np.array([[key in has for key in keys] for has in given], dtype=np.int64)
        self._truth = np.array([[key in has for key in keys] for has in truth], dtype=np.int64)

    def macro_f1(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Mean F1 over the keys given or true in each resample, (draws,)."""
        hits, pairs = self._hits_and_pairs(counts)
        present = pairs > 0
        scores = np.where(present, 2 * hits / np.maximum(pairs, 1), 0.0)
        means: NDArray[np.float64] = scores.sum(1) / np.maximum(present.sum(1), 1)
        return means

    def micro_f1(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """F1 over all pairs of item and key in each resample, (draws,); 1 without a pair."""
        hits, pairs = self._hits_and_pairs(counts)
        whole = pairs.sum(1)
        return np.where(whole > 0, 2 * hits.sum(1) / np.maximum(whole, 1), 1.0)

    def _hits_and_pairs(
        self, counts: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return counts @ (self._given * self._truth), counts @ (self._given + self._truth)


def calibration_error(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error over ten equal bins of confidence (Naeini et al. 2015)."""
    stated, true = np.asarray(confidence, dtype=float), np.asarray(right, dtype=float)
    places = np.minimum((stated * BINS).astype(int), BINS - 1)
    gaps = [
        abs(stated[places == place].mean() - true[places == place].mean())
        * (places == place).mean()
        for place in np.unique(places)
    ]
    return float(sum(gaps))


def coverage(
    given: Sequence[str],
    truth: Sequence[str],
    second: Sequence[str | None],
    abstained: Sequence[bool],
) -> Coverage:
    """How much was answered and how much of that was right; nothing answered is all right."""
    rows = [row for row, silent in enumerate(abstained) if not silent]
    if not rows:
        return Coverage(0.0, 1.0, 1.0)
    answers, truths = [given[row] for row in rows], [truth[row] for row in rows]
    return Coverage(
        answered=len(rows) / len(given),
        right=accuracy(answers, truths),
        right_or_second=accuracy_either(answers, truths, [second[row] for row in rows]),
    )


def _key_score(given: NDArray[np.bool_], truth: NDArray[np.bool_]) -> KeyScore:
    hits = float((given & truth).sum())
    precision = hits / given.sum() if given.any() else 0.0
    recall = hits / truth.sum() if truth.any() else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return KeyScore(float(precision), float(recall), float(f1), int(truth.sum()))


def _mean_f1(scores: dict[str, KeyScore]) -> float:
    return float(np.mean([score.f1 for score in scores.values()])) if scores else 0.0
