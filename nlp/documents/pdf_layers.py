"""Layers of a PDF that are switched off: painted by the file, shown by no viewer.

Optional content groups (ISO 32000-2, 8.11). Text belongs to a layer through a marked
content sequence named ``OC``.
"""

from __future__ import annotations

import ctypes

import pypdfium2.raw as pdfium
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from nlp.documents.pdf_geometry import Handle
from nlp.documents.pdf_parts import wide_text

_MAX_LAYERS = 500


def layers_off(document: PDFDocument | None) -> frozenset[str]:
    """Names of the layers that are off when the file is opened; none in a broken file."""
    try:
        return _off(document) if document is not None else frozenset()
    except Exception:  # pdfminer documents no errors; without layers all text is body
        return frozenset()


def _off(document: PDFDocument) -> frozenset[str]:
    properties = resolve1(document.catalog.get("OCProperties"))
    if not isinstance(properties, dict):
        return frozenset()
    default = resolve1(properties.get("D"))
    if not isinstance(default, dict):
        return frozenset()
    groups = resolve1(default.get("OFF")) or []
    state = resolve1(default.get("BaseState"))
    if getattr(state, "name", "") == "OFF":
        on = {getattr(item, "objid", None) for item in resolve1(default.get("ON")) or []}
        every = resolve1(properties.get("OCGs")) or []
        groups = [item for item in every if getattr(item, "objid", None) not in on]
    names: set[str] = set()
    for item in list(groups)[:_MAX_LAYERS]:
        group = resolve1(item)
        name = resolve1(group.get("Name")) if isinstance(group, dict) else None
        if isinstance(name, bytes):
            names.add(decode_text(name))
    return frozenset(names)


def layer_of(item: Handle) -> str:
    """The name of the layer a page object belongs to, empty for none."""
    for index in range(max(pdfium.FPDFPageObj_CountMarks(item), 0)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        if _mark_name(mark) == "OC":
            return _parameter(mark, b"Name")
    return ""


def _mark_name(mark: Handle) -> str:
    length = ctypes.c_ulong()
    buffer = ctypes.create_string_buffer(128)
    target = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    if not pdfium.FPDFPageObjMark_GetName(mark, target, 128, length):
        return ""
    return buffer.raw[: max(length.value - 2, 0)].decode("utf-16-le", "replace")


def _parameter(mark: Handle, key: bytes) -> str:
    def call(buffer: Handle, size: int) -> int:
        length = ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetParamStringValue(mark, key, buffer, size, length)
        return length.value

    return wide_text(call)
