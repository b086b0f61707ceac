"""Codes for findings and recommendations, with confidence, doubt and evidence."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from nlp.artefacts.store import open_artefact
from nlp.corpus.codes import MOST_THEMES
from nlp.similarity.encoder import Encoder, load_encoder
from nlp.tagging.decisions import KEYS, Decisions, Name, read_decisions
from nlp.tagging.evidence import explain
from nlp.tagging.heads import Features, Floats
from nlp.tagging.model import Evidence, RecommendationTagging, Scored, Tagging
from nlp.tagging.terms import term_features

BATCH: Final = 256


class Tagger:
    """An opened model. Safe to share between threads; keeps nothing of what it reads."""

    def __init__(self, decisions: Decisions, encoder: Encoder, version: str) -> None:
        self._decisions = decisions
        self._encoder = encoder
        self.version = version

    @property
    def encoder(self) -> Encoder:
        """The encoder whose features the tagger reads; also makes the sameness vectors."""
        return self._encoder

    def tag(self, texts: Sequence[str]) -> list[Tagging]:
        """Code each finding. A text without one known word is abstained on."""
        taggings: list[Tagging] = []
        for at in range(0, len(texts), BATCH):
            batch = texts[at : at + BATCH]
            features = self._features(batch)
            blank = np.diff(features[0].indptr) == 0
            category = self._confidences("category", features)
            themes = self._confidences("themes", features)
            depth = self._confidences("depth", features)
            taggings.extend(
                self._tagging(text, category[row], themes[row], depth[row], blank=bool(blank[row]))
                for row, text in enumerate(batch)
            )
        return taggings

    def tag_recommendations(self, texts: Sequence[str]) -> list[RecommendationTagging]:
        """Code each recommendation by kind and by whether it is SMART."""
        if not texts:
            return []
        features = self._features(texts)
        kinds = self._confidences("kind", features)
        smart = self._confidences("smart", features)
        taggings = []
        for row, text in enumerate(texts):
            ranked = _ranked(KEYS["kind"], kinds[row])
            taggings.append(
                RecommendationTagging(
                    kinds=ranked,
                    smart=_ranked(KEYS["smart"], smart[row])[0],
                    abstained=ranked[0].confidence < self._decisions.thresholds.kind,
                    evidence=self._evidence("kind", ranked[0].key, text),
                )
            )
        return taggings

    def _tagging(
        self, text: str, category: Floats, themes: Floats, depth: Floats, *, blank: bool
    ) -> Tagging:
        thresholds = self._decisions.thresholds
        typology = _ranked(KEYS["category"], category)
        return Tagging(
            typology=typology,
            themes=assigned(_ranked(KEYS["themes"], themes), thresholds.theme),
            depth=_ranked(KEYS["depth"], depth)[0],
            abstained=blank or typology[0].confidence < thresholds.category,
            evidence=self._evidence("category", typology[0].key, text),
        )

    def _features(self, texts: Sequence[str]) -> tuple[csr_array, NDArray[np.float32]]:
        return (
            term_features(self._decisions.spaces, texts),
            self._encoder.read(texts).features,
        )

    def _confidences(self, name: Name, features: Sequence[Features]) -> Floats:
        return self._decisions.by_name[name].confidences(features)

    def _evidence(self, name: Name, key: str, text: str) -> tuple[Evidence, ...]:
        weights = self._decisions.by_name[name].heads[0].weights
        row = KEYS[name].index(key)
        others = np.delete(weights, row, axis=0).mean(0)
        return explain(text, key, self._decisions.spaces, weights[row] - others)


def load_tagger(folder: Path | None = None, *, threads: int | None = None) -> Tagger:
    """Open the model in `folder`, or the model shipped with the package.

    Raises ModelDamaged if a file is missing or altered.
    """
    artefact = open_artefact(folder)
    encoder = load_encoder(folder, threads=threads)
    return Tagger(read_decisions(artefact), encoder, artefact.version)


def assigned(ranked: Sequence[Scored], threshold: float) -> tuple[Scored, ...]:
    """The themes a finding is given: the surest always, others from `threshold`, three at most."""
    return tuple(
        scored
        for place, scored in enumerate(ranked[:MOST_THEMES])
        if place == 0 or scored.confidence >= threshold
    )


def _ranked(keys: Sequence[str], confidences: Floats) -> tuple[Scored, ...]:
    order = np.argsort(-confidences, kind="stable")
    return tuple(Scored(keys[at], float(confidences[at])) for at in order)
