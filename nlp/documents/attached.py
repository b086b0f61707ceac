"""Files inside a file: read like any other, and everything in them counts as hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from nlp.documents.archives import Archive
from nlp.documents.assembly import Reading
from nlp.documents.docx_reader import read_docx
from nlp.documents.errors import UnreadableDocument
from nlp.documents.json_reader import read_json
from nlp.documents.limits import Limits
from nlp.documents.model import Where
from nlp.documents.odt_reader import read_odt
from nlp.documents.pdf_reader import read_pdf
from nlp.documents.pictures import recognise, recogniser_installed
from nlp.documents.sheets import is_office_archive, office_texts
from nlp.documents.sniffing import Format, detect
from nlp.documents.text_reader import read_text

_READERS: dict[Format, Callable[[bytes, Limits], Reading]] = {
    Format.PDF: read_pdf,
    Format.DOCX: read_docx,
    Format.ODT: read_odt,
    Format.TXT: lambda data, _limits: read_text(data),
    Format.JSON: lambda data, _limits: read_json(data),
}
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff"})
_DRAWINGS = frozenset({".emf", ".wmf", ".svg"})


def read_format(found: Format, data: bytes, limits: Limits) -> Reading:
    """Read bytes whose format is known."""
    return _READERS[found](data, limits)


def read_attached(reading: Reading, limits: Limits, depth: int) -> None:
    """Read ``reading.attached`` into hidden blocks, files inside those files too.

    What cannot be read becomes a warning that names it: a person has to open it.
    """
    pictures: list[str] = []
    for name, data in reading.attached:
        ending = PurePath(name).suffix.lower()
        if ending in _PICTURES or ending in _DRAWINGS:
            pictures.append(name)
            if ending in _PICTURES and len(pictures) <= limits.ocr_pages and recogniser_installed():
                reading.hide(recognise(data), Where.HIDDEN, f"text in a picture ({name})")
        else:
            _read_one(name, data, reading, limits, depth)
    thumbnails = [name for name in pictures if "thumbnail" in name.lower()]
    if thumbnails:
        reading.warn(
            "The file carries a small picture of its first page, which may show an earlier state. "
            "Published copies leave it out."
        )
    if count := len(pictures) - len(thumbnails):
        what = "a picture" if count == 1 else f"{count} pictures"
        reading.warn(f"The file holds {what}. A person must look for names and faces in them.")


def _read_one(name: str, data: bytes, reading: Reading, limits: Limits, depth: int) -> None:
    note = f"embedded file ({name})"
    try:
        if depth <= 0:
            raise UnreadableDocument
        for text in _texts(data, limits, depth):
            reading.hide(text, Where.HIDDEN, note)
    except (UnreadableDocument, ValueError):
        reading.warn(
            f"The embedded file “{name}” could not be read. A person must open it, or the "
            "committee sends the report without it."
        )


def _texts(data: bytes, limits: Limits, depth: int) -> list[str]:
    if data.startswith(b"PK") and is_office_archive(archive := Archive(data, limits)):
        return office_texts(archive)
    inner = read_format(detect(data, filename="", limits=limits), data, limits)
    read_attached(inner, limits, depth - 1)
    return [draft.text for draft in inner.drafts]
