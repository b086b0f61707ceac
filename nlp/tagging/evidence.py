"""Which words of a text moved a linear decision."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlp.tagging.model import Evidence
from nlp.tagging.terms import WORD, Reading, TermSpace

MOST_PHRASES: Final = 3
LEAST_SHARE: Final = 0.04


def explain(
    text: str,
    key: str,
    spaces: Sequence[TermSpace],
    readings: Sequence[Reading],
    weights: NDArray[np.float32],
) -> tuple[Evidence, ...]:
    """The phrases of `text` that spoke loudest for `key`, loudest first.

    `readings` are the text's, one a space. `weights` (sum of the spaces' widths) are the
    head's for `key` less their mean over the other keys. Each n-gram's part in the decision
    is laid on the characters it covers; words are then summed and neighbours joined. Empty
    when nothing spoke for it.
    """
    laid = _laid_on_characters(text, spaces, readings, weights)
    words = [(match.start(), match.end()) for match in WORD.finditer(text)]
    heard = [float(laid[start:end].sum()) for start, end in words]
    total = sum(weight for weight in heard if weight > 0)
    if total <= 0:
        return ()
    phrases = [
        Evidence(key, text[start:end], start, end, round(weight / total, 3))
        for start, end, weight in _joined(words, heard, least=LEAST_SHARE * total)
    ]
    return tuple(sorted(phrases, key=lambda phrase: -phrase.weight)[:MOST_PHRASES])


def _laid_on_characters(
    text: str,
    spaces: Sequence[TermSpace],
    readings: Sequence[Reading],
    weights: NDArray[np.float32],
) -> NDArray[np.float64]:
    steps = np.zeros(len(text) + 1)
    offset = 0
    for space, reading in zip(spaces, readings, strict=True):
        weighed = space.weigh(reading)
        per_term = weighed.weights * weights[offset + weighed.columns] / weighed.counts
        spread = per_term[weighed.places] / np.maximum(reading.ends - reading.starts, 1)
        np.add.at(steps, reading.starts, spread)
        np.add.at(steps, reading.ends, -spread)
        offset += len(space.terms)
    return np.asarray(np.cumsum(steps)[:-1])


def _joined(
    words: Sequence[tuple[int, int]], heard: Sequence[float], *, least: float
) -> Iterator[tuple[int, int, float]]:
    """Runs of adjacent words that each speak at least `least`: (start, end, weight)."""
    run: tuple[int, int, float] | None = None
    for (start, end), weight in zip(words, heard, strict=True):
        if weight < least:
            if run:
                yield run
            run = None
        else:
            run = (run[0], end, run[2] + weight) if run else (start, end, weight)
    if run:
        yield run
