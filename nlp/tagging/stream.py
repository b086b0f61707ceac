"""Tagging and sameness over JSON lines: what `reviews tag` and `reviews similar` print."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from nlp.similarity.encoder import Encoder
from nlp.similarity.groups import group
from nlp.similarity.neighbours import neighbours
from nlp.tagging.model import Evidence, Scored, Tagging
from nlp.tagging.tagger import Tagger

BATCH: Final = 256
NEIGHBOURS: Final = 10

Row = Mapping[str, Any]


class LineRefused(Exception):
    """A line is not a JSON object with the fields it needs."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"line {number}: {reason}")
        self.number = number
        self.reason = reason


def read_rows(lines: Iterable[str]) -> Iterator[Row]:
    """Parse JSON lines with at least `id` and a `text` of some words; blank lines are passed by.

    Raises LineRefused at the first line that is something else, or repeats an id.
    """
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as fault:
            raise LineRefused(number, f"not JSON ({fault.msg})") from fault
        if not isinstance(row, dict):
            raise LineRefused(number, "not an object")
        if not isinstance(row.get("id"), str | int):
            raise LineRefused(number, "no id")
        if not isinstance(row.get("text"), str) or not row["text"].strip():
            raise LineRefused(number, "no text")
        row["id"] = str(row["id"])
        if row["id"] in seen:
            raise LineRefused(number, f"the id {row['id']} comes twice")
        seen.add(row["id"])
        yield row


def tag_rows(tagger: Tagger, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """The tagging of each row as a JSON object, in order, while rows are still arriving."""
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        taggings = tagger.tag([row["text"] for row in batch])
        for row, tagging in zip(batch, taggings, strict=True):
            yield {"id": row["id"], **described(tagging), "model": tagger.version}


def similar_rows(encoder: Encoder, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """The ten nearest others of each row, nearest first."""
    vectors = encoder.encode([row["text"] for row in rows])
    ids = [row["id"] for row in rows]
    for name, near in zip(ids, neighbours(ids, vectors, count=NEIGHBOURS), strict=True):
        yield {
            "id": name,
            "neighbours": [{"id": n.id, "score": round(n.score, 4)} for n in near],
        }


def group_rows(encoder: Encoder, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Groups of rows that state the same issue, largest first; each row is in one."""
    vectors = encoder.encode([row["text"] for row in rows])
    for number, found in enumerate(group([row["id"] for row in rows], vectors), start=1):
        yield {"group": number, "ids": list(found.ids), "representative": found.representative}


def described(tagging: Tagging) -> dict[str, Any]:
    """A tagging as JSON."""
    return {
        "typology": [_scored(scored) for scored in tagging.typology],
        "themes": [_scored(scored) for scored in tagging.themes],
        "depth": _scored(tagging.depth),
        "abstained": tagging.abstained,
        "evidence": [_evidence(evidence) for evidence in tagging.evidence],
    }


def _scored(scored: Scored) -> dict[str, Any]:
    return {"key": scored.key, "confidence": round(scored.confidence, 4)}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "key": evidence.key,
        "text": evidence.text,
        "start": evidence.start,
        "end": evidence.end,
        "weight": evidence.weight,
    }
