"""The tagger and the encoder, loaded once a process and only where they are used."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp.similarity import Encoder
    from nlp.tagging import Tagger


@cache
def tagger() -> Tagger:
    """The tagger in use; the first call reads it from disk."""
    from nlp.tagging import load_tagger  # noqa: PLC0415 - slow to load

    return load_tagger()


@cache
def encoder() -> Encoder:
    """The encoder in use; the first call reads it from disk."""
    from nlp.similarity import load_encoder  # noqa: PLC0415 - slow to load

    return load_encoder()
