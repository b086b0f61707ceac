"""Findings and recommendations in tables: one a row, their parts in columns.

A table is read this way when its first row names a column of findings or of recommendations.
A table that goes on over a page without repeating its header takes the columns of the one
before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.documents.model import Block
from nlp.segments.grids import Grid, cell_text
from nlp.segments.headings import Question, Zone, is_issues_heading, question_of
from nlp.segments.layouts.prose import introduces
from nlp.segments.lines import Line, block_lines, clean
from nlp.segments.marks import Mark, MarkKind, read_label, read_mark
from nlp.segments.model import Finding, Level, Polarity, Questions, Recommendation, Span
from nlp.segments.typology import match_category, trailing_category

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "number",
        re.compile(
            r"^(?:no|number|nr|ref|reference|#|item|s n|id|finding (?:no|number|ref)|"
            r"(?:rec|recommendation|lesson|learning point|priority) (?:no|number|ref))$"
        ),
    ),
    (
        "category",
        re.compile(
            r"^(?:systems? )?(?:category|categories|typology|type|domain|pattern type|theme|themes|"
            r"area|category (?:or )?theme|category of finding|type of finding|"
            r"typology (?:category|heading)|learning theme|topic|subject|area of practice)$"
        ),
    ),
    (
        "polarity",
        re.compile(
            r"^(?:polarity|nature|(?:good practice|strength) or (?:weakness|concern|gap).*)$"
        ),
    ),
    ("level", re.compile(r"^(?:level|case or systems?|case systems?|scope)$")),
    ("recommendation", re.compile(r"^(?:(?:our|the|linked|related) )?recommendations?\b.*$")),
    (
        "finding",
        re.compile(
            r"^(?:key |main |summary (?:of )?(?:the )?)?(?:findings?|learning|lessons?|patterns?)"
            r"(?: points?| identified| learned| learnt| statement| from .*| summary)?$"
            r"|^(?:what (?:we|the review) (?:found|learned|learnt)|statement(?: of finding)?|"
            r"practice points?|learning points?|key learning|underlying patterns?|"
            r"issues? identified|description of (?:the )?finding|what was found|finding and .*)$"
        ),
    ),
    ("good", re.compile(r"^(?:good|effective|best|positive) practice(?: \w+)*$|^strengths?$")),
    (
        "agency",
        re.compile(
            r"^(?:(?:lead|responsible|owning) )?(?:agency|agencies|owner|service|body)(?: \w+)?$"
            r"|^(?:lead|responsib\w+|addressee|addressed to|by whom|for|who|for whom|led by|"
            r"action by|agency or agencies|lead officer)$"
        ),
    ),
    ("action", re.compile(r"^(?:proposed |agreed |required )?actions?(?: \w+){0,2}$")),
    (
        "detail",
        re.compile(
            r"^(?:evidence|details?|explanation|context|commentary|comments?|analysis|discussion|notes?|why.*|"
            r"further information|what this (?:means|looks like).*|evidence from the case)$"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what. ``questions`` maps columns to the five questions."""

    roles: dict[str, int]
    questions: dict[int, Question]
    width: int

    @property
    def findings(self) -> bool:
        """Whether rows hold findings."""
        return "finding" in self.roles or "good" in self.roles

    @property
    def recommendations(self) -> bool:
        """Whether rows hold recommendations."""
        return "recommendation" in self.roles


@dataclass(frozen=True, slots=True)
class TableReading:
    """What one table holds; ``columns`` serve the table that continues it."""

    findings: tuple[Finding, ...]
    recommendations: tuple[Recommendation, ...]
    columns: Columns


def header_columns(grid: Grid) -> Columns | None:
    """The columns that the first row names, None unless it names findings or recommendations."""
    if not grid.rows or grid.width < 2:
        return None
    roles: dict[str, int] = {}
    questions: dict[int, Question] = {}
    for column, blocks in grid.rows[0].items():
        name = cell_text(blocks)
        plain = " ".join(re.sub(r"[^a-z#]+", " ", name.lower()).split())
        role = next((key for key, pattern in _COLUMNS if pattern.match(plain)), None)
        question = question_of(name)
        if is_issues_heading(name):
            roles.setdefault("issues", column)
        elif role is not None:
            roles.setdefault(role, column)
        elif question is not None:
            questions[column] = question
    columns = Columns(roles, questions, grid.width)
    known = len(roles) + len(questions)
    useful = columns.findings or columns.recommendations
    return columns if useful and known >= 2 else None


