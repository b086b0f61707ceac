"""Charts as files, to put into a report or on a slide: the drawing itself, or its pixels."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import vl_convert
from markupsafe import Markup
from starlette.responses import Response

PIXELS_AN_INCH: Final = 192
"""Twice a screen's, so that letters stay sharp on paper."""
_INK: Final = '<rect width="100%" height="100%" fill="#ffffff"></rect>'


class Picture(StrEnum):
    """A form of a chart's file."""

    SVG = "svg"
    PNG = "png"


_TYPES: Final = {Picture.SVG: "image/svg+xml", Picture.PNG: "image/png"}


def picture_response(chart: Markup, form: Picture, *, name: str) -> Response:
    """A download called ``name``.svg or ``name``.png, on white; the same chart, the same bytes."""
    drawing = _on_white(str(chart))
    body = (
        vl_convert.svg_to_png(drawing, ppi=PIXELS_AN_INCH)
        if form is Picture.PNG
        else drawing.encode()
    )
    return Response(
        body,
        media_type=_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )


def _on_white(drawing: str) -> str:
    """Pages are white behind a chart; a slide need not be."""
    head, mark, rest = drawing.partition(">")
    return f"{head}{mark}{_INK}{rest}"
