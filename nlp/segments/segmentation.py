"""Cut a read report into findings, recommendations and facts about the review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.documents.model import Block, Document, Where
from nlp.segments.assembly import assemble
from nlp.segments.forms import form_lines
from nlp.segments.grids import Grid, runs
from nlp.segments.headings import Zone
from nlp.segments.layouts import best_layout
from nlp.segments.layouts.structured import is_structured, read_structured
from nlp.segments.layouts.tables import Columns, TableReading, read_table
from nlp.segments.lines import Line, document_lines, running_heads
from nlp.segments.model import Finding, Recommendation, Segmentation
from nlp.segments.recommendations import merge_recommendations, read_recommendations
from nlp.segments.restatements import merge_restatements
from nlp.segments.review.facts import read_facts
from nlp.segments.zones import Section, sections

_HEADINGS = (
    "Headings that announce findings, lessons, learning points, practice points, good practice "
    "or recommendations, and the numbered items, bullets, bold run-ins or sub-headings below them."
)
_TYPOLOGY = (
    "The six typology headings of Learning Together (management systems, family–professional "
    "interaction, tools, responses to incidents, longer term work, cognitive and emotional bias)."
)
_LABELS = (
    "Labels such as “Finding 3”, “Learning point Two”, “Lesson IV” or “Recommendation 5” anywhere "
    "in the text."
)
_TABLES = "Tables whose first row names a column of findings, learning or recommendations."
_FORMS = (
    "Forms with a field for learning, decision or rationale, and the questions a report puts to "
    "the committee."
)
LOOKED_FOR = (_HEADINGS, _TYPOLOGY, _LABELS, _TABLES, _FORMS)


@dataclass(slots=True)
class Draft:
    """What has been gathered while the report is read."""

    findings: list[tuple[str, Finding]] = field(default_factory=list)
    practice: list[Finding] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)


def segment(document: Document) -> Segmentation:
    """Read a report's findings, recommendations and facts.

    Never fails on text it cannot follow: an empty result comes with ``looked_for``, the
    sentences that tell the uploader what was searched. Offsets refer to ``document.text``.
    """
    draft = Draft()
    if is_structured(document):
        found, advised = read_structured(document)
        draft.findings = [("structured", finding) for finding in found]
        draft.recommendations = advised
    else:
        _read_prose(document, draft)
    findings = merge_restatements(finding for _, finding in draft.findings)
    layouts = Counter(layout for layout, _ in draft.findings)
    return Segmentation(
        layout=layouts.most_common(1)[0][0] if layouts else None,
        findings=tuple(findings),
        recommendations=tuple(merge_recommendations(draft.recommendations)),
        practice=tuple(merge_restatements(draft.practice)),
        review=read_facts(document, findings_from=_first(findings)),
        looked_for=LOOKED_FOR,
    )


def _first(findings: Sequence[Finding]) -> int | None:
    """The offset at which the first finding starts."""
    return min((finding.start for finding in findings), default=None)


def _read_prose(document: Document, draft: Draft) -> None:
    lines, tables = _lines_and_tables(document)
    cut = sections(lines)
    found = [item for s in cut if s.zone is Zone.FINDINGS for item in _findings(s)]
    for section in (s for s in cut if s.zone is Zone.GOOD_PRACTICE):
        # Practice is commended in most reports; only a label makes the passage a finding.
        commended = _findings(section)
        found += [item for item in commended if item[0] == "labelled"]
        draft.practice += [one for layout, one in commended if layout != "labelled"]
    found = _without_asides(found)
    if not found and not any(table.findings for table in tables):
        found = [item for s in cut if s.zone is Zone.ANALYSIS for item in _firm(s)]
    found += [("findings_table", finding) for table in tables for finding in table.findings]
    draft.findings = sorted(found, key=lambda item: item[1].start)
    draft.recommendations = read_recommendations(cut)
    draft.recommendations += [r for table in tables for r in table.recommendations]


def _without_asides(found: list[tuple[str, Finding]]) -> list[tuple[str, Finding]]:
    """Plain paragraphs count only in a report that sets none of its findings apart."""
    apart = [item for item in found if item[0] != "prose"]
    return apart or found


def _findings(section: Section) -> list[tuple[str, Finding]]:
    starts = best_layout(section)
    return [(starts.layout, finding) for finding in assemble(section, starts)]


def _firm(section: Section) -> list[tuple[str, Finding]]:
    """Findings in a chapter that only may hold them: those a mark or a heading sets apart."""
    starts = best_layout(section)
    return [] if starts.layout in {"prose", "bulleted"} else _findings(section)


def _lines_and_tables(document: Document) -> tuple[list[Line], list[TableReading]]:
    """The document's lines, and apart from them the tables that hold one finding a row."""
    lines: list[Line] = []
    readings: list[TableReading] = []
    columns: Columns | None = None
    pending: list[Block] = []
    visible = _visible(document)
    heads = running_heads(visible)
    for part in runs(visible):
        if isinstance(part, Block):
            pending.append(part)
            continue
        between = document_lines(document, pending, heads)
        lines += between
        pending = []
        # Only a table that follows at once (over a page) goes on under the same header.
        before = columns if not between else None
        reading = read_table(part, before, _zone_at(lines))
        columns = reading.columns if reading else None
        if reading is not None:
            readings.append(reading)
        else:
            lines += list(form_lines(part))
    return lines + document_lines(document, pending, heads), readings


def _visible(document: Document) -> Sequence[Block]:
    return [block for block in document.body() if block.where is not Where.FOOTNOTE]


def _zone_at(lines: Sequence[Line]) -> Zone:
    """The zone that is open at the end of the lines so far."""
    cut = sections(lines[-60:])
    return cut[-1].zone if cut else Zone.OTHER


def grids(document: Document) -> list[Grid]:
    """The tables of a document, in reading order."""
    return [part for part in runs(_visible(document)) if isinstance(part, Grid)]
