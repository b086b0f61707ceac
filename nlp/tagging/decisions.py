"""The decisions the tagger takes, and how a trained set of them is stored."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from nlp.artefacts.store import Artefact, ModelDamaged
from nlp.corpus.codes import CATEGORIES, DEPTHS, RECOMMENDATION_KINDS, THEMES
from nlp.tagging.heads import Choice, Features, Floats, Head, Pool
from nlp.tagging.terms import TermSpace

Name = Literal["category", "themes", "depth", "kind", "smart"]
Source = Literal["terms", "encoder"]

SOURCES: Final[tuple[Source, ...]] = ("terms", "encoder")
KEYS: Final[Mapping[Name, tuple[str, ...]]] = {
    "category": CATEGORIES,
    "themes": THEMES,
    "depth": DEPTHS,
    "kind": RECOMMENDATION_KINDS,
    "smart": ("not_smart", "smart"),
}
CHOICES: Final[Mapping[Name, Choice]] = {
    "category": "one_of",
    "themes": "any_of",
    "depth": "one_of",
    "kind": "one_of",
    "smart": "one_of",
}
TERMS_FILE: Final = "terms.json"
NUMBERS_FILE: Final = "heads.npz"
SETTINGS_FILE: Final = "settings.json"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where an answer starts.

    Below `category` or `kind` the tagger abstains; a theme is assigned from `theme`
    upwards. `answered_right` is the share right on the tuning voices above `category`.
    """

    category: float
    kind: float
    theme: float
    answered_right: float


@dataclass(frozen=True)
class Sameness:
    """How much of a sameness vector is themes and category, beside meaning at 1.

    `projection` (348, 384) keeps the principal directions of meaning, which leaves the
    whole vector at 384 numbers.
    """

    projection: NDArray[np.float32]
    themes: float
    category: float


@dataclass(frozen=True)
class Decision:
    """One decision: a head a source, in the order of SOURCES, and their pool."""

    heads: tuple[Head, ...]
    pool: Pool

    def confidences(self, features: Sequence[Features]) -> Floats:
        """Confidence in each key from the sources' features, (n, k)."""
        scores = [head.scores(part) for head, part in zip(self.heads, features, strict=True)]
        return self.pool.confidences(scores)


@dataclass(frozen=True)
class Decisions:
    """Everything the tagger knows beyond the encoder."""

    spaces: tuple[TermSpace, ...]
    by_name: Mapping[Name, Decision]
    thresholds: Thresholds
    sameness: Sameness


def write_decisions(decisions: Decisions, folder: Path) -> None:
    """Write terms, numbers and settings as JSON and npz. Same decisions, same bytes."""
    numbers: dict[str, NDArray[Any]] = {"sameness/projection": decisions.sameness.projection}
    for at, space in enumerate(decisions.spaces):
        numbers[f"space{at}/idf"] = space.idf
    for name, decision in decisions.by_name.items():
        for source, head in zip(SOURCES, decision.heads, strict=True):
            # Half precision moves no confidence by more than a thousandth.
            kind = np.float16 if source == "terms" else np.float32
            numbers[f"{name}/{source}/weights"] = head.weights.astype(kind)
            numbers[f"{name}/{source}/bias"] = head.bias
    np.savez_compressed(folder / NUMBERS_FILE, allow_pickle=False, **numbers)
    spaces = [
        {"analyser": s.analyser, "shortest": s.shortest, "longest": s.longest, "terms": s.terms}
        for s in decisions.spaces
    ]
    settings = {
        "pools": {name: asdict(d.pool) for name, d in decisions.by_name.items()},
        "thresholds": asdict(decisions.thresholds),
        "sameness": {
            "themes": decisions.sameness.themes,
            "category": decisions.sameness.category,
        },
        "keys": {name: KEYS[name] for name in decisions.by_name},
    }
    _write_json(folder / TERMS_FILE, {"spaces": spaces}, indent=None)
    _write_json(folder / SETTINGS_FILE, settings, indent=2)


def read_decisions(artefact: Artefact) -> Decisions:
    """The decisions of an opened model. Raises ModelDamaged if their keys are not ours."""
    numbers = artefact.arrays(NUMBERS_FILE)
    settings = artefact.json(SETTINGS_FILE)
    spaces = tuple(
        TermSpace(
            analyser=stored["analyser"],
            shortest=stored["shortest"],
            longest=stored["longest"],
            terms=tuple(stored["terms"]),
            idf=numbers[f"space{at}/idf"],
        )
        for at, stored in enumerate(artefact.json(TERMS_FILE)["spaces"])
    )
    by_name: dict[Name, Decision] = {}
    for name, keys in KEYS.items():
        if name not in settings["keys"]:
            continue
        if tuple(settings["keys"][name]) != keys:
            raise ModelDamaged(f"{artefact.folder}: trained for other {name} keys")
        heads = tuple(_read_head(numbers, name, source) for source in SOURCES)
        pool = settings["pools"][name]
        by_name[name] = Decision(heads, Pool(CHOICES[name], tuple(pool["weights"]), pool["bias"]))
    sameness = Sameness(numbers["sameness/projection"], **settings["sameness"])
    return Decisions(spaces, by_name, Thresholds(**settings["thresholds"]), sameness)


def _read_head(numbers: Mapping[str, NDArray[Any]], name: Name, source: Source) -> Head:
    return Head(
        CHOICES[name],
        numbers[f"{name}/{source}/weights"].astype(np.float32),
        numbers[f"{name}/{source}/bias"],
    )


def _write_json(path: Path, content: Mapping[str, Any], *, indent: int | None) -> None:
    text = json.dumps(content, indent=indent, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
