"""The one door: a file of any accepted kind in, a :class:`Document` out."""

from __future__ import annotations

from pathlib import Path

from nlp.documents.assembly import assemble
from nlp.documents.attached import read_attached, read_format
from nlp.documents.contents_pages import mark_contents
from nlp.documents.errors import (
    DamagedDocument,
    DocumentTooLarge,
    EmptyFile,
    UnreadableDocument,
)
from nlp.documents.header_rows import mark_header_rows
from nlp.documents.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from nlp.documents.model import Document
from nlp.documents.sniffing import detect


def read_document(
    source: Path | bytes, *, filename: str, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """Read a PDF, DOCX, ODT, TXT or JSON file into blocks with offsets.

    ``source`` is a path or the bytes themselves; ``filename`` is the name the sender gave,
    whose ending must agree with the content. ``document.text`` is Unicode NFC: zero-width,
    bidirectional-control and soft-hyphen characters are removed, ligatures are spelled
    out, every kind of space is one plain space, and look-alike letters inside a Latin word
    are the Latin ones. ``document.text[block.start:block.end] == block.text`` for every
    block. What the reader of the page sees (body, tables, notes) comes first and in order;
    headers, comments, tracked changes, properties and hidden text follow.

    Raises an UnreadableDocument subclass whose text tells the sender what to do, and
    nothing else whatever the bytes are.
    """
    data = _load(source, limits)
    try:
        found = detect(data, filename=filename, limits=limits)
        reading = read_format(found, data, limits)
        read_attached(reading, limits, limits.depth)
        mark_contents(reading.drafts)
        mark_header_rows(reading.drafts)
        document = assemble(reading, limits)
    except UnreadableDocument:
        raise
    except MemoryError as error:
        raise DocumentTooLarge("The file needs too much memory. Send it in parts.") from error
    except Exception as error:
        # The parsers underneath raise what they like on broken input; the sender gets one answer.
        raise DamagedDocument(
            "The file is damaged. Open it in the program that made it, save it again and send "
            "the new copy."
        ) from error
    if not document.body():
        raise EmptyFile("There is no text in the file. Check that the right file was sent.")
    return document


def _load(source: Path | bytes, limits: Limits) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > limits.file_size:
        raise DocumentTooLarge(
            f"The file has {size / MEGABYTE:.0f} MB; at most {limits.file_size // MEGABYTE} MB "
            "are read. Take out large pictures or send the report in parts."
        )
    return source if isinstance(source, bytes) else source.read_bytes()
