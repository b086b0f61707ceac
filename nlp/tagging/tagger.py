"""Codes for findings and recommendations, with confidence, doubt and evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from nlp.artefacts.store import open_artefact
from nlp.artefacts.transformer import Encoded, Transformer, load_transformer
from nlp.corpus.codes import MOST_THEMES
from nlp.tagging.decisions import KEYS, Decisions, Name, Sameness, read_decisions
from nlp.tagging.evidence import explain
from nlp.tagging.heads import Features, Floats
from nlp.tagging.model import Evidence, RecommendationTagging, Scored, Tagging
from nlp.tagging.terms import Reading, Seen

BATCH: Final = 256


@dataclass(frozen=True, slots=True)
class Profile:
    """What n texts are about: meaning (n, 384), confidence in themes (n, 30), category (n, 6)."""

    meaning: NDArray[np.float32]
    themes: Floats
    category: Floats


@dataclass(frozen=True, slots=True)
class _Batch:
    """Texts as every source reads them; `readings[i]` are the i-th text's, one a term space."""

    texts: Sequence[str]
    readings: Sequence[tuple[Reading, ...]]
    encoded: Encoded
    features: tuple[Features, ...]


class Tagger:
    """An opened model. Safe to share between threads; keeps nothing of what it reads."""

    def __init__(self, decisions: Decisions, transformer: Transformer, version: str) -> None:
        self._decisions = decisions
        self._transformer = transformer
        self.version = version

    @property
    def sameness(self) -> Sameness:
        """How this model's profiles are laid together into vectors."""
        return self._decisions.sameness

    def profile(self, texts: Sequence[str]) -> Profile:
        """What each text is about, as numbers: meaning, themes and category."""
        batch = self._read(texts)
        return Profile(
            meaning=batch.encoded.meaning,
            themes=self._confidences("themes", batch.features),
            category=self._confidences("category", batch.features),
        )

    def tag(self, texts: Sequence[str]) -> list[Tagging]:
        """Code each finding. A text without one known word is abstained on."""
        taggings: list[Tagging] = []
        for at in range(0, len(texts), BATCH):
            batch = self._read(texts[at : at + BATCH])
            category = self._confidences("category", batch.features)
            themes = self._confidences("themes", batch.features)
            depth = self._confidences("depth", batch.features)
            taggings.extend(
                self._tagging(batch, row, category[row], themes[row], depth[row])
                for row in range(len(batch.texts))
            )
        return taggings

    def tag_recommendations(self, texts: Sequence[str]) -> list[RecommendationTagging]:
        """Code each recommendation by kind and by whether it is SMART."""
        batch = self._read(texts)
        kinds = self._confidences("kind", batch.features)
        smart = self._confidences("smart", batch.features)
        taggings = []
        for row in range(len(texts)):
            ranked = _ranked(KEYS["kind"], kinds[row])
            taggings.append(
                RecommendationTagging(
                    kinds=ranked,
                    smart=_ranked(KEYS["smart"], smart[row])[0],
                    abstained=ranked[0].confidence < self._decisions.thresholds.kind,
                    evidence=self._evidence("kind", ranked[0].key, batch, row),
                )
            )
        return taggings

    def _tagging(
        self, batch: _Batch, row: int, category: Floats, themes: Floats, depth: Floats
    ) -> Tagging:
        thresholds = self._decisions.thresholds
        typology = _ranked(KEYS["category"], category)
        unread = not any(len(reading.columns) for reading in batch.readings[row])
        return Tagging(
            typology=typology,
            themes=assigned(_ranked(KEYS["themes"], themes), thresholds.theme),
            depth=_ranked(KEYS["depth"], depth)[0],
            abstained=unread or typology[0].confidence < thresholds.category,
            evidence=self._evidence("category", typology[0].key, batch, row),
        )

    def _read(self, texts: Sequence[str]) -> _Batch:
        spaces = self._decisions.spaces
        seen: list[Seen] = [{} for _ in spaces]
        readings = [
            tuple(space.read(text, known) for space, known in zip(spaces, seen, strict=True))
            for text in texts
        ]
        terms = hstack(
            [space.matrix([of[at] for of in readings]) for at, space in enumerate(spaces)]
        )
        encoded = self._transformer.read(texts)
        features = csr_array(terms.tocsr()), encoded.features, encoded.meaning
        return _Batch(texts, readings, encoded, features)

    def _confidences(self, name: Name, features: Sequence[Features]) -> Floats:
        return self._decisions.by_name[name].confidences(features)

    def _evidence(self, name: Name, key: str, batch: _Batch, row: int) -> tuple[Evidence, ...]:
        weights = self._against_others[name][KEYS[name].index(key)]
        return explain(batch.texts[row], key, self._decisions.spaces, batch.readings[row], weights)

    @cached_property
    def _against_others(self) -> dict[Name, NDArray[np.float32]]:
        """What speaks for each key: its weights less their mean over the other keys."""
        contrasts: dict[Name, NDArray[np.float32]] = {}
        for name in ("category", "kind"):
            weights = self._decisions.by_name[name].sources.heads[0].weights
            others = (weights.sum(0) - weights) / (len(weights) - 1)
            contrasts[name] = weights - others
        return contrasts


def load_tagger(folder: Path | None = None, *, threads: int | None = None) -> Tagger:
    """Open the model in `folder`, or the model shipped with the package.

    Raises ModelDamaged if a file is missing or altered.
    """
    artefact = open_artefact(folder)
    transformer = load_transformer(artefact, threads=threads)
    return Tagger(read_decisions(artefact), transformer, artefact.version)


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
