"""Runs of text on a PDF page, with where they stand and how they are painted.

A run is one text object of the page's content stream. PDFium gives the characters; the
object's matrix gives the size as painted, which PDFium's own font size ignores.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

Handle = Any
"""A PDFium object; the bindings are untyped."""

INVISIBLE_MODES = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
_BOLD_WEIGHT = 600
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_FORM_DEPTH = 4


@dataclass(slots=True)
class Run:
    """Text painted by one object. Coordinates are points, origin bottom left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: bool
    mode: int
    colour: tuple[int, int, int, int]
    order: int
    """Place in the painting order of the page, shared with shapes."""


@dataclass(slots=True)
class Shape:
    """A filled path or a picture: what may hide text, or be all there is to see."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: tuple[int, int, int, int]
    picture: bool
    order: int


@dataclass(slots=True)
class PageContent:
    """Everything painted on one page."""

    number: int
    width: float
    height: float
    runs: list[Run]
    shapes: list[Shape]
    rules: int
    """Thin filled or stroked lines, which make a ruled table likely."""


class _Objects:
    """Walks the objects of a page, into form objects too."""

    def __init__(self, text_page: Handle) -> None:
        self._text_page = text_page
        self._fonts: dict[int, bool] = {}
        self.runs: list[Run] = []
        self.shapes: list[Shape] = []
        self.rules = 0
        self._order = 0

    def walk_page(self, page: Handle) -> None:
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            self._take(pdfium.FPDFPage_GetObject(page, index), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)

    def _take(self, item: Handle, outer: tuple[float, ...], depth: int) -> None:
        kind = pdfium.FPDFPageObj_GetType(item)
        self._order += 1
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._text(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            inner = _times(_matrix(item), outer)
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._take(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            self._shape(item, outer, kind == pdfium.FPDF_PAGEOBJ_IMAGE)

    def _text(self, item: Handle, outer: tuple[float, ...]) -> None:
        text = _object_text(item, self._text_page)
        if not text.strip():
            return
        box = _bounds(item, outer)
        matrix = _times(_matrix(item), outer)
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(item, size)
        scale = math.hypot(matrix[2], matrix[3])
        self.runs.append(
            Run(
                text,
                *box,
                baseline=matrix[5],
                size=size.value * scale,
                bold=self._is_bold(item),
                mode=pdfium.FPDFTextObj_GetTextRenderMode(item),
                colour=_fill(item),
                order=self._order,
            )
        )

    def _is_bold(self, item: Handle) -> bool:
        font = pdfium.FPDFTextObj_GetFont(item)
        if not font:
            return False
        address = ctypes.addressof(font.contents)
        if address not in self._fonts:
            buffer = ctypes.create_string_buffer(256)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.value.decode("utf-8", "replace").lower()
            heavy = pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
            self._fonts[address] = heavy or any(word in name for word in _BOLD_NAMES)
        return self._fonts[address]

    def _shape(self, item: Handle, outer: tuple[float, ...], picture: bool) -> None:
        x0, y0, x1, y1 = _bounds(item, outer)
        if not picture:
            mode, stroke = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDFPath_GetDrawMode(item, mode, stroke)
            thin = min(x1 - x0, y1 - y0) < 3 and max(x1 - x0, y1 - y0) > 15
            boxed = stroke.value and x1 - x0 > 30 and y1 - y0 > 8
            if (thin and (stroke.value or mode.value)) or boxed:
                self.rules += 1
            if not mode.value:
                return
        self.shapes.append(Shape(x0, y0, x1, y1, _fill(item), picture, self._order))


def page_content(page: Handle, number: int) -> PageContent:
    """Everything painted on ``page`` (a ``pypdfium2.PdfPage``), in painting order."""
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        objects = _Objects(text_page.raw)
        objects.walk_page(page.raw)
    finally:
        text_page.close()
    return PageContent(number, width, height, objects.runs, objects.shapes, objects.rules)


def _object_text(item: Handle, text_page: Handle) -> str:
    length = pdfium.FPDFTextObj_GetText(item, text_page, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    target = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFTextObj_GetText(item, text_page, target, length)
    text = buffer.raw[: length - 2].decode("utf-16-le", "replace")
    # PDFium writes a hyphen that ends a line as U+0002 or U+FFFE.
    return text.replace("\x02", "-").replace("\ufffe", "-").replace("\r\n", " ")


def _bounds(item: Handle, outer: tuple[float, ...]) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    corners = [
        (x * outer[0] + y * outer[2] + outer[4], x * outer[1] + y * outer[3] + outer[5])
        for x in (left.value, right.value)
        for y in (bottom.value, top.value)
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _matrix(item: Handle) -> tuple[float, ...]:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _fill(item: Handle) -> tuple[int, int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return (0, 0, 0, 255)
    return (red.value, green.value, blue.value, alpha.value)
