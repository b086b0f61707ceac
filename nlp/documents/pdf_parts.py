"""What a PDF holds beside its pages' content: properties, outline, attachments, structure."""

from __future__ import annotations

import ctypes
import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import suppress

import pypdfium2.raw as pdfium
from lxml import etree
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import decode_text

from nlp.documents.assembly import Reading
from nlp.documents.errors import UnreadableDocument
from nlp.documents.model import Where
from nlp.documents.pdf_geometry import Handle
from nlp.documents.safe_xml import parse_xml

# Its warnings quote bytes of the file, and no case content may reach a log.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL + 1)

_DULL = frozenset({"Producer", "Creator", "CreationDate", "ModDate", "Trapped", "PTEX.Fullbanner"})
_PLACEHOLDERS = frozenset({"(anonymous)", "(unspecified)", "anonymous", "untitled", "unspecified"})
"""What programs write where nobody gave a value."""
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_XMP_DULL = re.compile(
    r"producer|creatortool|date|format|documentid|instanceid|derivedfrom|history|version|part|"
    r"conformance|toolkit|trapped|about|parsetype|lang",
    re.IGNORECASE,
)
_MAX_ATTACHMENTS = 50
_STRUCTURE_DEPTH = 60

Attach = Callable[[str, bytes], None]


def open_structure(data: bytes) -> PDFDocument | None:
    """The file's objects as pdfminer sees them; None where it cannot."""
    try:
        return PDFDocument(PDFParser(io.BytesIO(data)), fallback=False)
    except Exception:  # pdfminer documents no errors; PDFium reads the pages all the same
        return None


def read_properties(data: bytes, document: PDFDocument | None, reading: Reading) -> None:
    """The information dictionary, with keys of any name, XMP metadata and XFA form data."""
    packets: list[bytes] = []
    try:
        if document is None:
            raise ValueError("no structure")
        for entries in document.info:
            for key, value in entries.items():
                _info(key, resolve1(value), reading)
        metadata = resolve1(document.catalog.get("Metadata"))
        if isinstance(metadata, PDFStream):
            packets.append(metadata.get_data())
        _form_data(document, reading)
    except Exception:  # as above: broken properties must not lose the report
        reading.warn("Some properties of the PDF could not be read.")
    # Pictures and earlier revisions keep packets of their own, usually not compressed.
    packets += _XMP.findall(data)
    seen: set[tuple[str, str]] = set()
    for packet in packets:
        _xmp(packet, reading, seen)


def _form_data(document: PDFDocument, reading: Reading) -> None:
    """What an XFA form keeps beside its fields."""
    form = resolve1(document.catalog.get("AcroForm"))
    parts = resolve1(form.get("XFA")) if isinstance(form, dict) else None
    for part in parts if isinstance(parts, list) else [parts]:
        stream = resolve1(part)
        if not isinstance(stream, PDFStream):
            continue
        with suppress(UnreadableDocument):
            for element in parse_xml(stream.get_data(), part="XFA").iter(etree.Element):
                reading.hide((element.text or "").strip(), Where.HIDDEN, "form data")


def _info(key: str, value: object, reading: Reading) -> None:
    text = decode_text(value) if isinstance(value, bytes) else str(getattr(value, "name", value))
    if text in _PLACEHOLDERS:
        return
    if key in _DULL:
        reading.properties.setdefault(key, text)
    else:
        reading.property(key, text)


def _xmp(packet: bytes, reading: Reading, seen: set[tuple[str, str]]) -> None:
    start = packet.find(b"<x:xmpmeta")
    body = packet[start : packet.rfind(b">") + 1] if start >= 0 else packet
    try:
        root = parse_xml(body, part="XMP")
    except UnreadableDocument:
        return
    for element in root.iter(etree.Element):
        name = element.tag.rpartition("}")[2]
        if name in ("li", "Alt", "Seq", "Bag"):
            holder = next((a for a in element.iterancestors() if not _is_list(a.tag)), element)
            name = holder.tag.rpartition("}")[2]
        pairs = [(name, element.text or "")]
        pairs += [(key.rpartition("}")[2], value) for key, value in element.attrib.items()]
        for key, value in pairs:
            if value.strip() and not _XMP_DULL.search(key) and (key, value) not in seen:
                seen.add((key, value))
                reading.property(key, value)


def _is_list(tag: str) -> bool:
    return tag.rpartition("}")[2] in ("li", "Alt", "Seq", "Bag")


def read_outline(pdf: Handle, reading: Reading) -> None:
    """Titles of the outline ("bookmarks"), but for those that repeat a heading."""
    said = {" ".join(draft.text.split()).casefold() for draft in reading.drafts}
    for entry in pdf.get_toc(max_depth=12):
        title = entry.get_title() or ""
        if " ".join(title.split()).casefold() not in said:
            reading.hide(title, Where.HIDDEN, "outline title")


def attachments(pdf: Handle, reading: Reading) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of attached files; their names and descriptions are read here."""
    count = pdf.count_attachments()
    if count > _MAX_ATTACHMENTS:
        reading.warn(f"Only the first {_MAX_ATTACHMENTS} of {count} attachments were read.")
    for index in range(min(count, _MAX_ATTACHMENTS)):
        item = pdf.get_attachment(index)
        name = item.get_name()
        reading.hide(name, Where.HIDDEN, "name of an attachment")
        reading.hide(_description(item), Where.HIDDEN, "description of an attachment")
        yield name, bytes(item.get_data())


def _description(item: Handle) -> str:
    return wide_text(lambda b, n: pdfium.FPDFAttachment_GetDescription(item.raw, b, n))


def read_structure(page: Handle, number: int, reading: Reading) -> None:
    """Alternative text of pictures in the page's structure tree."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return
    try:
        stack = [
            (pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), 0)
            for index in range(pdfium.FPDF_StructTree_CountChildren(tree))
        ]
        while stack:
            element, depth = stack.pop()
            if not element or depth > _STRUCTURE_DEPTH:
                continue
            alternative = _alternative(element)
            reading.hide(alternative, Where.HIDDEN, "alternative text", number)
            for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
                child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
                stack.append((child, depth + 1))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _alternative(element: Handle) -> str:
    return wide_text(lambda b, n: pdfium.FPDF_StructElement_GetAltText(element, b, n))


def wide_text(call: Callable[[Handle, int], int]) -> str:
    """The string of a PDFium call that fills a buffer with UTF-16 and returns its length."""
    length = call(None, 0)
    if not 2 < length < 1 << 24:
        return ""
    buffer = ctypes.create_string_buffer(length)
    call(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")
