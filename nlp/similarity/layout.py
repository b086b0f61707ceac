"""How a sameness vector is laid out, and how people's decisions enter one.

A vector is three parts end to end: meaning (348 numbers), themes (30), category (6). Where
people have decided on themes or category, their decision takes the place of what the tagger
heard, and weighs more, because it is surer. Nothing but arithmetic: no model is loaded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlp.corpus.codes import CATEGORIES, THEMES

LENGTH: Final = 384
MEANING: Final = LENGTH - len(THEMES) - len(CATEGORIES)
PARTS: Final = (slice(0, MEANING), slice(MEANING, LENGTH - len(CATEGORIES)), slice(-6, None))
SECOND_WEIGHT: Final = 0.5

# Beside meaning at 1; what the tagger hears weighs 0.2 and 0.1. Chosen on the tuning voices:
# docs/model-cards/tagger.md has the figures.
DECIDED_THEMES: Final = 0.3
DECIDED_CATEGORY: Final = 0.1

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decided:
    """What people, or the report itself, say of a finding. Empty: nobody has said."""

    themes: tuple[str, ...] = ()
    category: str | None = None
    second: str | None = None


def laid_out(meaning: Rows, themes: Rows, category: Rows, weights: Rows) -> NDArray[np.float32]:
    """Unit vectors (n, 384) from the three parts; `weights` (n, 2) of themes and category."""
    lengths = np.hstack([np.ones((len(weights), 1)), weights])
    shares = np.sqrt(lengths / lengths.sum(axis=1, keepdims=True))
    parts = [unit(part) for part in (meaning, themes, category)]
    return np.hstack([part * shares[:, [place]] for place, part in enumerate(parts)]).astype(
        np.float32
    )


def with_decisions(vectors: NDArray[np.float32], decided: Sequence[Decided]) -> NDArray[np.float32]:
    """The vectors (n, 384) with what is decided in place of what was heard.

    A finding of which nothing is decided keeps its vector. Raises ValueError for a theme or
    category that the model does not know.
    """
    rows = np.asarray(vectors, dtype=np.float64)
    meaning, themes, category = (rows[:, part].copy() for part in PARTS)
    base = np.maximum((meaning**2).sum(axis=1), 1e-9)
    weights = np.stack([(themes**2).sum(axis=1) / base, (category**2).sum(axis=1) / base], axis=1)
    for row, said in enumerate(decided):
        if said.themes:
            themes[row] = _membership(THEMES, dict.fromkeys(said.themes, 1.0))
            weights[row, 0] = DECIDED_THEMES
        if said.category:
            of = {said.category: 1.0} | ({said.second: SECOND_WEIGHT} if said.second else {})
            category[row] = _membership(CATEGORIES, of)
            weights[row, 1] = DECIDED_CATEGORY
    return laid_out(meaning, themes, category, weights)


def unit(rows: Rows) -> Rows:
    """Rows at length one; a row of noughts stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    of_one: Rows = rows / np.maximum(lengths, 1e-9)
    return of_one


def _membership(keys: Sequence[str], of: dict[str, float]) -> Rows:
    row = np.zeros(len(keys))
    for key, weight in of.items():
        if key not in keys:
            raise ValueError(f"no {key} among {', '.join(keys)}")
        row[keys.index(key)] = weight
    return row
