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
from nlp.tagging.precedent import STEPS, Memory, Precedent
from nlp.tagging.terms import TermSpace

Name = Literal["category", "themes", "depth", "kind", "smart"]
Source = Literal["terms", "encoder", "precedent"]

SOURCES: Final[tuple[Source, ...]] = ("terms", "encoder", "precedent")
LEARNED: Final[tuple[Source, ...]] = ("terms", "encoder")
PRECEDED: Final[frozenset[Name]] = frozenset({"themes"})
"""Decisions in which what was said of like findings counts. On the tuning voices it raised
themes for both authors; the category rose for one and fell for the other; depth stood still."""
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
class Sources:
    """Who is heard in one decision: a head for each learned source, and precedent if any."""

    heads: tuple[Head, ...]
    precedent: Precedent | None

    def scores(self, features: Sequence[Features]) -> list[Floats]:
        """What each source of this decision says, in the order of SOURCES, (n, k) each."""
        said = [head.scores(part) for head, part in zip(self.heads, features, strict=False)]
        if self.precedent is not None:
            said.append(self.precedent.scores(features[SOURCES.index("precedent")]))
        return said


@dataclass(frozen=True)
class Decision:
    """One decision: its sources and the pool of what they say."""

    sources: Sources
    pool: Pool

    def confidences(self, features: Sequence[Features]) -> Floats:
        """Confidence in each key from the features of every source, (n, k)."""
        return self.pool.confidences(self.sources.scores(features))


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
        for source, head in zip(LEARNED, decision.sources.heads, strict=True):
            numbers |= (
                _in_steps(f"{name}/{source}", head)
                if source == "terms"
                else {f"{name}/{source}/weights": head.weights}
            )
            numbers[f"{name}/{source}/bias"] = head.bias
        if (precedent := decision.sources.precedent) is not None:
            numbers["memory"] = precedent.memory.steps
            numbers[f"{name}/precedent/rows"] = precedent.rows
            numbers[f"{name}/precedent/codes"] = precedent.codes.astype(np.float16)
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
    memory = Memory(numbers["memory"]) if "memory" in numbers else None
    for name, keys in KEYS.items():
        if name not in settings["keys"]:
            continue
        if tuple(settings["keys"][name]) != keys:
            raise ModelDamaged(f"{artefact.folder}: trained for other {name} keys")
        heads = tuple(_read_head(numbers, name, source) for source in LEARNED)
        pool = settings["pools"][name]
        by_name[name] = Decision(
            Sources(heads, _read_precedent(numbers, name, memory)),
            Pool(CHOICES[name], tuple(pool["weights"]), pool["bias"]),
        )
    sameness = Sameness(numbers["sameness/projection"], **settings["sameness"])
    return Decisions(spaces, by_name, Thresholds(**settings["thresholds"]), sameness)


def _read_head(numbers: Mapping[str, NDArray[Any]], name: Name, source: Source) -> Head:
    weights = numbers[f"{name}/{source}/weights"].astype(np.float32)
    # Models written before weights were kept in steps have none.
    step = numbers.get(f"{name}/{source}/step")
    return Head(
        CHOICES[name],
        weights if step is None else weights * step[:, None],
        numbers[f"{name}/{source}/bias"],
    )


def _read_precedent(
    numbers: Mapping[str, NDArray[Any]], name: Name, memory: Memory | None
) -> Precedent | None:
    codes = numbers.get(f"{name}/precedent/codes")
    if memory is None or codes is None:
        return None
    return Precedent(
        CHOICES[name], memory, numbers[f"{name}/precedent/rows"], codes.astype(np.float32)
    )


def _in_steps(at: str, head: Head) -> dict[str, NDArray[Any]]:
    """Weights in 127 steps either way, and the size of each key's step."""
    step = np.maximum(np.abs(head.weights).max(1) / STEPS, np.finfo(np.float32).tiny)
    return {
        f"{at}/weights": np.rint(head.weights / step[:, None]).astype(np.int8),
        f"{at}/step": step.astype(np.float32),
    }


def _write_json(path: Path, content: Mapping[str, Any], *, indent: int | None) -> None:
    text = json.dumps(content, indent=indent, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
