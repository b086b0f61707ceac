"""How well identifiers are found: ``python -m nlp.evaluation.identifiers [FOLDER]``.

An entity (a person, a number, a place) counts as caught only when *every* mention of it is, in
every part of the document: one name left in a footnote names the family. A mention is caught
when hits cover all of its letters and digits, titles aside. Intervals are Wilson's (1927) at 95%.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path

from nlp.documents.model import Block, Document, Kind, Where
from nlp.identifiers import DIRECT, QUASI, Hit, IdentifierType, scan
from nlp.identifiers.marked import Mark, read_marks, read_raw
from nlp.identifiers.people.words import KIN, RANKS, TITLES
from nlp.identifiers.replacement import person_keys

HELD_OUT = Path(__file__).parents[1] / "corpus" / "identifiers" / "held_out"
_Z = 1.959964
# A title, a role or an article left standing names nobody.
_SKIPPED = TITLES | RANKS | KIN | frozenset(["and", "s", "the", "of", "health", "visitor"])
_PART = re.compile(r"@(\w+) ")


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a total with its 95% Wilson interval; no interval when the total is 0."""

    count: int
    total: int

    @property
    def share(self) -> float:
        """The observed share, 0 when nothing was there to count."""
        return self.count / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound of the Wilson score interval."""
        if not self.total:
            return 0.0, 1.0
        n, p = self.total, self.share
        centre = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n * n)) / (1 + _Z**2 / n)
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True, slots=True)
class Scored:
    """One document as scanned: its entities with whether all mentions were caught, its hits."""

    name: str
    entities: tuple[tuple[IdentifierType, str, bool], ...]
    mentions: tuple[tuple[IdentifierType, Where, bool], ...]
    hits: int
    false_hits: tuple[str, ...]
    missed: tuple[str, ...]
    words: int
    origin: str
    clean: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Recall of entities by type, group, part of the document and origin; precision; noise."""

    by_type: dict[str, Share]
    groups: dict[str, Share]
    by_where: dict[str, Share]
    by_origin: dict[str, Share]
    precision: Share
    clean_words: int
    clean_false: int
    documents: int

    @property
    def false_per_thousand(self) -> float:
        """False hits for every thousand words of documents that name nobody."""
        return 1000 * self.clean_false / self.clean_words if self.clean_words else 0.0


def as_document(name: str, marked: str) -> tuple[Document, tuple[Mark, ...]]:
    """A document of one block a line; ``@footnote `` before a line says where it stands."""
    blocks: list[Block] = []
    marks: list[Mark] = []
    start = 0
    for line in marked.split("\n"):
        part = _PART.match(line)
        where = part[1] if part else "body"
        kind = Kind.HEADING if where == "heading" else Kind.PARAGRAPH
        place = Where.BODY if where == "heading" else Where(where)
        passage = read_marks(name, line[part.end() :] if part else line)
        end = start + len(passage.text)
        blocks.append(Block(passage.text, place, kind, start, end))
        marks += [Mark(m.type, m.start + start, m.end + start, m.entity) for m in passage.marks]
        start = end + 1
    text = "\n".join(block.text for block in blocks)
    return Document("text/plain", text, tuple(blocks)), tuple(marks)


def _needed(text: str, mark: Mark) -> list[int]:
    """The offsets that must be covered: letters and digits of words that are not titles."""
    needed: list[int] = []
    words = list(re.finditer(r"[^\W_]+", text[mark.start : mark.end]))
    for word in words:
        if len(words) > 1 and word.group().lower() in _SKIPPED:
            continue
        needed.extend(range(mark.start + word.start(), mark.start + word.end()))
    return needed


def _entities(marks: Sequence[Mark], text: str) -> list[list[Mark]]:
    """Marks grouped by what they mention: people by shared name parts, the rest by wording."""
    groups: list[tuple[IdentifierType, set[str], list[Mark]]] = []
    for mark in marks:
        words = text[mark.start : mark.end]
        keys = {"".join(re.findall(r"\w", words.lower()))}
        if mark.type == IdentifierType.PERSON:
            keys = set(person_keys(words)) or keys
        # Members of a family share a surname; what joins two mentions is their first name part.
        for kind, known, members in groups:
            if kind == mark.type and (keys <= known or known <= keys):
                known.update(keys)
                members.append(mark)
                break
        else:
            groups.append((mark.type, keys, [mark]))
    return [members for _, _, members in groups]


