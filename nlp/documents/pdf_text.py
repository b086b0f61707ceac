"""What is painted on a PDF page: runs of text, shapes and rules, in painting order.

A run is one text object of the page's content stream. PDFium gives the characters; the
object's matrix gives the size as painted, which PDFium's own font size ignores.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from nlp.documents.pdf_geometry import (
    Box,
    Colour,
    Handle,
    Matrix,
    bounds_of,
    clipped,
    fill_of,
    matrix_of,
    page_matrix,
    point,
    times,
    turning,
)
from nlp.documents.pdf_layers import layer_of

_BOLD_WEIGHT = 600
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_FIXED_NAMES = ("courier", "mono", "consol", "typewriter")
_FIXED_PITCH = 1
"""Bit of the font descriptor's flags (ISO 32000-2, 9.8.2)."""
_FORM_DEPTH = 4
_THIN = 3.0
_BLACK = (0, 0, 0, 255)
_BUFFER_SIZE = 4096
_MAX_OBJECTS = 20_000
_SEGMENT_LIMIT = 400


@dataclass(slots=True)
class Run:
    """Text painted by one object. Coordinates are points, origin bottom left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    origin: float
    """Where the first letter's room begins, a little before its ink."""
    baseline: float
    size: float
    bold: bool
    mode: int
    colour: Colour
    order: int
    """Place in the painting order of the page, shared with shapes."""
    fixed: bool = False
    """Set in a typewriter face, whose narrow letters stand far apart."""
    layer: str = ""
    """Name of the optional layer the run belongs to."""
    turn: int = 0
    """Degrees by which the writing is turned: 90 runs upwards, 270 downwards."""


@dataclass(slots=True)
class Shape:
    """A filled path or a picture: what may hide text, or be all there is to see."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: Colour
    picture: bool
    order: int
    solid: bool = True
    """Painted over what is under it, not blended with it as a highlighter is."""


@dataclass(slots=True)
class Edge:
    """A ruling line: level when ``y0 == y1``, upright when ``x0 == x1``."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class PageContent:
    """Everything painted on one page, upright, origin at the bottom left of what is shown."""

    number: int
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    layers_off: frozenset[str] = frozenset()
    crowded: bool = False
    """The page has more objects than are looked at one by one; ``runs`` are bare lines."""


def page_content(page: Handle, number: int) -> PageContent:
    """Everything painted on ``page`` (a ``pypdfium2.PdfPage``)."""
    width, height = page.get_size()
    upright = page_matrix(page)
    text_page = page.get_textpage()
    try:
        content = PageContent(number, width, height)
        _Walk(content, text_page.raw).walk(page.raw, upright)
        if content.crowded:
            lines = text_page.get_text_range().splitlines()
            return PageContent(number, width, height, _bare_runs(lines, height), crowded=True)
        turn = _main_turn(content.runs)
        if turn:
            # A landscape table set sideways: read it as its reader turns the sheet.
            if turn != 180:
                width, height = height, width
            content = PageContent(number, width, height)
            turned = times(upright, turning(turn, content.width, content.height))
            _Walk(content, text_page.raw).walk(page.raw, turned)
    finally:
        text_page.close()
    return content


def _bare_runs(lines: list[str], height: float) -> list[Run]:
    """Lines one under the other in PDFium's own order, where looking closer costs too much."""
    runs: list[Run] = []
    for place, text in enumerate(line for line in lines if line.strip()):
        y = height * 0.88 - place * 12
        ink = (72.0, y, 72.0 + 5 * len(text), y + 8)
        runs.append(Run(text, *ink, 72.0, y, 10.0, bold=False, mode=0, colour=_BLACK, order=place))
    return runs


def _main_turn(runs: list[Run]) -> int:
    """The turn of most of the page's characters."""
    weights: Counter[int] = Counter()
    for run in runs:
        weights[run.turn] += len(run.text)
    return weights.most_common(1)[0][0] if weights else 0


def _turn(matrix: Matrix) -> int:
    if abs(matrix[1]) > abs(matrix[0]):
        return 90 if matrix[1] > 0 else 270
    return 180 if matrix[0] < 0 else 0


@dataclass(frozen=True, slots=True)
class _Font:
    bold: bool = False
    fixed: bool = False


