"""Text that is in a PDF page but cannot be seen on it."""

from __future__ import annotations

import pypdfium2.raw as pdfium

from nlp.documents.pdf_text import PageContent, Run, Shape

_UNSEEN_MODES = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
_STROKED = frozenset({pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP})
_PALE = 250
_OPAQUE = 200
_BACKGROUND = 200
_MANY = 1_000
_TINY = 2.0
_SCAN_SHARE = 0.5
_COVERED = 0.75


def hidden_note(run: Run, content: PageContent) -> str:
    """How a run is hidden, in a person's words; empty when it is seen."""
    if run.mode in _UNSEEN_MODES or run.colour[3] == 0:
        return "invisible text"
    if run.layer in content.layers_off:
        return "text on a layer that is switched off"
    if run.x1 < 0 or run.y1 < 0 or run.x0 > content.width or run.y0 > content.height:
        return "text outside the page"
    if run.size <= _TINY and run.y1 - run.y0 <= _TINY:
        return "tiny text"
    for shape in content.shapes:
        if shape.order > run.order and _hides(shape, content) and _covers(shape, run):
            return "text under a picture" if shape.picture else "text under a box"
    if _is_pale(run.colour) and run.mode not in _STROKED and not _on_colour(run, content):
        return "white text"
    return ""


def is_scan_layer(content: PageContent) -> bool:
    """True where a picture fills the page and its text is the recognised text of that scan.

    Such text is invisible by design and is the page's body.
    """
    area = content.width * content.height
    scans = [
        shape
        for shape in content.shapes
        if shape.picture and (shape.x1 - shape.x0) * (shape.y1 - shape.y0) > _SCAN_SHARE * area
    ]
    if not scans or not content.runs:
        return False
    unseen = sum(
        len(run.text)
        for run in content.runs
        if run.mode in _UNSEEN_MODES
        or any(scan.order > run.order and _covers(scan, run) for scan in scans)
    )
    return unseen > _SCAN_SHARE * sum(len(run.text) for run in content.runs)


def split_hidden(content: PageContent) -> tuple[list[Run], dict[str, list[Run]]]:
    """The runs a reader sees, and the others by how they are hidden."""
    if content.crowded or is_scan_layer(content):
        return list(content.runs), {}
    if len(content.shapes) > _MANY:
        # Dots and strokes of a drawing hide nothing; looking at each for each run takes minutes.
        large = sorted(content.shapes, key=lambda s: (s.x1 - s.x0) * (s.y1 - s.y0))[-_MANY:]
        content.shapes = sorted(large, key=lambda shape: shape.order)
    seen: list[Run] = []
    hidden: dict[str, list[Run]] = {}
    for run in content.runs:
        note = hidden_note(run, content)
        if note:
            hidden.setdefault(note, []).append(run)
        else:
            seen.append(run)
    return seen, hidden


def _hides(shape: Shape, content: PageContent) -> bool:
    """True for an opaque shape; a pale one as large as the page is its background."""
    if not shape.solid or (shape.colour[3] < _OPAQUE and not shape.picture):
        return False
    large = (shape.x1 - shape.x0) * (shape.y1 - shape.y0) > 0.6 * content.width * content.height
    return not (large and not shape.picture and min(shape.colour[:3]) > _BACKGROUND)


def _covers(shape: Shape, run: Run) -> bool:
    wide = min(shape.x1, run.x1) - max(shape.x0, run.x0)
    tall = min(shape.y1, run.y1) - max(shape.y0, run.y0)
    if wide <= 0 or tall <= 0:
        return False
    area = max((run.x1 - run.x0) * (run.y1 - run.y0), 0.01)
    return wide * tall >= _COVERED * area


def _is_pale(colour: tuple[int, int, int, int]) -> bool:
    return min(colour[:3]) >= _PALE


def _on_colour(run: Run, content: PageContent) -> bool:
    """True where something darker was painted under the run before it."""
    under = [s for s in content.shapes if s.order < run.order and _covers(s, run)]
    return bool(under) and (under[-1].picture or not _is_pale(under[-1].colour))
