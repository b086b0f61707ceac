"""Coded texts on their way into training: which codes each has, and what heads see of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nlp.artefacts.transformer import Transformer
from nlp.corpus.model import CodedFinding, CodedRecommendation
from nlp.tagging.decisions import KEYS, SOURCES, Name
from nlp.tagging.fitting import membership, shares
from nlp.tagging.heads import Features, Floats
from nlp.tagging.precedent import Memory
from nlp.tagging.terms import TermSpace, term_features


@dataclass(frozen=True, slots=True)
class Example:
    """A finding and those of its codes that somebody has settled; None is not settled."""

    text: str
    category: str | None = None
    second_category: str | None = None
    themes: tuple[str, ...] | None = None
    depth: str | None = None


@dataclass(frozen=True)
class Material:
    """Texts as the sources see them, and the target shares (n, k) of one or more decisions.

    `places` (n,) are the texts' places in the memory of all that were read together.
    """

    features: tuple[Features, ...]
    truth: Mapping[Name, Floats]
    places: NDArray[np.intp]
    memory: Memory

    def rows(self, rows: NDArray[np.bool_]) -> "Material":
        """The texts where the mask holds."""
        return Material(
            tuple(part[rows] for part in self.features),
            {name: truth[rows] for name, truth in self.truth.items()},
            self.places[rows],
            self.memory,
        )


def as_examples(findings: Iterable[CodedFinding]) -> list[Example]:
    """The corpus's findings with all their codes."""
    return [Example(f.text, f.category, f.second_category, f.themes, f.depth) for f in findings]


def finding_material(
    examples: Sequence[Example], spaces: Sequence[TermSpace], transformer: Transformer
) -> dict[Name, Material]:
    """For each decision about findings, the examples whose code for it is settled."""
    texts = [example.text for example in examples]
    whole = _material(read_features(spaces, transformer, texts), {})
    found: dict[Name, Material] = {}
    settled_by_name: dict[Name, NDArray[np.bool_]] = {
        "category": np.array([example.category is not None for example in examples]),
        "themes": np.array([example.themes is not None for example in examples]),
        "depth": np.array([example.depth is not None for example in examples]),
    }
    for name, mask in settled_by_name.items():
        settled = [example for example, kept in zip(examples, mask, strict=True) if kept]
        found[name] = replace(whole.rows(mask), truth={name: _truth(name, settled)})
    return found


def recommendation_material(
    recommendations: Sequence[CodedRecommendation],
    spaces: Sequence[TermSpace],
    transformer: Transformer,
) -> dict[Name, Material]:
    """The recommendations with their targets of kind (a quarter on a second) and SMART."""
    features = read_features(spaces, transformer, [coded.text for coded in recommendations])
    kind = shares(
        KEYS["kind"],
        [coded.kind for coded in recommendations],
        [coded.second_kind for coded in recommendations],
    )
    smart = shares(
        KEYS["smart"], ["smart" if coded.smart else "not_smart" for coded in recommendations]
    )
    return {
        "kind": _material(features, {"kind": kind}),
        "smart": _material(features, {"smart": smart}),
    }


def read_features(
    spaces: Sequence[TermSpace], transformer: Transformer, texts: Sequence[str]
) -> tuple[Features, ...]:
    """Each source's features of the texts: sparse terms, features and meaning (n, 384)."""
    encoded = transformer.read(texts)
    return term_features(spaces, texts), encoded.features, encoded.meaning


def _material(features: tuple[Features, ...], truth: Mapping[Name, Floats]) -> Material:
    meaning = np.asarray(features[SOURCES.index("precedent")])
    return Material(features, truth, np.arange(len(meaning)), Memory.of(meaning))


def _truth(name: Name, examples: Sequence[Example]) -> Floats:
    if name == "themes":
        return membership(KEYS["themes"], [example.themes or () for example in examples])
    if name == "depth":
        return shares(KEYS["depth"], [example.depth or "" for example in examples])
    return shares(
        KEYS["category"],
        [example.category or "" for example in examples],
        [example.second_category for example in examples],
    )
