"""How far two careful readers agree: ``python -m nlp.evaluation.agreement``.

The second reader coded a sample of every voice in proportion, from the codebook alone and
without seeing the author's codes. This is the ceiling of what the figures of the tagger can mean.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score

from nlp.corpus.loader import CORPUS_FOLDER, load_findings
from nlp.corpus.model import CodedFinding
from nlp.evaluation.intervals import bootstrap

FOLDER: Final = CORPUS_FOLDER / "second_reading"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the second reader made of one finding."""

    id: str
    category: str
    second_category: str | None
    themes: tuple[str, ...]
    depth: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Shares from 0 to 1, each with a 95% bootstrap interval over findings.

    ``category_kappa`` and ``depth_kappa`` are Cohen's (1960), without intervals; ``by_category``
    is the kappa of each category against all others. ``themes`` is the F1 of one reader's
    themes against the other's, the same whichever is taken for true.
    """

    findings: int
    category: dict[str, float]
    category_kappa: float
    by_category: dict[str, float]
    either: dict[str, float]
    depth: dict[str, float]
    depth_kappa: float
    themes: dict[str, float]
    supervision: dict[str, float]


def load_readings(folder: Path = FOLDER) -> list[Reading]:
    """Every second reading, file by file in name order."""
    return [
        Reading(row["id"], row["label"], row["second_label"], tuple(row["themes"]), row["depth"])
        for path in sorted(folder.glob("*.jsonl"))
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def agree(findings: Mapping[str, CodedFinding], readings: Sequence[Reading]) -> Agreement:
    """Agreement of each reading with the author's codes of the same finding.

    ``either`` counts a category that the other reader gave first or second. Raises KeyError for
    a reading of no known finding.
    """
    pairs = [(findings[reading.id], reading) for reading in readings]
    first = [coded.category for coded, _ in pairs]
    second = [reading.category for _, reading in pairs]
    depths = [coded.depth for coded, _ in pairs], [reading.depth for _, reading in pairs]
    same = np.array(first) == np.array(second)
    named = [
        reading.category in {coded.category, coded.second_category}
        or coded.category == reading.second_category
        for coded, reading in pairs
    ]
    return Agreement(
        findings=len(pairs),
        category=_share(same),
        category_kappa=_kappa(first, second),
        by_category={
            key: _kappa([each == key for each in first], [each == key for each in second])
            for key in sorted(set(first))
        },
        either=_share(np.array(named)),
        depth=_share(np.array(depths[0]) == np.array(depths[1])),
        depth_kappa=_kappa(*depths),
        themes=_f1([(set(coded.themes), set(reading.themes)) for coded, reading in pairs]),
        supervision=_f1(
            [
                (set(coded.themes) & {"supervision"}, set(reading.themes) & {"supervision"})
                for coded, reading in pairs
            ]
        ),
    )


def _share(same: NDArray[np.bool_]) -> dict[str, float]:
    return bootstrap(lambda rows: float(same[rows].mean()), len(same)).rounded()


def _kappa(first: Sequence[Any], second: Sequence[Any]) -> float:
    # With one key between them there is nothing to disagree about, nor any chance to take off.
    if len({*first, *second}) == 1:
        return 1.0
    return round(float(cohen_kappa_score(list(first), list(second))), 3)


def _f1(pairs: Sequence[tuple[set[str], set[str]]]) -> dict[str, float]:
    shared = np.array([len(one & other) for one, other in pairs])
    given = np.array([len(one) + len(other) for one, other in pairs])

    def score(rows: NDArray[np.intp]) -> float:
        total = given[rows].sum()
        return float(2 * shared[rows].sum() / total) if total else 0.0

    return bootstrap(score, len(pairs)).rounded()


def main() -> None:
    """Print the agreement as JSON."""
    findings = {finding.id: finding for finding in load_findings()}
    print(json.dumps(asdict(agree(findings, load_readings())), indent=1))


if __name__ == "__main__":
    main()
