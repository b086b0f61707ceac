"""The tagger and the encoder, loaded once a process and only where they are used."""

from __future__ import annotations

from functools import cache

from nlp.similarity import Encoder, load_encoder
from nlp.tagging import Tagger, load_tagger


@cache
def tagger() -> Tagger:
    """The tagger in use; the first call reads it from disk."""
    return load_tagger()


@cache
def encoder() -> Encoder:
    """The encoder in use; the first call reads it from disk."""
    return load_encoder()