class _Walk:
    """Walks the objects of a page, into form objects too."""

    def __init__(self, content: PageContent, text_page: Handle) -> None:
        self._content = content
        self._text_page = text_page
        self._fonts: dict[int, _Font] = {}
        self._buffer = ctypes.create_string_buffer(_BUFFER_SIZE)
        self._order = 0

    def walk(self, page: Handle, outer: Matrix) -> None:
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            self._take(pdfium.FPDFPage_GetObject(page, index), outer, 0)

    def _take(self, item: Handle, outer: Matrix, depth: int) -> None:
        if self._order >= _MAX_OBJECTS:
            self._content.crowded = True
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        self._order += 1
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._text(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            inner = times(matrix_of(item), outer)
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._take(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._shape(item, bounds_of(item, outer), outer, picture=True)

    def _text(self, item: Handle, outer: Matrix) -> None:
        text = _object_text(item, self._text_page, self._buffer)
        if not text.strip():
            return
        matrix = times(matrix_of(item), outer)
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(item, size)
        font = self._font(item)
        run = Run(
            text,
            *bounds_of(item, outer),
            origin=matrix[4],
            baseline=matrix[5],
            size=abs(size.value) * math.hypot(matrix[2], matrix[3]),
            bold=font.bold,
            fixed=font.fixed,
            mode=pdfium.FPDFTextObj_GetTextRenderMode(item),
            colour=fill_of(item),
            order=self._order,
            layer=layer_of(item),
            turn=_turn(matrix),
        )
        self._content.runs.append(run)

    def _font(self, item: Handle) -> _Font:
        font = pdfium.FPDFTextObj_GetFont(item)
        if not font:
            return _Font()
        address = ctypes.addressof(font.contents)
        if address not in self._fonts:
            buffer = ctypes.create_string_buffer(256)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.value.decode("utf-8", "replace").lower()
            heavy = pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
            self._fonts[address] = _Font(
                bold=heavy or any(word in name for word in _BOLD_NAMES),
                fixed=bool(pdfium.FPDFFont_GetFlags(font) & _FIXED_PITCH)
                or any(word in name for word in _FIXED_NAMES),
            )
        return self._fonts[address]

    def _shape(self, item: Handle, box: Box, outer: Matrix, *, picture: bool) -> None:
        solid = not pdfium.FPDFPageObj_HasTransparency(item)
        shown = clipped(item, box, outer)
        self._content.shapes.append(Shape(*shown, fill_of(item), picture, self._order, solid))

    def _path(self, item: Handle, outer: Matrix) -> None:
        x0, y0, x1, y1 = box = bounds_of(item, outer)
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if min(x1 - x0, y1 - y0) < _THIN:
            if fill.value or stroke.value:
                self._content.edges.append(_middle(box))
            return
        if stroke.value:
            self._content.edges += _outline(item, times(matrix_of(item), outer))
        if fill.value:
            self._shape(item, box, outer, picture=False)


def _middle(box: Box) -> Edge:
    """A thin box as the line it looks like."""
    x0, y0, x1, y1 = box
    if x1 - x0 >= y1 - y0:
        return Edge(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    return Edge((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _outline(path: Handle, matrix: Matrix) -> list[Edge]:
    """The level and upright lines of a stroked path."""
    edges: list[Edge] = []
    here = begin = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _SEGMENT_LIMIT)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        there = point(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = there
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            edges += _straight(here, there)
        here = there
        if pdfium.FPDFPathSegment_GetClose(segment):
            edges += _straight(here, begin)
            here = begin
    return edges


def _straight(a: tuple[float, float], b: tuple[float, float]) -> list[Edge]:
    wide, tall = abs(a[0] - b[0]), abs(a[1] - b[1])
    if tall < 1 <= wide:
        return [Edge(min(a[0], b[0]), (a[1] + b[1]) / 2, max(a[0], b[0]), (a[1] + b[1]) / 2)]
    if wide < 1 <= tall:
        return [Edge((a[0] + b[0]) / 2, min(a[1], b[1]), (a[0] + b[0]) / 2, max(a[1], b[1]))]
    return []


def _object_text(item: Handle, text_page: Handle, buffer: Handle) -> str:
    target = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    length = pdfium.FPDFTextObj_GetText(item, text_page, target, _BUFFER_SIZE)
    if length <= 2:
        return ""
    if length > _BUFFER_SIZE:
        buffer = ctypes.create_string_buffer(length)
        target = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        pdfium.FPDFTextObj_GetText(item, text_page, target, length)
    text = bytes(buffer[: length - 2]).decode("utf-16-le", "replace")
    # PDFium writes a hyphen that ends a line as U+0002 or U+FFFE.
    return text.replace("\x02", "-").replace("\ufffe", "-").replace("\r\n", " ")
