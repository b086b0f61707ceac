"""Read the committed corpus, with every voice in its part."""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from nlp.corpus.model import CodedFinding, CodedRecommendation, Part

CORPUS_FOLDER: Final = Path(str(files("nlp.corpus")))


def load_findings(folder: Path = CORPUS_FOLDER) -> list[CodedFinding]:
    """Every coded finding of the corpus, file by file in name order."""
    parts = _parts(folder, "findings")
    merged = _merged_issues(folder)
    return [
        CodedFinding(
            id=row["id"],
            file=name,
            voice=row["voice"],
            text=row["text"],
            category=row["label"],
            second_category=row.get("second_label"),
            themes=tuple(row["themes"]),
            depth=row["depth"],
            issue=merged.get(row["issue"], row["issue"]) if row.get("issue") else None,
            part=_part_of(parts, name, row["voice"]),
        )
        for name, row in _rows(folder / "findings")
    ]


def load_recommendations(folder: Path = CORPUS_FOLDER) -> list[CodedRecommendation]:
    """Every coded recommendation of the corpus, file by file in name order."""
    parts = _parts(folder, "recommendations")
    return [
        CodedRecommendation(
            id=row["id"],
            voice=row["voice"],
            text=row["text"],
            kind=row["kind"],
            second_kind=row.get("second_kind"),
            smart=row["smart"],
            part=_part_of(parts, name, row["voice"]),
        )
        for name, row in _rows(folder / "recommendations")
    ]


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield path.stem, json.loads(line)


def _parts(folder: Path, kind: str) -> Mapping[str, Mapping[str, str]]:
    split: dict[str, dict[str, dict[str, str]]] = json.loads(
        (folder / "split.json").read_text(encoding="utf-8")
    )
    return split[kind]


def _part_of(parts: Mapping[str, Mapping[str, str]], file: str, voice: str) -> Part:
    voices = parts.get(file, {})
    return Part(voices.get(voice, voices.get("*", Part.TRAIN)))


def _merged_issues(folder: Path) -> dict[str, str]:
    """Issue id → the id it was merged into, for issues that two files state alike."""
    path = folder / "merged_issues.json"
    if not path.exists():
        return {}
    merged: dict[str, str] = {}
    for same in json.loads(path.read_text(encoding="utf-8"))["same"]:
        first, *others = same["issues"]
        merged |= dict.fromkeys(others, first)
    return merged
