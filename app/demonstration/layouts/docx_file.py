"""DOCX files: styles, real footnotes, tables, heads and feet, contents with dot leaders."""

import io
from datetime import UTC, datetime
from html import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from app.demonstration.layouts.archives import settle
from app.demonstration.layouts.blocks import (
    Block,
    Contents,
    Heading,
    PageBreak,
    Sheet,
    Style,
    Table,
    Text,
)

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
PARAGRAPH_STYLES = {
    Style.TITLE: "Title",
    Style.SUBTITLE: "Subtitle",
    Style.BULLET: "List Bullet",
}
WORDS_A_PAGE = 380


def write_docx(sheet: Sheet) -> bytes:
    """The sheet as a Word document, without times of writing, so that the bytes never differ."""
    writer = _Writer(sheet)
    for block in sheet.blocks:
        writer.add(block)
    return writer.finish()


class _Writer:
    """Adds blocks to a document and keeps its footnotes."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.document: Document = docx.Document()
        self.notes: list[str] = []
        self._set_up()

    def _set_up(self) -> None:
        page, section = self.sheet.page, self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        if page.landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
        normal = self.document.styles["Normal"].font
        normal.name = "Times New Roman" if page.serif else "Arial"
        normal.size = Pt(11)
        if page.running_head:
            section.header.paragraphs[0].text = page.running_head
        if page.numbered:
            _page_number(section.footer.paragraphs[0])
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = self.sheet.publisher
        properties.title = self.sheet.title
        properties.comments = ""
        properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)

    def add(self, block: Block) -> None:
        """Add one block at the end of the document."""
        if isinstance(block, Heading):
            self.document.add_heading(block.text, block.level)
        elif isinstance(block, Text):
            self._text(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Contents):
            self._contents(block)
        elif isinstance(block, PageBreak):
            self.document.add_page_break()

    def _text(self, text: Text) -> None:
        paragraph = self.document.add_paragraph(style=PARAGRAPH_STYLES.get(text.style))
        if text.style is Style.CENTRE:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if text.number:
            paragraph.paragraph_format.left_indent = Mm(12)
            paragraph.paragraph_format.first_line_indent = Mm(-12)
            paragraph.add_run(f"{text.number}\t")
        if text.indent:
            paragraph.paragraph_format.left_indent = Mm(10)
        if text.lead:
            paragraph.add_run(text.lead).bold = True
            paragraph.add_run(" ")
        run = paragraph.add_run(text.text)
        run.bold = True if text.bold else None
        if text.style is Style.SMALL:
            run.font.size = Pt(8)
        if text.note:
            self._footnote(paragraph, text.note)

    def _table(self, table: Table) -> None:
        grid = self.document.add_table(len(table.rows), len(table.widths), style="Table Grid")
        section = self.document.sections[0]
        measure = section.page_width - section.left_margin - section.right_margin
        for row, cells in zip(grid.rows, table.rows, strict=True):
            for cell, width, words in zip(row.cells, table.widths, cells, strict=True):
                cell.width = int(measure * width)
                first = True
                for part in words.split("\n"):
                    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
                    run = paragraph.add_run(part)
                    head = table.header and cells is table.rows[0]
                    if head or (table.labels and words is cells[0]):
                        run.bold = True
                    first = False
        self.document.add_paragraph()

    def _contents(self, block: Contents) -> None:
        """Entries as a word processor leaves them: text, tab with dots, page number."""
        self.document.add_paragraph(style="Subtitle").add_run(block.title)
        page, words = 3, 0
        for each in self.sheet.blocks[self.sheet.blocks.index(block) :]:
            if isinstance(each, Heading) and each.listed and each.level == 1:
                paragraph = self.document.add_paragraph()
                stops = paragraph.paragraph_format.tab_stops
                stops.add_tab_stop(Mm(150), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
                paragraph.add_run(f"{each.text}\t{page + words // WORDS_A_PAGE}")
            elif isinstance(each, Text):
                words += len(each.text.split())

    def _footnote(self, paragraph: Paragraph, note: str) -> None:
        self.notes.append(note)
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self.notes)))
        run._r.append(reference)

    def finish(self) -> bytes:
        """The bytes of the document."""
        if self.notes:
            package = self.document.part.package
            part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, _footnotes(self.notes), package)
            self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        out = io.BytesIO()
        self.document.save(out)
        return settle(out.getvalue())


def _footnotes(notes: list[str]) -> bytes:
    # Word wants the two separators before any note.
    special = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p>'
        "</w:footnote>"
        for number, kind, mark in (
            (-1, "separator", "separator"),
            (0, "continuationSeparator", "continuationSeparator"),
        )
    )
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, 1)
    )
    return f"<w:footnotes {nsdecls('w')}>{special}{body}</w:footnotes>".encode()


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("Page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
