"""Reports written once and printed as real files: DOCX, PDF and ODT.

A report is a list of parts. Each printer makes of them what an office would: styles in Word,
fonts and sizes in a PDF, outline levels in a text document.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import docx
from docx.enum.text import WD_BREAK
from odf import style as odf_style
from odf import table as odf_table
from odf import text as odf_text
from odf.opendocument import OpenDocumentText
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)


@dataclass(frozen=True)
class H:
    """A heading."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class P:
    """A paragraph, with a bold run-in where ``lead`` is given."""

    text: str
    lead: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Bullets:
    """An unnumbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Numbers:
    """A list numbered by the word processor."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class T:
    """A table; cells hold line feeds where they hold several paragraphs."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class NewPage:
    """A page break."""


Part = H | P | Bullets | Numbers | T | NewPage


@dataclass(frozen=True)
class Report:
    """A report and how it is printed."""

    parts: Sequence[Part]
    running_head: str = ""
    columns: int = 1
    formats: tuple[str, ...] = field(default=("docx", "pdf", "odt"))


def print_report(report: Report, form: str) -> bytes:
    """The bytes of the report as a file of the form ``docx``, ``pdf`` or ``odt``."""
    return {"docx": _docx, "pdf": _pdf, "odt": _odt}[form](report)


def _docx(report: Report) -> bytes:
    document = docx.Document()
    if report.running_head:
        document.sections[0].header.paragraphs[0].text = report.running_head
    for part in report.parts:
        match part:
            case H(text, level):
                document.add_heading(text, level)
            case P(text, lead, bold):
                paragraph = document.add_paragraph()
                if lead:
                    paragraph.add_run(lead + " ").bold = True
                paragraph.add_run(text).bold = True if bold else None
            case Bullets(items):
                for item in items:
                    document.add_paragraph(item, style="List Bullet")
            case Numbers(items):
                for item in items:
                    document.add_paragraph(item, style="List Number")
            case T(rows):
                table = document.add_table(rows=len(rows), cols=len(rows[0]))
                for cells, row in zip(table.rows, rows, strict=True):
                    for cell, text in zip(cells.cells, row, strict=True):
                        cell.text = text
            case NewPage():
                document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")


def _pdf(report: Report) -> bytes:
    sheet = getSampleStyleSheet()
    body = ParagraphStyle("body", parent=sheet["BodyText"], fontSize=10, leading=13, spaceAfter=6)
    cell = ParagraphStyle("cell", parent=body, fontSize=9, leading=11, spaceAfter=0)
    flow: list[Flowable] = []
    for part in report.parts:
        match part:
            case H(text, level):
                flow.append(Paragraph(_escape(text), sheet[f"Heading{level}"]))
            case P(text, lead, bold):
                made = f"<b>{_escape(lead)}</b> {_escape(text)}" if lead else _escape(text)
                flow.append(Paragraph(f"<b>{made}</b>" if bold else made, body))
            case Bullets(items):
                style = ParagraphStyle("bullet", parent=body, leftIndent=18, bulletIndent=6)
                flow += [Paragraph(_escape(item), style, bulletText="•") for item in items]
            case Numbers(items):
                style = ParagraphStyle("number", parent=body, leftIndent=22, bulletIndent=4)
                flow += [
                    Paragraph(_escape(item), style, bulletText=f"{place}.")
                    for place, item in enumerate(items, start=1)
                ]
            case T(rows, widths):
                flow += _pdf_table(rows, widths, cell)
            case NewPage():
                flow.append(PageBreak())
    stream = io.BytesIO()
    _frames(stream, report).build(flow)
    return stream.getvalue()


def _pdf_table(
    rows: Sequence[Sequence[str]], widths: Sequence[int], cell: ParagraphStyle
) -> list[Flowable]:
    made = [[Paragraph(_escape(text), cell) for text in row] for row in rows]
    grid = TableStyle(
        [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    return [Table(made, colWidths=widths or None, style=grid), Spacer(1, 8)]


def _frames(stream: io.BytesIO, report: Report) -> BaseDocTemplate:
    width, height = A4
    margin, gap = 60, 20
    each = (width - 2 * margin - gap * (report.columns - 1)) / report.columns
    frames = [
        Frame(margin + column * (each + gap), margin, each, height - 2 * margin)
        for column in range(report.columns)
    ]

    def furniture(canvas: object, doc: object) -> None:
        if report.running_head:
            canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
            canvas.drawString(margin, height - 36, report.running_head)  # type: ignore[attr-defined]
        canvas.drawString(width / 2, 30, f"Page {doc.page}")  # type: ignore[attr-defined]

    document = BaseDocTemplate(stream, pagesize=A4)
    document.addPageTemplates([PageTemplate(frames=frames, onPage=furniture)])
    return document


def _odt(report: Report) -> bytes:
    document = OpenDocumentText()
    bold = odf_style.Style(name="Strong", family="text")
    bold.addElement(odf_style.TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    for name, kind in (
        ("L1", odf_text.ListLevelStyleBullet),
        ("L2", odf_text.ListLevelStyleNumber),
    ):
        listed = odf_text.ListStyle(name=name)
        extra = {"bulletchar": "•"} if name == "L1" else {"numformat": "1", "numsuffix": "."}
        listed.addElement(kind(level=1, **extra))
        document.automaticstyles.addElement(listed)
    for part in report.parts:
        match part:
            case H(text, level):
                document.text.addElement(odf_text.H(outlinelevel=level, text=text))
            case P(text, lead, is_bold):
                paragraph = odf_text.P()
                if lead:
                    paragraph.addElement(odf_text.Span(stylename=bold, text=lead + " "))
                paragraph.addElement(odf_text.Span(stylename=bold if is_bold else None, text=text))
                document.text.addElement(paragraph)
            case Bullets(items) | Numbers(items):
                listed = odf_text.List(stylename="L1" if isinstance(part, Bullets) else "L2")
                for item in items:
                    entry = odf_text.ListItem()
                    entry.addElement(odf_text.P(text=item))
                    listed.addElement(entry)
                document.text.addElement(listed)
            case T(rows):
                document.text.addElement(_odt_table(rows))
            case NewPage():
                continue
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def _odt_table(rows: Sequence[Sequence[str]]) -> odf_table.Table:
    table = odf_table.Table()
    table.addElement(odf_table.TableColumn(numbercolumnsrepeated=len(rows[0])))
    for row in rows:
        made = odf_table.TableRow()
        for text in row:
            cell = odf_table.TableCell()
            for paragraph in text.split("\n"):
                cell.addElement(odf_text.P(text=paragraph))
            made.addElement(cell)
        table.addElement(made)
    return table
