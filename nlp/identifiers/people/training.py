"""Trains the name model: ``python -m nlp.identifiers.people.training [--clean FILE…]``.

Reads the marked passages of ``nlp/corpus/identifiers/training`` (one file a voice), leaves each
voice out in turn to measure, then fits on all of them and writes the weights. ``--clean`` adds
JSON lines with a ``text`` that names nobody, as further prose without names.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlp.identifiers.folding import fold
from nlp.identifiers.marked import Passage, read_passages
from nlp.identifiers.model import IdentifierType
from nlp.identifiers.people.features import candidates, features, habits
from nlp.identifiers.people.model import LABELS, NameModel, save
from nlp.identifiers.people.variation import vary
from nlp.identifiers.people.words import KIN, RANKS, TITLES
from nlp.identifiers.tokens import Token, tokenise

PASSAGES = Path(__file__).parents[2] / "corpus" / "identifiers" / "training"
VARIANTS = 6
RAREST = 2
STRENGTH = 0.6
VERSION = "names-1"

Row = tuple[list[str], int]


def _label(token: Token, start: int, passage: Passage) -> int:
    for mark in passage.marks:
        if mark.start <= start < mark.end:
            if mark.type == IdentifierType.PERSON:
                return 0 if token.key in TITLES | RANKS | KIN else 1
            return 2 if mark.type == IdentifierType.PLACE else 0
    return 0


def rows_of(passage: Passage) -> list[Row]:
    """Features and label of every candidate word of ``passage``."""
    folded = fold(passage.text)
    tokens = tokenise(folded.text)
    habit = habits(tokens)
    return [
        (
            features(tokens, position, habit),
            _label(tokens[position], folded.starts[tokens[position].start], passage),
        )
        for position in candidates(tokens)
    ]


def _matrix(rows: Sequence[Row], index: dict[str, int]) -> csr_matrix:
    indices: list[int] = []
    pointers = [0]
    for found, _ in rows:
        indices.extend(sorted({index[f] for f in found if f in index}))
        pointers.append(len(indices))
    data = np.ones(len(indices), dtype=np.float32)
    return csr_matrix((data, indices, pointers), shape=(len(rows), len(index)))


def fit(rows: Sequence[Row]) -> NameModel:
    """Fit the classifier on ``rows``, leaving out features seen only once."""
    counts = Counter(f for found, _ in rows for f in found)
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= RAREST))}
    labels = np.array([label for _, label in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=400, solver="lbfgs")
    model.fit(_matrix(rows, index), labels)
    weights: NDArray[np.float32] = np.zeros((len(index), len(LABELS)), dtype=np.float32)
    weights[:, model.classes_] = model.coef_.T
    weights[index["bias"], model.classes_] += model.intercept_
    return NameModel(index, weights, VERSION)


def varied(passages: Iterable[Passage], variants: int = VARIANTS) -> list[Row]:
    """Rows of each passage as written and with ``variants`` other casts of people."""
    rows: list[Row] = []
    for passage in passages:
        rows.extend(rows_of(passage))
        for seed in range(variants):
            rows.extend(rows_of(vary(passage, seed)))
    return rows


def _clean_rows(paths: Sequence[Path]) -> list[Row]:
    rows: list[Row] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            rows.extend(rows_of(Passage(path.stem, text, ())))
    return rows


def _measure(model: NameModel, rows: Sequence[Row]) -> tuple[int, int, int]:
    found = model.weights[:, :]
    right = wrong = missed = 0
    for names, label in rows:
        scores = found[[model.index[f] for f in names if f in model.index]].sum(axis=0)
        said = int(scores.argmax())
        right += said == 1 and label == 1
        wrong += said == 1 and label != 1
        missed += said != 1 and label == 1
    return right, wrong, missed


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure by leaving voices out, then train on everything and save."""
    parser = argparse.ArgumentParser(description="Train the name model.")
    parser.add_argument(
        "--clean", type=Path, nargs="*", default=[], help="JSON lines that name nobody"
    )
    parser.add_argument("--measure", action="store_true", help="leave each voice out in turn")
    chosen = parser.parse_args(arguments)
    voices = {path.stem: list(read_passages(path)) for path in sorted(PASSAGES.glob("*.txt"))}
    clean = _clean_rows(chosen.clean)
    write = sys.stdout.write
    if chosen.measure:
        for voice, held_out in voices.items():
            others = [p for name, kept in voices.items() if name != voice for p in kept]
            model = fit([*varied(others, 3), *clean])
            right, wrong, missed = _measure(model, [r for p in held_out for r in rows_of(p)])
            write(f"{voice}: {right} right, {wrong} wrong, {missed} missed\n")
    model = fit([*varied(p for kept in voices.values() for p in kept), *clean])
    save(model)
    write(f"{model.version}: {len(model.index)} features\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
