"""Measure on the held-out voices: ablation, learning curve and the shipped model, as JSON."""

import argparse
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from nlp.artefacts.store import SHIPPED_FOLDER, seal
from nlp.artefacts.transformer import Transformer, load_transformer
from nlp.corpus.loader import load_findings, load_recommendations
from nlp.corpus.model import CodedFinding, Part
from nlp.evaluation.comparison import frozen_gold
from nlp.evaluation.intervals import bootstrap
from nlp.evaluation.report import evaluate
from nlp.evaluation.tagging import macro_f1
from nlp.tagging.decisions import KEYS
from nlp.tagging.examples import Example, as_examples, finding_material
from nlp.tagging.fitting import fit_head, fit_term_spaces, shares
from nlp.tagging.heads import Floats
from nlp.tagging.tagger import load_tagger
from nlp.tagging.terms import TermSpace, term_features
from nlp.tagging.training import STRENGTHS, fit_sources, tuned_on_dev

SIZES = (250, 500, 1000, 2000, 4000, 8000)
SEED = 20170301
MEASURED = Path(str(files("nlp.evaluation"))) / "measured.json"


def scored(confidences: Floats, truth: Floats) -> dict[str, float]:
    """Category macro-F1 with its interval."""
    keys = KEYS["category"]
    given = [keys[at] for at in confidences.argmax(1)]
    true = [keys[at] for at in truth.argmax(1)]
    return bootstrap(
        lambda rows: macro_f1([given[r] for r in rows], [true[r] for r in rows]), len(true)
    ).rounded()


def ablation(
    findings: Sequence[CodedFinding], encoders: dict[str, Transformer]
) -> dict[str, dict[str, float]]:
    """Each source alone and the sources together, fitted on training and tuning voices.

    Encoders are those that never read the tuning voices, so that all rows compare.
    """
    known = as_examples(f for f in findings if f.part is not Part.TEST)
    held = as_examples(f for f in findings if f.part is Part.TEST)
    spaces = fit_term_spaces([example.text for example in known])
    results = {}
    for label, encoder in encoders.items():
        read = finding_material(known, spaces, encoder)["category"]
        asked = finding_material(held, spaces, encoder)["category"]
        sources = fit_sources("category", read)
        scores = sources.scores(asked.features)
        pools, _ = tuned_on_dev(findings, encoder)
        truth = asked.truth["category"]
        results["linear"] = scored(scores[0], truth)
        results[f"{label} alone"] = scored(scores[1], truth)
        results[f"linear and {label}"] = scored(pools["category"].confidences(scores), truth)
    return results


def learning_curve(findings: Sequence[CodedFinding]) -> list[dict[str, float]]:
    """The linear model on growing numbers of findings, whole voices at a time."""
    known = [f for f in findings if f.part is not Part.TEST]
    held = as_examples(f for f in findings if f.part is Part.TEST)
    voices = sorted({(f.file, f.voice) for f in known})
    np.random.default_rng(SEED).shuffle(voices)
    place = {tuple(voice): at for at, voice in enumerate(voices)}
    ordered = sorted(known, key=lambda f: place[f.file, f.voice])
    sizes = [size for size in SIZES if size < len(ordered)] + [len(ordered)]
    curve = []
    for size in sizes:
        examples = as_examples(ordered[:size])
        spaces = fit_term_spaces([example.text for example in examples])
        read = finding_terms(examples, spaces)
        head = fit_head("one_of", read[0], read[1], strength=STRENGTHS["category", "terms"])
        asked = finding_terms(held, spaces)
        curve.append({"findings": size} | scored(head.scores(asked[0]), asked[1]))
    return curve


def finding_terms(
    examples: Sequence[Example], spaces: Sequence[TermSpace]
) -> tuple[csr_array, Floats]:
    """Sparse terms and category targets of the examples."""
    truth = shares(
        KEYS["category"],
        [e.category or "" for e in examples],
        [e.second_category for e in examples],
    )
    return term_features(spaces, [e.text for e in examples]), truth


def recommendations(folder: Path) -> dict[str, dict[str, float]]:
    """Kind and SMART on the held-out voices; SMART also where length says nothing."""
    held = [coded for coded in load_recommendations() if coded.part is Part.TEST]
    taggings = load_tagger(folder).tag_recommendations([coded.text for coded in held])
    kind, true = [t.kinds[0].key for t in taggings], [coded.kind for coded in held]
    smart = np.array(
        [(t.smart.key == "smart") == c.smart for t, c in zip(taggings, held, strict=True)]
    )
    words = np.array([len(coded.text.split()) for coded in held])
    long = words > np.median(words)
    odd = np.array([coded.smart for coded in held]) != long
    kinds = np.array([a == b for a, b in zip(kind, true, strict=True)])
    return {
        "kind_accuracy": share(kinds),
        "smart_accuracy": share(smart),
        "smart_accuracy_where_length_misleads": share(smart[odd]),
    }


def share(hits: NDArray[np.bool_]) -> dict[str, float]:
    """Share of hits with its interval."""
    return bootstrap(lambda rows: float(hits[rows].mean()), len(hits)).rounded()


def store_errors(report: dict[str, Any]) -> None:
    """Keep figures and counts of right and wrong where the service shows and uses them."""
    confusion = report.pop("confusion")
    stored = {
        "model": report["model"],
        "measured_on": f"{report['n']} findings of two held-out authors",
        "figures": report,
        "confusion": confusion,
    }
    MEASURED.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Measure once and write the JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--stock", type=Path, required=True)
    parser.add_argument("--tuned", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=SHIPPED_FOLDER)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    findings = load_findings()
    figures = {
        "shipped": evaluate(load_tagger(arguments.model), frozen_gold()),
        "recommendations": recommendations(arguments.model),
        "ablation": ablation(
            findings,
            {
                "frozen": load_transformer(seal(arguments.stock)),
                "fine-tuned": load_transformer(seal(arguments.tuned)),
            },
        ),
        "learning_curve_linear": learning_curve(findings),
    }
    store_errors(figures["shipped"])
    arguments.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
