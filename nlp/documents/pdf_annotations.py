"""Annotations and form fields: remarks on a page, and answers typed into it."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from nlp.documents.assembly import Reading
from nlp.documents.model import Where
from nlp.documents.pdf_geometry import Box, Handle, carried, page_matrix
from nlp.documents.pdf_parts import wide_text

_MAX_ANNOTATIONS = 2_000
_TEXT_KEYS = (
    ("Contents", Where.COMMENT, "annotation"),
    ("T", Where.PROPERTIES, "annotation author"),
    ("Subj", Where.COMMENT, "annotation subject"),
)
_WIDGET_KEYS = (("TU", "form field"), ("DV", "form field default"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in a form field, and where on the page."""

    text: str
    box: Box


def read_annotations(
    page: Handle, form: Handle | None, number: int, reading: Reading
) -> list[Answer]:
    """Add remarks, links and hidden field texts; return the answers a reader sees.

    ``page`` and ``form`` are pypdfium2 objects.
    """
    answers: list[Answer] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind == pdfium.FPDF_ANNOT_WIDGET:
                answers += _widget(annotation, form, page, number, reading)
            else:
                _remark(annotation, number, reading)
            if kind == pdfium.FPDF_ANNOT_LINK:
                _link(annotation, page, number, reading)
            elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                _file(annotation, page, reading)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return answers


def _remark(annotation: Handle, number: int, reading: Reading) -> None:
    for key, where, note in _TEXT_KEYS:
        reading.hide(_string(annotation, key), where, note, number)


def _widget(
    annotation: Handle, form: Handle | None, page: Handle, number: int, reading: Reading
) -> list[Answer]:
    for key, note in _WIDGET_KEYS:
        reading.hide(_string(annotation, key), Where.HIDDEN, note, number)
    value = _string(annotation, "V")
    if form is not None:
        raw = form.raw
        value = value or wide_text(
            lambda b, n: pdfium.FPDFAnnot_GetFormFieldValue(raw, annotation, b, n)
        )
        name = wide_text(lambda b, n: pdfium.FPDFAnnot_GetFormFieldName(raw, annotation, b, n))
        reading.hide(name, Where.HIDDEN, "form field name", number)
    if not value.strip() or value in ("Off", "Yes", "On"):
        return []
    flags = pdfium.FPDFAnnot_GetFlags(annotation)
    if flags & (pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW):
        reading.hide(value, Where.HIDDEN, "hidden form field", number)
        return []
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, box)
    shown = carried(page_matrix(page), (box.left, box.bottom, box.right, box.top))
    return [Answer(value, shown)]


def _link(annotation: Handle, page: Handle, number: int, reading: Reading) -> None:
    link = pdfium.FPDFAnnot_GetLink(annotation)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action:
        return
    length = pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
    if length > 1:
        buffer = ctypes.create_string_buffer(length)
        pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, length)
        target = buffer.value.decode("utf-8", "replace")
        reading.hide(target, Where.HIDDEN, "link target", number)


def _file(annotation: Handle, page: Handle, reading: Reading) -> None:
    """A file pinned to the page, which the list of attachments does not know."""
    raw = pdfium.FPDFAnnot_GetFileAttachment(annotation)
    if raw:
        item = pypdfium2.PdfAttachment(raw, page.pdf)
        reading.hide(item.get_name(), Where.HIDDEN, "name of an attachment")
        reading.attached.append((item.get_name(), bytes(item.get_data())))


def _string(annotation: Handle, key: str) -> str:
    name = key.encode()
    return wide_text(lambda b, n: pdfium.FPDFAnnot_GetStringValue(annotation, name, b, n))