def score(name: str, marked: str, origin: str = "", *, clean: bool = False) -> Scored:
    """Scan one marked document and compare."""
    document, marks = as_document(name, marked)
    hits = scan(document)
    covered = {offset for hit in hits for offset in range(hit.start, hit.end)}
    caught = {m: all(o in covered for o in _needed(document.text, m)) for m in marks}
    starts = [(block.start, block.where) for block in document.blocks]

    def where(mark: Mark) -> Where:
        return max((s for s in starts if s[0] <= mark.start), key=lambda s: s[0])[1]

    return Scored(
        name,
        tuple(
            (
                group[0].type,
                document.text[group[0].start : group[0].end],
                all(map(caught.get, group)),
            )
            for group in _entities(marks, document.text)
        ),
        tuple((m.type, where(m), caught[m]) for m in marks),
        len(hits),
        tuple(f"{h.type} {h.text!r} {h.rule}" for h in hits if not _justified(h, marks)),
        tuple(f"{m.type} {document.text[m.start : m.end]!r}" for m in marks if not caught[m]),
        len(document.text.split()),
        origin,
        clean,
    )


def _justified(hit: Hit, marks: Iterable[Mark]) -> bool:
    return any(hit.start < mark.end and mark.start < hit.end for mark in marks)


def _share(outcomes: Iterable[bool]) -> Share:
    listed = list(outcomes)
    return Share(sum(listed), len(listed))


def summarise(scored: Sequence[Scored]) -> Evaluation:
    """Add up documents."""
    by_type: dict[str, list[bool]] = defaultdict(list)
    by_where: dict[str, list[bool]] = defaultdict(list)
    by_origin: dict[str, list[bool]] = defaultdict(list)
    groups: dict[str, list[bool]] = defaultdict(list)
    for document in scored:
        for kind, _, caught in document.entities:
            by_type[kind].append(caught)
            groups["all"].append(caught)
            for name, members in (("direct", DIRECT), ("quasi", QUASI)):
                if kind in members:
                    groups[name].append(caught)
            if kind == IdentifierType.PERSON and document.origin:
                by_origin[document.origin].append(caught)
        for _, where, caught in document.mentions:
            by_where[where].append(caught)
    hits = sum(d.hits for d in scored)
    false = sum(len(d.false_hits) for d in scored)
    return Evaluation(
        {kind: _share(outcomes) for kind, outcomes in sorted(by_type.items())},
        {name: _share(outcomes) for name, outcomes in sorted(groups.items())},
        {where: _share(outcomes) for where, outcomes in sorted(by_where.items())},
        {origin: _share(outcomes) for origin, outcomes in sorted(by_origin.items())},
        Share(hits - false, hits),
        sum(d.words for d in scored if d.clean),
        sum(len(d.false_hits) for d in scored if d.clean),
        len(scored),
    )


def score_folder(folder: Path = HELD_OUT) -> list[Scored]:
    """Score every marked document in the ``.txt`` files of ``folder``."""
    return [
        score(name, body, about.get("origin", ""), clean=about.get("clean") == "yes")
        for path in sorted(folder.glob("*.txt"))
        for name, about, body in read_raw(path)
    ]


def _line(name: str, share: Share) -> str:
    low, high = share.interval
    return (
        f"  {name:18} {share.count:4}/{share.total:<4} {share.share:.3f} ({low:.3f}-{high:.3f})\n"
    )


def report(evaluation: Evaluation) -> str:
    """The evaluation as text."""
    parts = [f"{evaluation.documents} documents; entities with all mentions caught\n"]
    for title, shares in (
        ("by type", evaluation.by_type),
        ("together", evaluation.groups),
        ("mentions by part of the document", evaluation.by_where),
        ("people by origin of the name", evaluation.by_origin),
        ("precision of hits", {"all": evaluation.precision}),
    ):
        parts.append(f"{title}\n")
        parts += [_line(name, share) for name, share in shares.items()]
    parts.append(
        f"clean documents: {evaluation.clean_false} false hits in {evaluation.clean_words} words, "
        f"{evaluation.false_per_thousand:.2f} per 1,000\n"
    )
    return "".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the evaluation of a folder of marked documents, as text or JSON."""
    parser = argparse.ArgumentParser(description="Evaluate the identifier engine.")
    parser.add_argument("folder", nargs="?", type=Path, default=HELD_OUT)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="list what was missed or false")
    chosen = parser.parse_args(arguments)
    scored = score_folder(chosen.folder)
    evaluation = summarise(scored)
    if chosen.json:
        sys.stdout.write(json.dumps(asdict(evaluation)) + "\n")
        return 0
    sys.stdout.write(report(evaluation))
    for document in scored if chosen.errors else []:
        for miss in document.missed:
            sys.stdout.write(f"{document.name} missed {miss}\n")
        for false in document.false_hits:
            sys.stdout.write(f"{document.name} false {false}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
