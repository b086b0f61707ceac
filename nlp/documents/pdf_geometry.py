"""Matrices and boxes of PDFium objects, and where the page stands in its own space."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

Handle = Any
"""A PDFium object; the bindings are untyped."""

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
Colour = tuple[int, int, int, int]

_CORNERS = 64

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def page_matrix(page: Handle) -> Matrix:
    """From user space to the page as shown: origin bottom left of the crop box, turned upright.

    ``page`` is a ``pypdfium2.PdfPage``.
    """
    left, bottom, right, top = page.get_cropbox()
    turned: dict[int, Matrix] = {
        90: (0.0, -1.0, 1.0, 0.0, -bottom, right),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, 1.0, -1.0, 0.0, top, -left),
    }
    return turned.get(page.get_rotation(), (1.0, 0.0, 0.0, 1.0, -left, -bottom))


def turning(degrees: int, width: float, height: float) -> Matrix:
    """Turns writing that runs at ``degrees`` upright on a page that is then width × height."""
    turned: dict[int, Matrix] = {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, height),
        180: (-1.0, 0.0, 0.0, -1.0, width, height),
        270: (0.0, 1.0, -1.0, 0.0, width, 0.0),
    }
    return turned.get(degrees, IDENTITY)


def matrix_of(item: Handle) -> Matrix:
    """The object's own matrix."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """``inner`` applied first, then ``outer``."""
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


def point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point carried over by ``matrix``."""
    a, b, c, d, e, f = matrix
    return x * a + y * c + e, x * b + y * d + f


def carried(matrix: Matrix, box: Box) -> Box:
    """The upright box around a box carried over by ``matrix``."""
    x0, y0 = point(matrix, box[0], box[1])
    x1, y1 = point(matrix, box[2], box[3])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def bounds_of(item: Handle, outer: Matrix) -> Box:
    """Left, bottom, right, top of what the object paints."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return carried(outer, (left.value, bottom.value, right.value, top.value))


def clipped(item: Handle, box: Box, outer: Matrix) -> Box:
    """What is left of ``box`` inside the object's clip paths; their corners decide."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(count, 0)):
        corners: list[tuple[float, float]] = []
        for index in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, path), _CORNERS)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, index)
            if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                corners.append(point(outer, x.value, y.value))
        if corners:
            xs, ys = [c[0] for c in corners], [c[1] for c in corners]
            box = (
                max(box[0], min(xs)),
                max(box[1], min(ys)),
                min(box[2], max(xs)),
                min(box[3], max(ys)),
            )
    return box


def fill_of(item: Handle) -> Colour:
    """Red, green, blue and opacity of the fill; black where none is stated."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return (0, 0, 0, 255)
    return (red.value, green.value, blue.value, alpha.value)
