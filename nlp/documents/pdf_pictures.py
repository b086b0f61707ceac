"""Pages that are pictures: named for a person, read by machine where that can be done."""

from __future__ import annotations

import io

import pypdfium2

from nlp.documents.assembly import Reading
from nlp.documents.errors import ScannedDocument
from nlp.documents.limits import Limits
from nlp.documents.model import Where
from nlp.documents.numbers_in_words import page_list
from nlp.documents.pdf_geometry import Handle
from nlp.documents.pdf_text import PageContent
from nlp.documents.pictures import recognise, recogniser_installed

_LARGE = 0.15
"""Share of the page that a picture must fill before a person is asked to look at it."""
_SPARSE = 40
"""Characters: a page with a large picture and fewer is a scan with a stamp on it."""
_SCALE = 200 / 72
NOTE = "text in a picture"


def look_at_pictures(
    pdf: Handle, contents: list[PageContent], reading: Reading, limits: Limits
) -> None:
    """Fill ``reading.image_pages``; raise ScannedDocument when no page has text.

    Where character recognition is installed its words are added as hidden text: they are
    scanned for identifiers and never taken for findings.
    """
    pictured = [content for content in contents if _large_picture(content)]
    textless = [content.number for content in pictured if _characters(content) < _SPARSE]
    if textless and sum(_characters(content) for content in contents) < _SPARSE * len(contents):
        raise ScannedDocument(
            f"The pages are pictures without text ({page_list(textless)}). Run character "
            "recognition on the scan and send a PDF with a text layer, or send the original "
            "document."
        )
    reading.image_pages.update(content.number for content in pictured)
    if textless:
        reading.warn(
            f"There is a picture and no text on {page_list(textless)}. "
            "A person must look at what it shows."
        )
    if recogniser_installed():
        for content in pictured[: limits.ocr_pages]:
            words = recognise(_painted(pdf, content.number))
            reading.hide(words, Where.HIDDEN, NOTE, content.number)


def _characters(content: PageContent) -> int:
    return sum(len(run.text.strip()) for run in content.runs)


def _large_picture(content: PageContent) -> bool:
    area = max(content.width * content.height, 1.0)
    return any(
        shape.picture and (shape.x1 - shape.x0) * (shape.y1 - shape.y0) > _LARGE * area
        for shape in content.shapes
    )


def _painted(pdf: Handle, number: int) -> bytes:
    page = pdf[number - 1]
    try:
        image = page.render(scale=_SCALE, grayscale=True).to_pil()
    except pypdfium2.PdfiumError:
        return b""
    finally:
        page.close()
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
