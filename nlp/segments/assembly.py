"""From the line that starts a finding to the finding with all that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.segments.headings import Question, Zone, is_topic
from nlp.segments.items import Starts
from nlp.segments.layouts.prose import introduces
from nlp.segments.lines import Line
from nlp.segments.marks import Mark, MarkKind, Unit
from nlp.segments.model import Finding, Level, Polarity, Questions, Span
from nlp.segments.typology import match_category, stated_category, trailing_category
from nlp.segments.zones import Placed, Role, Section

_CLOSING = re.compile(
    r"^(?:the|these|those|taken together|together,|both|all|this|in (?:summary|conclusion))\s+"
    r"(?:\w+\s+){0,2}?"
    r"(?:list|findings?|lessons?|points?|table|themes)\b.*\b(?:above|illustrat|together|show|were|"
    r"are|reflect|demonstrat|form|will)",
    re.IGNORECASE,
)
_GOOD_ASIDE = re.compile(
    r"\b(?:good|effective|best|positive) practice\b|^strengths?$", re.IGNORECASE
)
_META = re.compile(
    r"^(?:category|typology|theme|themes|type|level|agency|agencies|lead|source|evidence|page|"
    r"priority|status)\s*[:–—-]",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Pieces:
    """The parts of one finding while its lines are read."""

    head: Line
    category: str | None = None
    statement: Span | None = None
    title: str = ""
    detail: list[Span] = field(default_factory=list)
    answers: dict[Question, list[Span]] = field(default_factory=dict)
    issues: list[Span] = field(default_factory=list)


def joined(spans: Sequence[Span], separator: str = "\n") -> Span | None:
    """Several passages as one, None for none."""
    if not spans:
        return None
    text = separator.join(span.text for span in spans)
    return Span(text, spans[0].start, spans[-1].end, spans[0].page)


def assemble(section: Section, starts: Starts) -> list[Finding]:
    """The findings of one section, in order; ``position`` is set later, over the report."""
    if not starts.indices:
        return []
    findings: list[Finding] = []
    bounds = [*starts.indices[1:], len(section.lines)]
    categories = _running_categories(section, starts.chapters_from)
    shared_list = _is_list(section, starts)
    for index, bound in zip(starts.indices, bounds, strict=True):
        own = section.lines[index + 1 : bound]
        if shared_list and bound == len(section.lines):
            own = _without_closing(own)
        pieces = _collect(section.lines[index], own, categories[index])
        finding = _finding(pieces, section)
        if finding is not None:
            findings.append(finding)
    return findings


def _running_categories(section: Section, chapters_from: int | None) -> list[str | None]:
    """The category heading in force at each line."""
    running: list[str | None] = []
    current: str | None = None
    for index, placed in enumerate(section.lines):
        if index == chapters_from:
            current = None
        if placed.role is Role.CATEGORY:
            current = placed.category
        running.append(current)
    return running


def _is_list(section: Section, starts: Starts) -> bool:
    """Whether the items stand as a bare list, with nothing between one and the next."""
    if len(starts.indices) < 2 or section.lines[starts.indices[0]].role is Role.SUBHEADING:
        return False
    pairs = zip(starts.indices, starts.indices[1:], strict=False)
    gaps = [
        any(p.role is Role.TEXT and p.category is None for p in section.lines[a + 1 : b])
        for a, b in pairs
    ]
    return not any(gaps)


def _without_closing(own: list[Placed]) -> list[Placed]:
    """The lines after the last item of a bare list, without the paragraph that closes it."""
    for index, placed in enumerate(own):
        plain = placed.role is Role.TEXT and placed.line.mark is None and not placed.line.listed
        if plain and placed.category is None:
            return own[:index]
        if placed.role is not Role.TEXT:
            return own
    return own


def _collect(head: Placed, own: Sequence[Placed], category: str | None) -> Pieces:
    pieces = Pieces(head.line, category)
    _read_head(pieces, head)
    question: Question | None = None
    issues = False
    for placed in own:
        line = placed.line
        if placed.role is Role.CATEGORY:
            break
        if placed.role is Role.QUESTION:
            question, issues = placed.question, False
        elif placed.role is Role.ISSUES:
            issues, question = True, None
        elif placed.category is not None:
            pieces.category = placed.category
        elif line.mark is not None and line.mark.unit is Unit.ISSUE:
            pieces.issues.append(line.span)
        elif placed.role is Role.SUBHEADING and line.level:
            question, issues = None, False
            _take_subheading(pieces, line)
        elif issues:
            _take_issue(pieces, line)
        elif question is not None:
            pieces.answers.setdefault(question, []).append(line.span)
        elif not _CLOSING.match(line.text):
            _take_detail(pieces, line)
    return pieces


def _read_head(pieces: Pieces, head: Placed) -> None:
    line = head.line
    if not line.text:
        return
    aside = line.mark.aside if line.mark else ""
    pieces.category = match_category(aside) or stated_category(aside) or pieces.category
    named = match_category(line.text)
    if named is not None:
        # "Finding 2: Tools" states the category, and the statement follows.
        pieces.category = named
        return
    titled = _lead_title(line)
    if titled:
        pieces.title, rest, offset = titled
        statement = Span(rest, line.start + offset, line.end, line.page)
        if is_topic(pieces.title):
            pieces.statement = statement
        else:
            pieces.statement = Span(
                pieces.title, line.start, line.start + len(line.lead), line.page
            )
            pieces.detail.append(statement)
            pieces.title = ""
        return
    # A label that stands alone with a topic ("Finding 2: Supervision") is a title.
    if line.level and is_topic(line.text):
        pieces.title = line.text
    else:
        pieces.statement = line.span


def _lead_title(line: Line) -> tuple[str, str, int] | None:
    """The bold run-in of a paragraph, the text after it and that text's offset in the line."""
    lead = line.lead
    if not lead or not line.text.startswith(lead) or len(lead) >= len(line.text):
        return None
    rest = line.text[len(lead) :]
    body = rest.lstrip(" :.–—-")
    title = lead.rstrip(" :–—-")
    if not body or len(title.split()) < 1:
        return None
    # A bold word in mid-sentence is emphasis; a title closes before the text goes on.
    closed = re.search(r"[.:?!–—-]$", lead.rstrip()) or re.match(r"\s*[:.–—-]", rest)
    if not closed and body[:1].islower():
        return None
    return title, body, len(line.text) - len(body)


