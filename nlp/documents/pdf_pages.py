"""The pages of a PDF in order: lines, tables and answers to a form, made into blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.documents.assembly import Draft, Reading
from nlp.documents.contents_pages import NOTE, contents_lines
from nlp.documents.model import Cell, Kind, Where
from nlp.documents.pdf_annotations import Answer
from nlp.documents.pdf_furniture import split_furniture, without_page_number
from nlp.documents.pdf_hidden import split_hidden
from nlp.documents.pdf_layout import Line, insert_ready, lines_in_order
from nlp.documents.pdf_paragraphs import Paragraphs
from nlp.documents.pdf_tables import RuledTable, find_tables
from nlp.documents.pdf_text import PageContent

_SAME_COLUMN = 6.0
_CHROME = {Where.HEADER: "running head", Where.FOOTER: "running foot"}


@dataclass(slots=True)
class _Sheet:
    """One page on its way from runs to blocks."""

    content: PageContent
    lines: list[Line]
    tables: list[RuledTable]
    turned: list[Line]
    answers: list[Answer] = field(default_factory=list)


def read_pages(
    contents: list[PageContent], answers: dict[int, list[Answer]], reading: Reading
) -> None:
    """Add the blocks of all pages, seen and hidden, to ``reading``."""
    sheets: dict[int, _Sheet] = {}
    for content in contents:
        seen, hidden = split_hidden(content)
        upright = [run for run in seen if not run.turn]
        tables, rest = find_tables(content.edges, upright)
        lines = lines_in_order(rest, content.number)
        turned = [Line([run], content.number).measure() for run in seen if run.turn]
        sheets[content.number] = _Sheet(
            content, lines, tables, turned, answers.get(content.number, [])
        )
        for note, runs in hidden.items():
            for line in lines_in_order(runs, content.number):
                reading.hide(line.text, Where.HIDDEN, note, content.number)
    _take_furniture(sheets, reading)
    _mark_contents(sheets)
    reading.drafts += _blocks(sheets)


def _take_furniture(sheets: dict[int, _Sheet], reading: Reading) -> None:
    pages = {number: sheet.lines for number, sheet in sheets.items()}
    heights = {number: sheet.content.height for number, sheet in sheets.items()}
    for where, lines in split_furniture(pages, heights).items():
        for line in lines:
            reading.hide(without_page_number(line), where, _CHROME[where], line.page)
    for number, lines in pages.items():
        sheets[number].lines = lines


def _mark_contents(sheets: dict[int, _Sheet]) -> None:
    lines = [line for number in sorted(sheets) for line in sheets[number].lines]
    for place in contents_lines([line.text for line in lines]):
        lines[place].role = NOTE


def _blocks(sheets: dict[int, _Sheet]) -> list[Draft]:
    cell_lines = {
        id(cell): lines_in_order(cell.runs, number)
        for number, sheet in sheets.items()
        for table in sheet.tables
        for cell in table.cells
        if cell.runs
    }
    measured = [line for sheet in sheets.values() for line in sheet.lines]
    measured += [line for lines in cell_lines.values() for line in lines]
    paragraphs = Paragraphs(measured)
    notes = [
        line for number in sorted(sheets) for line in paragraphs.take_notes(sheets[number].lines)
    ]
    in_order: list[Line] = []
    numbered = _Tables(paragraphs, cell_lines)
    for number in sorted(sheets):
        sheet = sheets[number]
        ready = [
            _table_line(table, numbered.drafts(table, number), number) for table in sheet.tables
        ]
        ready += [_answer_line(answer, number) for answer in sheet.answers]
        insert_ready(sheet.lines, ready)
        numbered.page_read(sheet.lines)
        in_order += sheet.lines
        for line in sheet.turned:
            line.role = "turned text"
            in_order.append(line)
    return paragraphs.drafts(in_order) + [_as_note(d) for d in paragraphs.drafts(notes)]


def _as_note(draft: Draft) -> Draft:
    draft.where, draft.note = Where.FOOTNOTE, "footnote"
    if draft.kind is Kind.HEADING:
        draft.kind, draft.level = Kind.PARAGRAPH, 0
    return draft


class _Tables:
    """Numbers tables through the document; one that goes on overleaf stays one table."""

    def __init__(self, paragraphs: Paragraphs, cell_lines: dict[int, list[Line]]) -> None:
        self._paragraphs = paragraphs
        self._cell_lines = cell_lines
        self._count = 0
        self._rows = 0
        self._columns: list[float] = []
        self._at_end = False
        self._first_of_page = True

    def drafts(self, table: RuledTable, page: int) -> list[Draft]:
        """The cells of one table as blocks."""
        goes_on = self._first_of_page and self._at_end and self._same_columns(table)
        if not goes_on:
            self._count, self._rows = self._count + 1, 0
        found: list[Draft] = []
        for cell in table.cells:
            place = Cell(self._count - 1, self._rows + cell.row, cell.column)
            for draft in self._paragraphs.drafts(self._cell_lines.get(id(cell), [])):
                draft.where, draft.kind, draft.level = Where.TABLE, Kind.CELL, 0
                draft.cell, draft.page = place, page
                found.append(draft)
        self._rows += max(cell.row for cell in table.cells) + 1
        self._columns, self._first_of_page = table.columns, False
        return found

    def page_read(self, lines: list[Line]) -> None:
        """Note whether the page ended in a table."""
        self._at_end = bool(lines and lines[-1].ready and lines[-1].ready[0].cell)
        self._first_of_page = True

    def _same_columns(self, table: RuledTable) -> bool:
        pairs = zip(table.columns, self._columns, strict=False)
        same_count = len(table.columns) == len(self._columns)
        return same_count and all(abs(a - b) < _SAME_COLUMN for a, b in pairs)


def _table_line(table: RuledTable, drafts: list[Draft], page: int) -> Line:
    return Line(
        [],
        page,
        x0=table.x0,
        x1=table.x1,
        y0=table.y0,
        y1=table.y1,
        baseline=table.y1,
        ready=drafts,
    )


def _answer_line(answer: Answer, page: int) -> Line:
    x0, y0, x1, y1 = answer.box
    drafts = [Draft(answer.text, page=page, note="form field")]
    baseline = y0 + 3 if y1 - y0 < 30 else y1 - 12
    return Line([], page, x0=x0, x1=x1, y0=y0, y1=y1, baseline=baseline, ready=drafts)
