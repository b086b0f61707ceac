"""Earlier revisions that a PDF still carries.

A program that saves a PDF "incrementally" appends the changes and leaves the old bytes in
place. Cutting the file after each earlier end mark gives the file as it then was.
"""

from __future__ import annotations

import re

import pypdfium2

from nlp.documents.assembly import Reading
from nlp.documents.cleaning import clean
from nlp.documents.model import Where
from nlp.documents.pdf_annotations import read_annotations
from nlp.documents.pdf_text import page_content

_END = re.compile(rb"startxref\s+\d+\s+%%EOF[\r\n]*")
_LINEARIZED = re.compile(rb"/Linearized\b")
_MAX_REVISIONS = 5
_MAX_PAGES = 400
NOTE = "earlier revision of the file"


def read_revisions(data: bytes, current: set[str], reading: Reading) -> None:
    """Add lines of earlier revisions that the present file no longer shows.

    ``current`` holds the words of every line that is still there, as ``line_key`` gives
    them.
    """
    ends = [match.end() for match in _END.finditer(data)]
    if _LINEARIZED.search(data[:1024]):
        ends = ends[1:]  # the first end mark closes the first page, not a revision
    earlier = ends[:-1][-_MAX_REVISIONS:]
    if len(ends) - 1 > _MAX_REVISIONS:
        reading.warn(
            f"The PDF carries {len(ends) - 1} earlier revisions; the last {_MAX_REVISIONS} were "
            "read. Print it to a new PDF to leave them behind."
        )
    known = set(current)
    for end in earlier:
        for text, page in _lines(data[:end]):
            key = line_key(text)
            if key and key not in known:
                known.add(key)
                reading.hide(text, Where.HIDDEN, NOTE, page)


def line_key(text: str) -> str:
    """A line's words without spacing, so that a moved line still counts as present."""
    return "".join(clean(text).split()).casefold()


def _lines(data: bytes) -> list[tuple[str, int]]:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return []
    found: list[tuple[str, int]] = []
    try:
        for index in range(min(len(pdf), _MAX_PAGES)):
            page = pdf[index]
            found += [(run.text, index + 1) for run in page_content(page, index + 1).runs]
            asides = Reading("")
            answers = read_annotations(page, None, index + 1, asides)
            found += [(draft.text, index + 1) for draft in asides.drafts]
            found += [(answer.text, index + 1) for answer in answers]
            page.close()
        found += [(value, 1) for value in pdf.get_metadata_dict(skip_empty=True).values()]
    except pypdfium2.PdfiumError:
        return found
    finally:
        pdf.close()
    return found
