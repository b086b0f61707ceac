"""Learn from people's decisions in minutes: new heads on the transformer as it stands."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.artefacts.store import open_artefact, seal
from nlp.artefacts.transformer import MODEL_FILE, TOKENIZER_FILE, load_transformer
from nlp.corpus.codes import CATEGORIES, DEPTHS, THEMES
from nlp.corpus.loader import load_findings, load_recommendations
from nlp.corpus.model import Part
from nlp.tagging.decisions import read_decisions, write_decisions
from nlp.tagging.examples import Example, as_examples
from nlp.tagging.training import fit_decisions


class DecisionRefused(Exception):
    """A decision codes a finding with a key that the model has no place for."""


@dataclass(frozen=True, slots=True)
class Retrained:
    """A candidate model: where it lies, its version, and what it was made from."""

    folder: Path
    version: str
    base_version: str
    decisions: int


def retrain(decisions: Sequence[Example], out: Path, *, base: Path | None = None) -> Retrained:
    """Fit new heads on the corpus and on `decisions`, and seal them as a whole model in `out`.

    The transformer, the pools, the thresholds and the layout of the sameness vector are
    those of `base` (the shipped model by default): people's decisions are too few to move
    them, and a pool fitted on texts its heads have read would flatter itself. Meaning thus
    keeps its numbers, and groups their threshold. Held-out voices stay held out.
    Deterministic.

    Raises DecisionRefused for a key outside the codebook, ModelDamaged for a bad base.
    """
    _check(decisions)
    artefact = open_artefact(base)
    current = read_decisions(artefact)
    corpus = [finding for finding in load_findings() if finding.part is not Part.TEST]
    fitted = fit_decisions(
        [*as_examples(corpus), *decisions],
        load_recommendations(),
        load_transformer(artefact),
        pools={name: decision.pool for name, decision in current.by_name.items()},
        thresholds=current.thresholds,
        sameness=current.sameness,
    )
    out.mkdir(parents=True, exist_ok=True)
    for name in (MODEL_FILE, TOKENIZER_FILE):
        shutil.copy(artefact.path(name), out / name)
    write_decisions(fitted, out)
    return Retrained(out, seal(out).version, artefact.version, len(decisions))


def _check(decisions: Sequence[Example]) -> None:
    for decision in decisions:
        for key, known in (
            (decision.category, CATEGORIES),
            (decision.second_category, CATEGORIES),
            (decision.depth, DEPTHS),
            *((theme, THEMES) for theme in decision.themes or ()),
        ):
            if key is not None and key not in known:
                raise DecisionRefused(f"no key {key} in the codebook")
