"""Reviews sent as JSON: the keys say what each text is.

Understands the shape that ``reviews read`` writes and the keys that committees' systems use
for the same things. A key is a heading; ``block.section`` is the path of keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nlp.documents.model import Block, Document, Kind
from nlp.segments.lines import clean
from nlp.segments.model import Finding, Level, Polarity, Questions, Recommendation, Span
from nlp.segments.typology import match_category

MEDIA_TYPE = "application/json"

_FINDING_KEYS = {"findings", "lessons", "learning_points", "learning", "practice_points"}
_GOOD_KEYS = {"good_practice", "effective_practice", "strengths"}
_RECOMMENDATION_KEYS = {"recommendations", "actions"}
_STATEMENT_KEYS = ("statement", "finding", "text", "description", "lesson", "learning", "practice")
_NUMBER_KEYS = ("number", "no", "ref", "reference", "id")
_CATEGORY_KEYS = ("category", "typology", "type")
_ISSUE_KEYS = ("issues", "issues_for_committee", "questions_for_committee", "considerations")
_DETAIL_KEYS = ("detail", "explanation", "evidence", "context", "analysis")
_ADDRESSEE_KEYS = ("addressee", "agency", "lead", "owner", "for")


@dataclass(slots=True)
class Entry:
    """One member of a list in the file: texts by key, and texts without a key."""

    fields: dict[str, list[Block]] = field(default_factory=dict)

    def first(self, keys: Iterable[str]) -> Block | None:
        """The first text under any of the keys."""
        return next((self.fields[key][0] for key in keys if key in self.fields), None)

    def every(self, keys: Iterable[str]) -> list[Block]:
        """All texts under any of the keys."""
        return [block for key in keys for block in self.fields.get(key, [])]


def is_structured(document: Document) -> bool:
    """Whether the document was a JSON file."""
    return document.media_type == MEDIA_TYPE


def read_structured(document: Document) -> tuple[list[Finding], list[Recommendation]]:
    """The findings and recommendations under the keys that announce them."""
    findings: list[Finding] = []
    recommendations: list[Recommendation] = []
    for key, entry in _entries(document):
        if key in _RECOMMENDATION_KEYS:
            recommendations += _recommendation(entry)
        else:
            findings += _finding(entry, good=key in _GOOD_KEYS)
    return findings, recommendations


def _key(text: str) -> str:
    return "_".join(text.lower().replace("-", " ").replace("_", " ").split())


def _entries(document: Document) -> list[tuple[str, Entry]]:
    """Every list member below a known key, in the order of the file."""
    known = _FINDING_KEYS | _GOOD_KEYS | _RECOMMENDATION_KEYS
    found: dict[tuple[str, ...], tuple[str, Entry]] = {}
    for count, block in enumerate(document.body()):
        if block.kind is Kind.HEADING:
            continue
        path = tuple(_key(part) for part in block.section)
        depth = next((i for i, part in enumerate(path) if part in known), None)
        if depth is None:
            continue
        inner = path[depth + 1 :]
        if not inner:
            found[(*path, f"#{count}")] = (path[depth], Entry({"text": [block]}))
            continue
        member, rest = (inner[0], inner[1:]) if inner[0].isdigit() else ("0", inner)
        name = next((part for part in reversed(rest) if not part.isdigit()), "text")
        _, entry = found.setdefault((*path[: depth + 1], member), (path[depth], Entry()))
        entry.fields.setdefault(name, []).append(block)
    return list(found.values())


def _span(block: Block | None) -> Span | None:
    if block is None or not block.text.strip():
        return None
    return Span(clean(block.text), block.start, block.end, block.page)


def _text(entry: Entry, keys: Iterable[str]) -> str:
    block = entry.first(keys)
    return clean(block.text) if block else ""


def _finding(entry: Entry, *, good: bool) -> list[Finding]:
    statement = _span(entry.first(_STATEMENT_KEYS))
    if statement is None:
        return []
    category = match_category(_text(entry, _CATEGORY_KEYS).replace("_", " "))
    good = good or _text(entry, ("polarity",)) == "good_practice"
    good = good or _text(entry, ("good_practice",)).lower() in {"yes", "true"}
    level = _text(entry, ("level",)).lower()
    questions = {
        name: _span(entry.first((name,)))
        for name in ("manifestation", "underlying", "prevalence", "spread", "implications")
    }
    return [
        Finding(
            number=_text(entry, _NUMBER_KEYS) or None,
            position=0,
            statement=statement.text,
            start=statement.start,
            end=statement.end,
            page=statement.page,
            title=_text(entry, ("title", "heading")),
            category=category,
            category_source="stated" if category else None,
            polarity=Polarity.GOOD_PRACTICE if good else Polarity.WEAKNESS,
            level=Level(level) if level in {"case", "systems"} else None,
            detail=_span(entry.first(_DETAIL_KEYS)),
            questions=Questions(**questions),
            issues=tuple(s for b in entry.every(_ISSUE_KEYS) if (s := _span(b)) is not None),
        )
    ]


def _recommendation(entry: Entry) -> list[Recommendation]:
    body = _span(entry.first(("text", "recommendation", "statement", "description", "action")))
    if body is None:
        return []
    return [
        Recommendation(
            number=_text(entry, _NUMBER_KEYS) or None,
            text=body.text,
            start=body.start,
            end=body.end,
            page=body.page,
            addressee=_text(entry, _ADDRESSEE_KEYS) or None,
        )
    ]
