"""Our identifier engine beside Presidio's analyzer: the same texts, the same run, one core.

Run: python scripts/bench/presidio.py --peer PATH_OF_PYTHON [--rounds 3]
``PATH_OF_PYTHON`` belongs to an environment of its own with ``presidio-analyzer`` (it would pull
other releases of what this project locks). Without a trained spaCy pipeline in that environment
Presidio has no name recogniser, so the comparison is of the types that both find by pattern;
ours looks for all of its types all the same. Prints one JSON object.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final

SHARED: Final = {
    "EMAIL": ("EmailRecognizer", "EMAIL_ADDRESS"),
    "URL": ("UrlRecognizer", "URL"),
    "PHONE": ("PhoneRecognizer", "PHONE_NUMBER"),
    "NHS_NUMBER": ("NhsRecognizer", "UK_NHS"),
    "NINO": ("UkNinoRecognizer", "UK_NINO"),
    "POSTCODE": ("UkPostcodeRecognizer", "UK_POSTCODE"),
    "VEHICLE_REG": ("UkVehicleRegistrationRecognizer", "UK_VEHICLE_REGISTRATION"),
}
"""Our type → Presidio's recogniser and its type."""

Spans = list[list[tuple[str, int, int]]]


def _peer(texts: list[str], rounds: int) -> tuple[Spans, float]:
    """In the other environment: Presidio's spans and its best time in seconds."""
    presidio = importlib.import_module("presidio_analyzer")
    known = importlib.import_module("presidio_analyzer.predefined_recognizers")
    engines = importlib.import_module("presidio_analyzer.nlp_engine")
    spacy = importlib.import_module("spacy")
    engine: Any = engines.SpacyNlpEngine(models=[{"lang_code": "en", "model_name": "blank"}])
    engine.nlp = {"en": spacy.blank("en")}
    registry = presidio.RecognizerRegistry()
    for recogniser, _ in SHARED.values():
        made = getattr(known, recogniser)
        regions = {"supported_regions": ("GB",)} if recogniser == "PhoneRecognizer" else {}
        registry.add_recognizer(made(**regions))
    analyzer = presidio.AnalyzerEngine(
        registry=registry, nlp_engine=engine, supported_languages=["en"]
    )
    ours = {theirs: name for name, (_, theirs) in SHARED.items()}
    analyzer.analyze(texts[0], language="en")
    best, spans = float("inf"), []
    for _ in range(rounds):
        started = time.perf_counter()
        found = [analyzer.analyze(text, language="en") for text in texts]
        best = min(best, time.perf_counter() - started)
        spans = [[(ours.get(r.entity_type, "?"), r.start, r.end) for r in each] for each in found]
    return spans, best


def _our_own(documents: list[Any], rounds: int) -> tuple[Spans, float]:
    """Our spans of every type, and our best time in seconds."""
    from nlp.identifiers import scan  # noqa: PLC0415 - not there in the other environment

    scan(documents[0])
    best, spans = float("inf"), []
    for _ in range(rounds):
        started = time.perf_counter()
        found = [scan(document) for document in documents]
        best = min(best, time.perf_counter() - started)
        spans = [[(str(hit.type), hit.start, hit.end) for hit in hits] for hits in found]
    return spans, best


def _caught(marks: list[Any], spans: list[tuple[str, int, int]]) -> Counter[tuple[str, bool]]:
    """Mentions of the shared types, by whether one span covers them."""
    return Counter(
        (str(mark.type), any(s <= mark.start and mark.end <= e for _, s, e in spans))
        for mark in marks
        if str(mark.type) in SHARED
    )


def _recall(all_marks: list[list[Any]], spans: Spans) -> dict[str, str]:
    counted: Counter[tuple[str, bool]] = Counter()
    for marks, found in zip(all_marks, spans, strict=True):
        counted += _caught(marks, found)
    return {
        name: f"{counted[name, True]}/{counted[name, True] + counted[name, False]}"
        for name in SHARED
    } | {"all": f"{sum(n for (_, caught), n in counted.items() if caught)}/{sum(counted.values())}"}


def main() -> int:
    """Compare on every marked document of the corpus of identifiers."""
    parser = argparse.ArgumentParser(description="Compare with Presidio's analyzer.")
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--as-peer", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    if chosen.as_peer:
        spans, best = _peer(json.load(sys.stdin), chosen.rounds)
        json.dump({"spans": spans, "seconds": best}, sys.stdout)
        return 0
    from nlp.evaluation.identifiers import HELD_OUT, as_document  # noqa: PLC0415
    from nlp.identifiers.marked import read_raw  # noqa: PLC0415

    pairs = [
        as_document(name, body)
        for part in ("development", "held_out")
        for path in sorted((HELD_OUT.parent / part).glob("*.txt"))
        for name, _, body in read_raw(path)
    ]
    texts, marks = [d.text for d, _ in pairs], [list(m) for _, m in pairs]
    words = sum(len(text.split()) for text in texts)
    answer = subprocess.run(
        [str(chosen.peer), __file__, "--as-peer", "--rounds", str(chosen.rounds)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    peer = json.loads(answer.stdout)
    spans, seconds = _our_own([d for d, _ in pairs], chosen.rounds)
    result = {
        "documents": len(texts),
        "words": words,
        "ours": {"words_a_second": round(words / seconds), "recall": _recall(marks, spans)},
        "presidio": {
            "words_a_second": round(words / peer["seconds"]),
            "recall": _recall(marks, peer["spans"]),
        },
        "times_as_fast": round(peer["seconds"] / seconds, 1),
    }
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