def read_table(grid: Grid, before: Columns | None, zone: Zone) -> TableReading | None:
    """The findings and recommendations of a table, None when it holds neither."""
    columns = header_columns(grid)
    rows = grid.rows[1:]
    if columns is None:
        if before is None or before.width != grid.width:
            return None
        columns, rows = before, grid.rows
    findings: list[Finding] = []
    recommendations: list[Recommendation] = []
    category: str | None = None
    for row in rows:
        banner = _banner(row)
        if banner is not None:
            category = banner
            continue
        finding = _finding(row, columns, category, zone)
        if finding is not None:
            findings.append(finding)
        recommendation = _recommendation(row, columns)
        if recommendation is not None:
            recommendations.append(recommendation)
    return TableReading(tuple(findings), tuple(recommendations), columns)


def _banner(row: dict[int, tuple[Block, ...]]) -> str | None:
    """A row that only names the category of the rows below it."""
    texts = {cell_text(blocks) for blocks in row.values()}
    return match_category(texts.pop()) if len(texts) == 1 else None


def _cell(row: dict[int, tuple[Block, ...]], columns: Columns, role: str) -> tuple[Block, ...]:
    return row.get(columns.roles.get(role, -1), ())


def _text(row: dict[int, tuple[Block, ...]], columns: Columns, role: str) -> str:
    return clean(cell_text(_cell(row, columns, role)))


def _passage(blocks: tuple[Block, ...]) -> tuple[Mark | None, Span | None]:
    """The text of a cell as one passage, its mark taken off."""
    lines = [line for block in blocks for line in block_lines(block)]
    if not lines:
        return None, None
    first = lines[0]
    text = " ".join(line.text for line in lines if line.text)
    return first.mark, Span(text, first.start, lines[-1].end, first.page)


def _number(row: dict[int, tuple[Block, ...]], columns: Columns, own: Mark | None) -> str | None:
    printed = _text(row, columns, "number")
    if printed:
        mark, rest = read_mark(printed + " X")
        if mark is not None and rest == "X":
            return mark.printed
        label = read_label(printed)
        return label.printed if label and label.kind is not MarkKind.BULLET else printed
    return own.printed if own is not None and own.kind is not MarkKind.BULLET else None


def _finding(
    row: dict[int, tuple[Block, ...]], columns: Columns, category: str | None, zone: Zone
) -> Finding | None:
    role = "finding" if _cell(row, columns, "finding") else "good"
    mark, passage = _passage(_cell(row, columns, role))
    if passage is None or len(passage.text.split()) < 4 or introduces(passage.text):
        return None
    text, bracketed = trailing_category(passage.text)
    named = match_category(_text(row, columns, "category"))
    theme = "" if named else _text(row, columns, "category")
    good = role == "good" or zone is Zone.GOOD_PRACTICE
    words = f"{_text(row, columns, 'polarity')} {theme}".lower()
    good = good or bool(re.search(r"\b(?:good|effective|best) practice\b|\bstrength", words))
    stated = named or bracketed or category
    return Finding(
        number=_number(row, columns, mark),
        position=0,
        statement=text,
        start=passage.start,
        end=passage.end,
        page=passage.page,
        title=theme,
        category=stated,
        category_source="stated" if stated else None,
        polarity=Polarity.GOOD_PRACTICE if good else Polarity.WEAKNESS,
        level=_level(_text(row, columns, "level")),
        detail=_passage(_cell(row, columns, "detail"))[1],
        questions=_questions(row, columns),
        issues=tuple(_issues(_cell(row, columns, "issues"))),
    )


def _level(text: str) -> Level | None:
    if re.search(r"\bsystems?\b", text, re.IGNORECASE):
        return Level.SYSTEMS
    return Level.CASE if re.search(r"\bcase\b", text, re.IGNORECASE) else None


def _questions(row: dict[int, tuple[Block, ...]], columns: Columns) -> Questions:
    answers = {
        question: _passage(row[column])[1]
        for column, question in columns.questions.items()
        if column in row
    }
    both = answers.get(Question.BOTH)
    return Questions(
        manifestation=answers.get(Question.MANIFESTATION),
        underlying=answers.get(Question.UNDERLYING),
        prevalence=answers.get(Question.PREVALENCE) or both,
        spread=answers.get(Question.SPREAD) or both,
        implications=answers.get(Question.IMPLICATIONS),
    )


def _issues(blocks: tuple[Block, ...]) -> list[Span]:
    lines: list[Line] = [line for block in blocks for line in block_lines(block)]
    return [line.span for line in lines if line.text]


def _recommendation(row: dict[int, tuple[Block, ...]], columns: Columns) -> Recommendation | None:
    mark, passage = _passage(_cell(row, columns, "recommendation"))
    if passage is None or len(passage.text.split()) < 4:
        return None
    # In a table of findings the number column counts the findings.
    number = (
        _number(row, columns, mark)
        if not columns.findings
        else (mark.printed if mark is not None and mark.kind is not MarkKind.BULLET else None)
    )
    return Recommendation(
        number=number,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        page=passage.page,
        addressee=_text(row, columns, "agency") or (mark.aside if mark else "") or None,
    )
