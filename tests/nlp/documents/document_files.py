"""Real files for the tests, made with the programs' own libraries and then altered."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import docx
import odf.opendocument
import odf.text
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from nlp.documents import Block, Document, Where

FILLER = "Staff met the family often and wrote down what they saw at each visit."


def word_bytes(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs or (FILLER,):
        document.add_paragraph(paragraph)
    return word_bytes(document)


def word_with_body(xml: str, *, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A DOCX whose body begins with ``xml`` (prefixes as Word declares them)."""
    namespaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
    )

    def edit(document: str) -> str:
        document = document.replace("<w:document ", f"<w:document {namespaces}", 1)
        for prefix in ("mc", "v", "wps"):
            # python-docx's template declares some of them already.
            found = list(re.finditer(rf'xmlns:{prefix}="[^"]*"', document))
            if len(found) > 1:
                document = document[: found[1].start()] + document[found[1].end() :]
        return document.replace("<w:body>", f"<w:body>{xml}", 1)

    return edit_zip(word_file(FILLER), {"word/document.xml": edit}, add=parts)


def edit_zip(
    data: bytes,
    edits: Mapping[str, Callable[[str], str]] | None = None,
    *,
    add: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A copy of a zip container with members changed and added."""
    buffer = io.BytesIO()
    added = dict(add or {})
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = added.pop(name, None)
            if content is None:
                content = old.read(name)
                if edits and name in edits:
                    content = edits[name](content.decode())
            new.writestr(name, content)
        for name, content in added.items():
            new.writestr(name, content)
    return buffer.getvalue()


def odt_bytes(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def odt_with_text(xml: str, *, styles: str = "", metadata: str = "") -> bytes:
    """An ODT whose text begins with ``xml``, with automatic ``styles`` and ``metadata``."""
    document = odf.opendocument.OpenDocumentText()
    document.text.addElement(odf.text.P(text=FILLER))

    def content(part: str) -> str:
        part = declare(part)
        part = re.sub(
            r"<office:automatic-styles\s*/>",
            f"<office:automatic-styles>{styles}</office:automatic-styles>",
            part,
        )
        return part.replace("<office:text>", f"<office:text>{xml}", 1)

    def meta(part: str) -> str:
        part = declare(part)
        return part.replace("</office:meta>", f"{metadata}</office:meta>", 1)

    return edit_zip(odt_bytes(document), {"content.xml": content, "meta.xml": meta})


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {
    "draw": f"{ODF}drawing:1.0",
    "fo": f"{ODF}xsl-fo-compatible:1.0",
    "meta": f"{ODF}meta:1.0",
    "office": f"{ODF}office:1.0",
    "style": f"{ODF}style:1.0",
    "svg": f"{ODF}svg-compatible:1.0",
    "table": f"{ODF}table:1.0",
    "text": f"{ODF}text:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}


def declare(part: str) -> str:
    """Declare every prefix the tests use on the root element, where it is not declared yet."""
    root = re.search(r"<office:document-\w+", part)
    assert root is not None
    missing = "".join(
        f' xmlns:{prefix}="{uri}"'
        for prefix, uri in NAMESPACES.items()
        if f"xmlns:{prefix}=" not in part
    )
    return part[: root.end()] + missing + part[root.end() :]


def pdf_file(*pages: Callable[[Canvas], None] | Iterable[str], **options: Any) -> bytes:
    """A PDF with a page for each painter, or for each list of lines."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, pageCompression=0, **options)
    for page in pages:
        if callable(page):
            page(canvas)
        else:
            write_lines(canvas, page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def write_lines(
    canvas: Canvas,
    lines: Iterable[str],
    *,
    x: float = 72,
    top: float = 760,
    size: float = 10,
    font: str = "Helvetica",
    leading: float = 12,
) -> None:
    canvas.setFont(font, size)
    for number, line in enumerate(lines):
        canvas.drawString(x, top - number * leading, line)


def found(document: Document, text: str) -> list[Block]:
    """The blocks that hold ``text``."""
    return [block for block in document.blocks if text in block.text]


def places(document: Document, text: str) -> set[Where]:
    return {block.where for block in found(document, text)}
