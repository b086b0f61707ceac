"""Train every decision from coded text: heads, pools and thresholds (no torch)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nlp.corpus.codes import MOST_THEMES
from nlp.corpus.model import CodedFinding, CodedRecommendation, Part
from nlp.similarity.encoder import Encoder
from nlp.tagging.decisions import (
    CHOICES,
    KEYS,
    SOURCES,
    Decision,
    Decisions,
    Name,
    Source,
    Thresholds,
)
from nlp.tagging.fitting import fit_head, fit_pool, fit_term_spaces, membership, shares
from nlp.tagging.heads import Features, Floats, Head, Pool
from nlp.tagging.terms import TermSpace, term_features

ANSWERED_RIGHT: Final = 0.96
LEAST_ANSWERED: Final = 30

# scikit-learn's C by decision and source, chosen on the tuning voices.
STRENGTHS: Final[Mapping[tuple[Name, Source], float]] = {
    ("category", "terms"): 8.0,
    ("category", "encoder"): 0.01,
    ("themes", "terms"): 10.0,
    ("themes", "encoder"): 0.01,
    ("depth", "terms"): 8.0,
    ("depth", "encoder"): 0.01,
    ("kind", "terms"): 8.0,
    ("kind", "encoder"): 0.01,
    ("smart", "terms"): 8.0,
    ("smart", "encoder"): 0.003,
}


@dataclass(frozen=True)
class Material:
    """Texts as the heads see them, with the target shares of each decision (n, k)."""

    features: tuple[Features, Features]
    truth: Mapping[Name, Floats]

    def rows(self, rows: NDArray[Any]) -> "Material":
        """Some of the texts, by row numbers or a mask."""
        terms, encoded = self.features
        return Material(
            (terms[rows], encoded[rows]), {name: t[rows] for name, t in self.truth.items()}
        )


def finding_targets(findings: Sequence[CodedFinding]) -> dict[Name, Floats]:
    """Targets of category (a quarter on a second one), themes and depth."""
    return {
        "category": shares(
            KEYS["category"],
            [finding.category for finding in findings],
            [finding.second_category for finding in findings],
        ),
        "themes": membership(KEYS["themes"], [finding.themes for finding in findings]),
        "depth": shares(KEYS["depth"], [finding.depth for finding in findings]),
    }


def recommendation_targets(recommendations: Sequence[CodedRecommendation]) -> dict[Name, Floats]:
    """Targets of kind (a quarter on a second one) and SMART."""
    return {
        "kind": shares(
            KEYS["kind"],
            [coded.kind for coded in recommendations],
            [coded.second_kind for coded in recommendations],
        ),
        "smart": shares(
            KEYS["smart"], ["smart" if coded.smart else "not_smart" for coded in recommendations]
        ),
    }


def train_decisions(
    findings: Sequence[CodedFinding],
    recommendations: Sequence[CodedRecommendation],
    *,
    tuning: Encoder,
    final: Encoder,
) -> Decisions:
    """Fit on the training voices, pool and set thresholds on the tuning voices, refit on both.

    `tuning` is an encoder that never read the tuning voices; `final`, which the
    decisions are for, may have. Test voices are never looked at.
    """
    known = [finding for finding in findings if finding.part is not Part.TEST]
    advice = [coded for coded in recommendations if coded.part is not Part.TEST]
    train = [finding for finding in known if finding.part is Part.TRAIN]
    spaces = fit_term_spaces(_texts(train, advice))
    pools, thresholds = _tuned(spaces, known, tuning)

    spaces = fit_term_spaces(_texts(known, advice))
    material = _material(spaces, final, [f.text for f in known], finding_targets(known))
    by_name = {name: Decision(_heads(name, material), pools[name]) for name in material.truth}
    advised = _material(
        spaces, final, [coded.text for coded in advice], recommendation_targets(advice)
    )
    voices = np.array([coded.voice for coded in advice])
    for name in advised.truth:
        pool, confidences = _pooled_by_voice(name, advised, voices)
        by_name[name] = Decision(_heads(name, advised), pool)
        if name == "kind":
            kind, _ = answering_threshold(confidences, advised.truth[name])
    return Decisions(spaces, by_name, Thresholds(kind=kind, **thresholds))


def answering_threshold(confidences: Floats, truth: Floats) -> tuple[float, float]:
    """The least confidence from which answers are right often enough, and how often.

    The most is answered that keeps ANSWERED_RIGHT; with too few answers to say, the
    surest LEAST_ANSWERED set it.
    """
    surest = confidences.max(1)
    right = confidences.argmax(1) == truth.argmax(1)
    order = np.argsort(-surest, kind="stable")
    share_right = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share_right >= ANSWERED_RIGHT)
    last = max(int(enough[-1]) if len(enough) else 0, min(LEAST_ANSWERED, len(order)) - 1)
    return float(surest[order[last]]), float(share_right[last])


def theme_threshold(confidences: Floats, truth: Floats) -> float:
    """The confidence from which assigning a theme gives the best micro-F1."""
    candidates = np.arange(0.08, 0.6, 0.01)
    scores = [_micro_f1(assigned_mask(confidences, at), truth) for at in candidates]
    return round(float(candidates[int(np.argmax(scores))]), 2)


def assigned_mask(confidences: Floats, threshold: float) -> NDArray[np.bool_]:
    """Which themes each row is given, as the tagger gives them, (n, k)."""
    place = np.argsort(np.argsort(-confidences, axis=1, kind="stable"), axis=1)
    given: NDArray[np.bool_] = (place == 0) | ((place < MOST_THEMES) & (confidences >= threshold))
    return given


def _micro_f1(given: NDArray[np.bool_], truth: Floats) -> float:
    return float(2 * (given * truth).sum() / (given.sum() + truth.sum()))


def _tuned(
    spaces: Sequence[TermSpace], known: Sequence[CodedFinding], encoder: Encoder
) -> tuple[dict[Name, Pool], dict[str, float]]:
    material = _material(spaces, encoder, [f.text for f in known], finding_targets(known))
    tune = np.array([finding.part is Part.DEV for finding in known])
    train, dev = material.rows(~tune), material.rows(tune)
    pools: dict[Name, Pool] = {}
    thresholds: dict[str, float] = {}
    for name in material.truth:
        heads = _heads(name, train)
        scores = [h.scores(part) for h, part in zip(heads, dev.features, strict=True)]
        pools[name] = fit_pool(CHOICES[name], scores, dev.truth[name])
        confidences = pools[name].confidences(scores)
        if name == "category":
            thresholds["category"], thresholds["answered_right"] = answering_threshold(
                confidences, dev.truth[name]
            )
        elif name == "themes":
            thresholds["theme"] = theme_threshold(confidences, dev.truth[name])
    return pools, thresholds


def _pooled_by_voice(
    name: Name, material: Material, voices: NDArray[np.str_]
) -> tuple[Pool, Floats]:
    """A pool fitted on scores of each voice by heads that read only the others."""
    truth = material.truth[name]
    scores = [np.zeros_like(truth) for _ in SOURCES]
    for voice in np.unique(voices):
        out = voices == voice
        heads, held = _heads(name, material.rows(~out)), material.rows(out)
        for at, head in enumerate(heads):
            scores[at][out] = head.scores(held.features[at])
    pool = fit_pool(CHOICES[name], scores, truth)
    return pool, pool.confidences(scores)


def _texts(
    findings: Sequence[CodedFinding], recommendations: Sequence[CodedRecommendation]
) -> list[str]:
    return [f.text for f in findings] + [coded.text for coded in recommendations]


def _heads(name: Name, material: Material) -> tuple[Head, ...]:
    return tuple(
        fit_head(CHOICES[name], features, material.truth[name], strength=STRENGTHS[name, source])
        for source, features in zip(SOURCES, material.features, strict=True)
    )


def _material(
    spaces: Sequence[TermSpace],
    encoder: Encoder,
    texts: Sequence[str],
    truth: Mapping[Name, Floats],
) -> Material:
    return Material((term_features(spaces, texts), encoder.read(texts).features), truth)
