"""PDF to blocks: the order of reading, and then every place a page does not show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from nlp.documents.assembly import Reading
from nlp.documents.errors import (
    DamagedDocument,
    DocumentTooLarge,
    EncryptedDocument,
    ScannedDocument,
)
from nlp.documents.limits import Limits
from nlp.documents.model import Where
from nlp.documents.pdf_furniture import PAGE_NUMBER, split_furniture
from nlp.documents.pdf_layout import Line, lines_in_order
from nlp.documents.pdf_paragraphs import Paragraphs
from nlp.documents.pdf_text import Handle, PageContent, page_content
from nlp.documents.sniffing import Format

_DAMAGED = "The PDF is cut short or damaged. Open it, save or print it to a new PDF and send that."
_LOCKED = "The PDF is protected by a password. Save a copy without one and send that."


def read_pdf(data: bytes, limits: Limits) -> Reading:
    """Read a PDF. Raises UnreadableDocument subclasses only."""
    reading = Reading(Format.PDF)
    with open_pdf(data) as pdf:
        if len(pdf) > limits.pages:
            raise DocumentTooLarge(
                f"The PDF has {len(pdf):,} pages; at most {limits.pages:,} are read. "
                "Send the report in parts."
            )
        reading.pages = len(pdf)
        contents = list(_contents(pdf))
    _read_pages(contents, reading)
    return reading


@contextmanager
def open_pdf(data: bytes) -> Iterator[Handle]:
    """The PDF opened by PDFium. Raises EncryptedDocument or DamagedDocument."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise EncryptedDocument(_LOCKED) from error
        raise DamagedDocument(_DAMAGED) from error
    try:
        if len(pdf) == 0:
            raise DamagedDocument(_DAMAGED)
        yield pdf
    finally:
        pdf.close()


def _contents(pdf: Handle) -> Iterator[PageContent]:
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except pypdfium2.PdfiumError as error:
            raise DamagedDocument(_DAMAGED) from error
        try:
            yield page_content(page, index + 1)
        finally:
            page.close()


def _read_pages(contents: list[PageContent], reading: Reading) -> None:
    pages: dict[int, list[Line]] = {}
    for content in contents:
        pages[content.number] = lines_in_order(content.runs, content.number)
        if not content.runs and any(shape.picture for shape in content.shapes):
            reading.image_pages.add(content.number)
    heights = {content.number: content.height for content in contents}
    furniture = split_furniture(pages, heights)
    _warn_of_pictures(contents, reading)
    lines = [line for number in sorted(pages) for line in pages[number]]
    reading.drafts += Paragraphs(lines).drafts()
    for where, running in furniture.items():
        for line in running:
            if not PAGE_NUMBER.match(line.text):
                note = "running head" if where is Where.HEADER else "running foot"
                reading.hide(line.text, where, note, line.page)


def _warn_of_pictures(contents: list[PageContent], reading: Reading) -> None:
    if not reading.image_pages:
        return
    named = page_list(sorted(reading.image_pages))
    if not any(content.runs for content in contents):
        raise ScannedDocument(
            f"The pages are pictures without text ({named}). Run character recognition on the "
            "scan and send a PDF with a text layer, or send the original document."
        )
    reading.warn(f"There is only a picture and no text on {named}. A person must look at it.")


def page_list(numbers: list[int]) -> str:
    """“page 4”, “pages 1–3 and 7”."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    words = [str(a) if a == b else f"{a}–{b}" for a, b in spans]
    listed = words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" and {words[-1]}"
    return f"page {listed}" if len(numbers) == 1 else f"pages {listed}"
