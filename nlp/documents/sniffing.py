"""What a file is, by its content; its name is only a claim to check."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import PurePath

from nlp.documents.archives import Archive
from nlp.documents.errors import EmptyFile, EncryptedDocument, UnsupportedType
from nlp.documents.limits import Limits


class Format(StrEnum):
    """The formats that are read, by media type."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"
    TXT = "text/plain"
    JSON = "application/json"


_NAMES = {
    Format.PDF: "a PDF",
    Format.DOCX: "a Word document (DOCX)",
    Format.ODT: "an OpenDocument text (ODT)",
    Format.TXT: "plain text",
    Format.JSON: "JSON",
}
_ENDINGS = {
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".docm": Format.DOCX,
    ".dotx": Format.DOCX,
    ".odt": Format.ODT,
    ".ott": Format.ODT,
    ".txt": Format.TXT,
    ".text": Format.TXT,
    ".md": Format.TXT,
    ".json": Format.JSON,
}
_SAVE_AS = {Format.PDF: ".pdf", Format.DOCX: ".docx", Format.ODT: ".odt", Format.TXT: ".txt"}
ACCEPTED = "Send the report as PDF, DOCX, ODT, TXT or JSON."

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"BM", "a bitmap picture"),
    (b"RIFF", "a media file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"%!PS", "a PostScript file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LATIN_SHARE = 0.7
"""Share of zero bytes beside the letters of English text in UTF-16."""
_PDF_WINDOW = 1024
_PICTURES_ADVICE = (
    "Run character recognition on it and send a PDF with a text layer, or send the original "
    "document."
)


def detect(data: bytes, *, filename: str, limits: Limits) -> Format:
    """The format of ``data``, which agrees with the ending of ``filename`` if that has one.

    Raises EmptyFile, EncryptedDocument, UnsupportedType, or what opening a container raises.
    """
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise EmptyFile("The file is empty. Check that it was saved and send it again.")
    found = _by_content(data, limits)
    ending = PurePath(filename).suffix.lower()
    claimed = _ENDINGS.get(ending)
    if found is Format.TXT:
        return _text_format(data, ending, claimed)
    if claimed is not found and ending:
        raise UnsupportedType(
            f"The name ends in {ending}, but the file is {_NAMES[found]}. "
            f"Rename it to end in {_SAVE_AS[found]} and send it again."
        )
    return found


def _by_content(data: bytes, limits: Limits) -> Format:
    if b"%PDF-" in data[:_PDF_WINDOW]:
        return Format.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(Archive(data, limits))
    if data.startswith(_OLE):
        raise _ole_error(data)
    if data.startswith(b"{\\rtf"):
        raise UnsupportedType(
            "The file is in Rich Text Format (RTF). Save it as DOCX or PDF and send that."
        )
    for magic, name in _MAGIC:
        if data.startswith(magic) and (len(magic) > 2 or b"\x00" in data[:64]):
            advice = _PICTURES_ADVICE if "picture" in name else ACCEPTED
            raise UnsupportedType(f"The file is {name}. {advice}")
    if not _is_text(data):
        raise UnsupportedType(f"The content of the file is not a kind that can be read. {ACCEPTED}")
    if data.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise UnsupportedType(
            "The file is a web page (HTML). Save it as PDF or DOCX and send that."
        )
    return Format.TXT


def _zip_format(archive: Archive) -> Format:
    if "mimetype" in archive:
        kind = archive.read("mimetype")[:100].strip()
        if kind.startswith(b"application/vnd.oasis.opendocument.text"):
            return Format.ODT
    names = archive.names()
    if "[Content_Types].xml" in archive:
        types = archive.read("[Content_Types].xml")
        if b"wordprocessingml" in types or "word/document.xml" in archive:
            return Format.DOCX
    if any(name.startswith("xl/") for name in names):
        kind_name = "an Excel workbook"
    elif any(name.startswith("ppt/") for name in names):
        kind_name = "a PowerPoint presentation"
    else:
        kind_name = "a ZIP archive"
    raise UnsupportedType(f"The file is {kind_name}. {ACCEPTED}")


def _ole_error(data: bytes) -> Exception:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedDocument(
            "The document is protected by a password. Save a copy without one and send that."
        )
    if "WordDocument".encode("utf-16-le") in data:
        return UnsupportedType(
            "The file is an old Word document (DOC). Save it as DOCX or PDF and send that."
        )
    return UnsupportedType(f"The file is an old Office or Outlook file. {ACCEPTED}")


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = data[:65536]
    if b"\x00" in sample:
        # UTF-16 without a mark: every other byte of Latin text is zero.
        even, odd = sample[0::2], sample[1::2]
        little = odd.count(0) > even.count(0)
        text = sample[: len(sample) & ~1].decode(f"utf-16-{'l' if little else 'b'}e", "replace")
        wide = (odd if little else even).count(0) > _LATIN_SHARE * len(odd)
        return wide and _is_printable(text.encode("utf-8", "ignore"))
    return _is_printable(sample)


def _is_printable(sample: bytes) -> bool:
    controls = sum(sample.count(code) for code in range(32) if code not in _BLANKS)
    return controls <= len(sample) * 0.002


_BLANKS = frozenset({9, 10, 11, 12, 13, 28, 29, 30, 31})


def _text_format(data: bytes, ending: str, claimed: Format | None) -> Format:
    if claimed in (Format.TXT, Format.JSON):
        return claimed
    if claimed is not None:
        raise UnsupportedType(
            f"The name ends in {ending}, but the file is plain text. If it is the report, rename "
            "it to end in .txt; otherwise send the original document."
        )
    if ending:
        raise UnsupportedType(f"Files that end in {ending} are not read. {ACCEPTED}")
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return Format.TXT
    return Format.JSON
