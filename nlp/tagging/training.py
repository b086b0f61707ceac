"""Train every decision from coded text: heads, pools and thresholds (no torch)."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlp.artefacts.transformer import WIDTH, Transformer
from nlp.corpus.codes import CATEGORIES, MOST_THEMES, THEMES
from nlp.corpus.model import CodedFinding, CodedRecommendation, Part
from nlp.tagging.decisions import (
    CHOICES,
    LEARNED,
    PRECEDED,
    Decision,
    Decisions,
    Name,
    Sameness,
    Source,
    Sources,
    Thresholds,
)
from nlp.tagging.examples import (
    Example,
    Material,
    as_examples,
    finding_material,
    recommendation_material,
)
from nlp.tagging.fitting import fit_head, fit_pool, fit_term_spaces
from nlp.tagging.heads import Floats, Pool
from nlp.tagging.precedent import Precedent

# An answer is given where nineteen in twenty are right, and the tuning voices make it nineteen
# to one that they are: a share that was only just reached on them is not reached elsewhere.
ANSWERED_RIGHT: Final = 0.95
ONE_SIDED_95: Final = 1.6449
LEAST_ANSWERED: Final = 30
# Chosen by hit@5 on the tuning voices, from 0 to 0.4 and 0 to 0.2.
THEMES_WEIGHT: Final = 0.2
CATEGORY_WEIGHT: Final = 0.1

# scikit-learn's C by decision and source, chosen on the tuning voices.
STRENGTHS: Final[Mapping[tuple[Name, Source], float]] = {
    ("category", "terms"): 8.0,
    ("category", "encoder"): 0.01,
    ("themes", "terms"): 10.0,
    ("themes", "encoder"): 0.003,
    ("depth", "terms"): 8.0,
    ("depth", "encoder"): 0.01,
    ("kind", "terms"): 8.0,
    ("kind", "encoder"): 0.01,
    ("smart", "terms"): 8.0,
    ("smart", "encoder"): 0.003,
}
BALANCED: Final[frozenset[tuple[Name, Source]]] = frozenset({("themes", "terms")})


def train_decisions(
    findings: Sequence[CodedFinding],
    recommendations: Sequence[CodedRecommendation],
    transformer: Transformer,
) -> Decisions:
    """Fit on the training voices, pool and set thresholds on the tuning voices, refit on both.

    `transformer` never read the tuning voices. Test voices are never looked at.
    """
    known = [finding for finding in findings if finding.part is not Part.TEST]
    pools, thresholds = tuned_on_dev(known, transformer)
    return fit_decisions(
        as_examples(known), recommendations, transformer, pools=pools, thresholds=thresholds
    )


def fit_decisions(
    examples: Sequence[Example],
    recommendations: Sequence[CodedRecommendation],
    transformer: Transformer,
    *,
    pools: Mapping[Name, Pool],
    thresholds: Thresholds,
    sameness: Sameness | None = None,
) -> Decisions:
    """Fit the sources on every example, under pools and thresholds found before.

    Precedent is heard where the pool has a weight for it. The directions of meaning are
    found in the examples unless `sameness` brings them.

    Recommendations of test voices are left out. Without a pool for them, those of the others
    are pooled by leaving one voice out at a time, since the transformer never learned from
    them.
    """
    advice = [coded for coded in recommendations if coded.part is not Part.TEST]
    spaces = fit_term_spaces([e.text for e in examples] + [coded.text for coded in advice])
    by_name = {
        name: Decision(
            fit_sources(name, material, precedent=len(pools[name].weights) > len(LEARNED)),
            pools[name],
        )
        for name, material in finding_material(examples, spaces, transformer).items()
    }
    voices = np.array([coded.voice for coded in advice])
    kind_threshold = thresholds.kind
    for name, material in recommendation_material(advice, spaces, transformer).items():
        if name in pools:
            by_name[name] = Decision(fit_sources(name, material), pools[name])
            continue
        pool, confidences = _pooled_by_voice(name, material, voices)
        by_name[name] = Decision(fit_sources(name, material), pool)
        if name == "kind":
            kind_threshold, _ = answering_threshold(confidences, material.truth[name])
    return Decisions(
        spaces=spaces,
        by_name=by_name,
        thresholds=Thresholds(
            category=thresholds.category,
            kind=kind_threshold,
            theme=thresholds.theme,
            answered_right=thresholds.answered_right,
        ),
        sameness=sameness or fit_sameness(transformer, [e.text for e in examples]),
    )


def tuned_on_dev(
    findings: Sequence[CodedFinding], transformer: Transformer
) -> tuple[dict[Name, Pool], Thresholds]:
    """Pools and thresholds from the tuning voices, under heads that read only training voices.

    The threshold for recommendations is set later, from their own voices.
    """
    train = [finding for finding in findings if finding.part is Part.TRAIN]
    dev = [finding for finding in findings if finding.part is Part.DEV]
    spaces = fit_term_spaces([finding.text for finding in train])
    read = finding_material(as_examples(train), spaces, transformer)
    held = finding_material(as_examples(dev), spaces, transformer)
    pools: dict[Name, Pool] = {}
    confidences: dict[Name, Floats] = {}
    for name, material in read.items():
        sources = fit_sources(name, material, precedent=name in PRECEDED)
        scores = sources.scores(held[name].features)
        pools[name] = fit_pool(CHOICES[name], scores, held[name].truth[name])
        confidences[name] = pools[name].confidences(scores)
    category, right = answering_threshold(
        confidences["category"], held["category"].truth["category"]
    )
    theme = theme_threshold(confidences["themes"], held["themes"].truth["themes"])
    return pools, Thresholds(category=category, kind=1.0, theme=theme, answered_right=right)


def fit_sources(name: Name, material: Material, *, precedent: bool = False) -> Sources:
    """The sources of one decision, fitted on what is settled in `material`."""
    truth = material.truth[name]
    heads = tuple(
        fit_head(
            CHOICES[name],
            features,
            truth,
            strength=STRENGTHS[name, source],
            balanced=(name, source) in BALANCED,
        )
        for source, features in zip(LEARNED, material.features, strict=False)
    )
    if not precedent:
        return Sources(heads, None)
    rows, codes = material.places.astype(np.int32), truth.astype(np.float32)
    return Sources(heads, Precedent(CHOICES[name], material.memory, rows, codes))


def fit_sameness(transformer: Transformer, texts: Sequence[str]) -> Sameness:
    """The weights of a sameness vector and the directions of meaning that it keeps."""
    meaning = transformer.read(texts).meaning
    directions = np.linalg.svd(meaning, full_matrices=True)[2]
    kept = directions[: WIDTH - len(THEMES) - len(CATEGORIES)]
    return Sameness(np.asarray(kept, dtype=np.float32), THEMES_WEIGHT, CATEGORY_WEIGHT)


def answering_threshold(confidences: Floats, truth: Floats) -> tuple[float, float]:
    """The least confidence from which answers are right often enough, and how often.

    The most is answered for which Wilson's (1927) lower bound at 95%, one-sided, keeps
    ANSWERED_RIGHT; with too few answers to say, the surest LEAST_ANSWERED set it.
    """
    surest = confidences.max(1)
    right = confidences.argmax(1) == truth.argmax(1)
    order = np.argsort(-surest, kind="stable")
    answered = np.arange(1, len(order) + 1)
    share_right = np.cumsum(right[order]) / answered
    enough = np.flatnonzero(_lower_bound(share_right, answered) >= ANSWERED_RIGHT)
    last = max(int(enough[-1]) if len(enough) else 0, min(LEAST_ANSWERED, len(order)) - 1)
    return float(surest[order[last]]), float(share_right[last])


def _lower_bound(share: Floats, of: NDArray[np.int_]) -> Floats:
    """Wilson's lower bound of each share of so many, one-sided at 95%."""
    z2 = ONE_SIDED_95**2
    half = ONE_SIDED_95 * np.sqrt(share * (1 - share) / of + z2 / (4 * of**2))
    return np.asarray((share + z2 / (2 * of) - half) / (1 + z2 / of))


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


def _pooled_by_voice(
    name: Name, material: Material, voices: NDArray[np.str_]
) -> tuple[Pool, Floats]:
    """A pool fitted on scores of each voice by heads that read only the others."""
    truth = material.truth[name]
    scores = [np.zeros_like(truth) for _ in LEARNED]
    for voice in np.unique(voices):
        out = voices == voice
        held = fit_sources(name, material.rows(~out)).scores(material.rows(out).features)
        for at, part in enumerate(held):
            scores[at][out] = part
    pool = fit_pool(CHOICES[name], scores, truth)
    return pool, pool.confidences(scores)