def _take_subheading(pieces: Pieces, line: Line) -> None:
    """A heading below a bare label ("Finding 2") is its statement, set large."""
    if pieces.statement is None and not pieces.title and not is_topic(line.text):
        pieces.statement = line.span
    elif pieces.statement is None and not pieces.title:
        pieces.title = line.text
    else:
        _take_detail(pieces, line)


def _take_issue(pieces: Pieces, line: Line) -> None:
    if line.text.endswith(":") and not pieces.issues:
        return
    pieces.issues.append(line.span)


def _take_detail(pieces: Pieces, line: Line) -> None:
    if pieces.statement is None and not line.level:
        if not introduces(line.text) or line.words > 25:
            pieces.statement = line.span
        return
    if pieces.statement is not None and _lists_on(pieces, line):
        joined_text = f"{pieces.statement.text} {line.text}"
        pieces.statement = Span(
            joined_text, pieces.statement.start, line.end, pieces.statement.page
        )
        return
    pieces.detail.append(line.span)


def _lists_on(pieces: Pieces, line: Line) -> bool:
    """Whether a line is an entry of the list with which the statement ends."""
    listed = line.listed or (line.mark is not None and line.mark.unit is None)
    statement = pieces.statement
    open_list = statement is not None and re.search(r"[:;]$|;\s(?:and|or)$", statement.text)
    return bool(open_list) and listed and not pieces.detail


def _finding(pieces: Pieces, section: Section) -> Finding | None:
    statement = pieces.statement
    if statement is None:
        if not pieces.title or not (pieces.answers or pieces.issues or _firm(pieces.head.mark)):
            return None
        statement = Span(pieces.title, pieces.head.start, pieces.head.end, pieces.head.page)
        pieces.title = ""
    text, bracketed = trailing_category(statement.text)
    category = bracketed or pieces.category
    if not text or match_category(text) or (_META.match(text) and len(text.split()) < 8):
        return None
    mark = pieces.head.mark
    # The paragraph number of the statement is not the number of a finding labelled above it.
    counted = mark is not None and mark.kind is not MarkKind.BULLET
    return Finding(
        number=mark.printed if mark is not None and counted else None,
        position=0,
        statement=text,
        start=statement.start,
        end=statement.end,
        page=statement.page,
        title=pieces.title,
        category=category,
        category_source="stated" if category else None,
        polarity=_polarity(mark, section),
        level=_level(mark, section),
        detail=joined(pieces.detail),
        questions=_questions(pieces),
        issues=tuple(pieces.issues),
    )


def _firm(mark: Mark | None) -> bool:
    return mark is not None and mark.unit is Unit.FINDING and "theme" not in mark.word


def _polarity(mark: Mark | None, section: Section) -> Polarity:
    good = section.zone is Zone.GOOD_PRACTICE
    if mark is not None:
        good = (good and mark.unit is not Unit.FINDING) or mark.unit is Unit.GOOD_PRACTICE
        good = good or bool(mark.aside and _GOOD_ASIDE.search(mark.aside))
    return Polarity.GOOD_PRACTICE if good else Polarity.WEAKNESS


def _level(mark: Mark | None, section: Section) -> Level | None:
    words = f"{mark.word} {mark.aside.lower()}" if mark else ""
    if re.search(r"\bcase\b", words):
        return Level.CASE
    if re.search(r"\bsystems?\b", words) and not match_category(mark.aside if mark else ""):
        return Level.SYSTEMS
    return section.finding_level


def _questions(pieces: Pieces) -> Questions:
    answers = {question: joined(spans) for question, spans in pieces.answers.items()}
    both = answers.get(Question.BOTH)
    return Questions(
        manifestation=answers.get(Question.MANIFESTATION),
        underlying=answers.get(Question.UNDERLYING),
        prevalence=answers.get(Question.PREVALENCE) or both,
        spread=answers.get(Question.SPREAD) or both,
        implications=answers.get(Question.IMPLICATIONS),
    )
