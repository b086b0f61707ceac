"""Texts as vectors whose cosine says how surely two findings state the same issue.

A vector is three parts laid end to end: what the text means to the tuned transformer
(348 numbers, its principal directions over the corpus), which themes the tagger hears
in it (30) and which category (6). The cosine of two vectors is thus a weighted mean of
three agreements, and an ordinary vector index ranks by all of them at once.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.similarity.layout import Decided, laid_out, with_decisions
from nlp.tagging.decisions import Sameness
from nlp.tagging.tagger import Profile, Tagger, load_tagger


class Encoder:
    """Makes the vectors of a tagger's model. Safe to share between threads."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    @property
    def version(self) -> str:
        """The model's version: vectors of different versions must not be compared."""
        return self._tagger.version

    def encode(
        self, texts: Sequence[str], decided: Sequence[Decided] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors, float32 (n, 384), in the order of `texts`.

        `decided` says of each text what people have settled about it.
        """
        vectors = laid_together(self._tagger.profile(texts), self._tagger.sameness)
        return vectors if decided is None else with_decisions(vectors, decided)


def load_encoder(folder: Path | None = None, *, threads: int | None = None) -> Encoder:
    """Open the encoder of a model folder, or of the model shipped with the package.

    `threads` defaults to the processors this process may use. Raises ModelDamaged.
    """
    return Encoder(load_tagger(folder, threads=threads))


def laid_together(profile: Profile, sameness: Sameness) -> NDArray[np.float32]:
    """The three parts of every profile as the tagger hears them, weighted as it was trained."""
    meaning = np.asarray(profile.meaning @ sameness.projection.T, dtype=np.float64)
    weights = np.tile([sameness.themes, sameness.category], (len(meaning), 1))
    return laid_out(meaning, np.asarray(profile.themes), np.asarray(profile.category), weights)
