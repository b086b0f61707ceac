"""PDF files: real text, running heads, contents pages with dot leaders, columns, tables."""

import io
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Table as Grid
from reportlab.platypus.tableofcontents import TableOfContents

from app.demonstration.layouts.blocks import (
    Block,
    Contents,
    Heading,
    Page,
    PageBreak,
    Sheet,
    Style,
    Table,
    Text,
)

MARGIN = 22 * mm
GAP = 8 * mm


def write_pdf(sheet: Sheet) -> bytes:
    """The sheet as a PDF, without a time of writing, so that the bytes never differ."""
    out = io.BytesIO()
    document = _Document(out, sheet)
    document.multiBuild(_Typesetter(sheet.page, document.measure).story(sheet))
    return out.getvalue()


class _Listed(Paragraph):
    """A heading that stands on the contents page."""


class _Document(BaseDocTemplate):
    """Pages with a head and a foot; headings report themselves to the contents page."""

    def __init__(self, out: io.BytesIO, sheet: Sheet) -> None:
        size = landscape(A4) if sheet.page.landscape else A4
        super().__init__(
            out,
            pagesize=size,
            title=sheet.title,
            author=sheet.publisher,
            invariant=1,
            pageCompression=1,
        )
        self.page_setup = sheet.page
        width, height = size
        columns = sheet.page.columns
        self.measure = (width - 2 * MARGIN - GAP * (columns - 1)) / columns
        frames = [
            Frame(
                MARGIN + column * (self.measure + GAP),
                MARGIN,
                self.measure,
                height - 2 * MARGIN,
                leftPadding=0,
                rightPadding=0,
            )
            for column in range(columns)
        ]
        self.addPageTemplates(PageTemplate(frames=frames, onPage=self._furnish))

    def _furnish(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        width, height = self.pagesize
        canvas.saveState()
        canvas.setFont("Helvetica", 8)
        if self.page_setup.running_head:
            canvas.drawString(MARGIN, height - 14 * mm, self.page_setup.running_head[:110])
        if self.page_setup.numbered:
            canvas.drawCentredString(width / 2, 12 * mm, f"Page {canvas.getPageNumber()}")
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Tell the contents page of a listed heading."""
        if isinstance(flowable, _Listed):
            self.notify("TOCEntry", (0, escape(flowable.getPlainText()), self.page))


class _Typesetter:
    """Turns blocks into what reportlab flows down a page."""

    def __init__(self, page: Page, measure: float) -> None:
        self.measure = measure
        self.notes: list[str] = []
        face, bold = (
            ("Times-Roman", "Times-Bold") if page.serif else ("Helvetica", "Helvetica-Bold")
        )
        size = 9 if page.columns > 1 or page.landscape else 10.5
        self.body = ParagraphStyle(
            "body", fontName=face, fontSize=size, leading=size * 1.3, spaceAfter=size * 0.7
        )
        self.bold = ParagraphStyle("strong", self.body, fontName=bold)
        self.number = ParagraphStyle("number", self.body, leftIndent=28, bulletIndent=0)
        self.number.bulletFontName, self.number.bulletFontSize = face, size
        self.bullet = ParagraphStyle("bullet", self.number, leftIndent=16, bulletIndent=4)
        self.indent = ParagraphStyle("indent", self.body, leftIndent=16)
        self.centre = ParagraphStyle("centre", self.body, alignment=TA_CENTER)
        self.small = ParagraphStyle("small", self.body, fontSize=8, leading=10)
        self.title = ParagraphStyle(
            "title", self.bold, fontSize=size * 1.8, leading=size * 2.2, spaceAfter=size
        )
        self.subtitle = ParagraphStyle(
            "subtitle", self.body, fontSize=size * 1.2, leading=size * 1.6
        )
        self.headings = [
            ParagraphStyle(
                f"heading{level}",
                self.bold,
                fontSize=size * scale,
                leading=size * scale * 1.25,
                spaceBefore=size,
                spaceAfter=size * 0.5,
                keepWithNext=1,
            )
            for level, scale in ((1, 1.35), (2, 1.12), (3, 1.0))
        ]
        # A bold number in the margin would be read as part of the heading above it.
        self.entry = ParagraphStyle("entry", self.body, spaceAfter=2)

    def story(self, sheet: Sheet) -> list[Flowable]:
        """Every flowable of the sheet, the notes gathered at the end."""
        flowables = [flowable for block in sheet.blocks for flowable in self._flow(block)]
        if self.notes:
            flowables.append(Paragraph("Notes", self.headings[1]))
            flowables += [
                Paragraph(f"{number} {escape(note)}", self.small)
                for number, note in enumerate(self.notes, 1)
            ]
        return flowables

    def _flow(self, block: Block) -> list[Flowable]:
        if isinstance(block, Heading):
            kind = _Listed if block.listed else Paragraph
            return [kind(escape(block.text), self.headings[block.level - 1])]
        if isinstance(block, Text):
            return [self._text(block)]
        if isinstance(block, Table):
            return [self._table(block), Spacer(1, self.body.fontSize)]
        if isinstance(block, Contents):
            return self._contents(block)
        assert isinstance(block, PageBreak)  # noqa: S101 - the union has no other member
        return [NewPage()]

    def _contents(self, block: Contents) -> list[Flowable]:
        contents = TableOfContents(dotsMinLevel=0)
        contents.levelStyles = [self.entry, self.entry, self.entry]
        return [Paragraph(block.title, self.headings[0]), contents]

    def _text(self, text: Text) -> Paragraph:
        words = escape(text.text)
        if text.lead:
            words = f"<b>{escape(text.lead)}</b> {words}"
        elif text.bold:
            words = f"<b>{words}</b>"
        if text.note:
            self.notes.append(text.note)
            words += f"<super>{len(self.notes)}</super>"
        if text.number:
            return Paragraph(words, self.number, bulletText=text.number)
        if text.style is Style.BULLET:
            return Paragraph(words, self.bullet, bulletText="•")
        styles = {
            Style.TITLE: self.title,
            Style.SUBTITLE: self.subtitle,
            Style.SMALL: self.small,
            Style.CENTRE: self.centre,
        }
        return Paragraph(words, styles.get(text.style, self.indent if text.indent else self.body))

    def _table(self, table: Table) -> Grid:
        rows = [
            [
                [
                    Paragraph(escape(part), self._cell(table, row, column))
                    for part in cell.split("\n")
                    if part
                ]
                for column, cell in enumerate(cells)
            ]
            for row, cells in enumerate(table.rows)
        ]
        grid = Grid(
            rows,
            colWidths=[width * self.measure for width in table.widths],
            repeatRows=1 if table.header else 0,
            splitInRow=1,
        )
        grid.setStyle(
            [("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        )
        return grid

    def _cell(self, table: Table, row: int, column: int) -> ParagraphStyle:
        strong = (table.header and row == 0) or (table.labels and column == 0)
        return self.bold if strong else self.body
