"""PDF to blocks: the order of reading, and then every place a page does not show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import pypdfium2
import pypdfium2.raw as pdfium

from nlp.documents.assembly import Reading
from nlp.documents.errors import (
    DamagedDocument,
    DocumentTooLarge,
    EncryptedDocument,
)
from nlp.documents.limits import Limits
from nlp.documents.pdf_annotations import Answer, read_annotations
from nlp.documents.pdf_geometry import Handle
from nlp.documents.pdf_layers import layers_off
from nlp.documents.pdf_pages import read_pages
from nlp.documents.pdf_parts import (
    attachments,
    open_structure,
    read_outline,
    read_properties,
    read_structure,
)
from nlp.documents.pdf_pictures import look_at_pictures
from nlp.documents.pdf_revisions import line_key, read_revisions
from nlp.documents.pdf_text import PageContent, page_content
from nlp.documents.sniffing import Format

_PDFIUM = RLock()
"""PDFium keeps state for the whole process and must not be entered by two threads."""
_DAMAGED = "The PDF is cut short or damaged. Open it, save or print it to a new PDF and send that."
_LOCKED = "The PDF is protected by a password. Save a copy without one and send that."


def read_pdf(data: bytes, limits: Limits) -> Reading:
    """Read a PDF. Raises UnreadableDocument subclasses only."""
    with _PDFIUM:
        return _read_all(data, limits)


def _read_all(data: bytes, limits: Limits) -> Reading:
    reading = Reading(Format.PDF)
    structure = open_structure(data)
    off = layers_off(structure)
    with _open(data) as pdf:
        if len(pdf) > limits.pages:
            raise DocumentTooLarge(
                f"The PDF has {len(pdf):,} pages; at most {limits.pages:,} are read. "
                "Send the report in parts."
            )
        reading.pages = len(pdf)
        contents = _read(pdf, reading, limits, off)
    read_properties(data, structure, reading)
    read_revisions(data, _present(contents, reading), reading)
    return reading


@contextmanager
def _open(data: bytes) -> Iterator[Handle]:
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


def _read(pdf: Handle, reading: Reading, limits: Limits, off: frozenset[str]) -> list[PageContent]:
    contents: list[PageContent] = []
    answers: dict[int, list[Answer]] = {}
    asides = Reading(Format.PDF)
    pdf.init_forms()
    for index in range(len(pdf)):
        page = _page(pdf, index)
        try:
            contents.append(page_content(page, index + 1))
            contents[-1].layers_off = off
            answers[index + 1] = read_annotations(page, pdf.formenv, index + 1, asides)
            if pdf.is_tagged():
                read_structure(page, index + 1, asides)
        finally:
            page.close()
    look_at_pictures(pdf, contents, reading, limits)
    read_pages(contents, answers, reading)
    reading.drafts += asides.drafts
    read_outline(pdf, reading)
    reading.attached += [*asides.attached, *attachments(pdf, reading)]
    return contents


def _present(contents: list[PageContent], reading: Reading) -> set[str]:
    """What the file says now: runs one by one, and the blocks made of them."""
    runs = {line_key(run.text) for content in contents for run in content.runs}
    kept = {line_key(value) for value in reading.properties.values()}
    return runs | kept | {line_key(draft.text) for draft in reading.drafts}


def _page(pdf: Handle, index: int) -> Handle:
    try:
        return pdf[index]
    except pypdfium2.PdfiumError as error:
        raise DamagedDocument(_DAMAGED) from error
