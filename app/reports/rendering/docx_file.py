"""A report as a Word document with real headings, table heads and words for every chart."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time

import vl_convert
from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from app.kit.zips import zipped
from app.reports.content import Block, Bullets, Chart, Paragraph, Report, Table

PIXELS_AN_INCH = 144


def to_docx(report: Report) -> bytes:
    """The report as DOCX. The same report gives the same bytes."""
    document = Document()
    _describe(document, report)
    document.add_heading(report.title, level=0)
    document.add_paragraph(report.subtitle, style="Subtitle")
    document.add_paragraph(f"Frozen on {report.frozen_on}, data version {report.data_version}.")
    for section in report.sections:
        document.add_heading(section.title, level=1)
        for block in section.blocks:
            _add(document, block)
    written = io.BytesIO()
    document.save(written)
    return _without_dates(written.getvalue())


def _describe(document: Word, report: Report) -> None:
    day = datetime.combine(date.fromisoformat(report.frozen_on), time(), tzinfo=UTC)
    known = document.core_properties
    known.title, known.subject, known.language = report.title, report.subtitle, "en-GB"
    known.author = known.last_modified_by = "Case Review Repository"
    known.created = known.modified = day.replace(tzinfo=None)
    known.comments = ""


def _add(document: Word, block: Block) -> None:
    match block:
        case Paragraph():
            document.add_paragraph(block.words)
        case Bullets():
            for point in block.points:
                document.add_paragraph(point, style="List Bullet")
        case Chart():
            _add_chart(document, block)
        case Table():
            _add_table(document, block)


def _add_chart(document: Word, chart: Chart) -> None:
    picture = io.BytesIO(vl_convert.svg_to_png(chart.svg, ppi=PIXELS_AN_INCH))
    shape = document.add_picture(picture, width=Cm(16))
    named = shape._inline.docPr
    named.set("descr", chart.says)
    named.set("title", chart.caption)
    document.add_paragraph(chart.caption, style="Caption")


def _add_table(document: Word, block: Table) -> None:
    caption = document.add_paragraph(block.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.heads), style="Light Grid Accent 1")
    for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
        cell.text = head
    # Screen readers and page breaks both need to know which row heads the table.
    heads = OxmlElement("w:tblHeader")
    heads.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(heads)
    for row in block.rows:
        cells = table.add_row().cells
        for place, (cell, words) in enumerate(zip(cells, row, strict=True)):
            cell.text = words
            if place in block.numbers:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _without_dates(written: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(written)) as source:
        return zipped({name: source.read(name) for name in source.namelist()})
