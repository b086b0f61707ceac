"""Whatever is sent, the sender gets a sentence; nothing else ever comes out."""

from __future__ import annotations

import io
import json
import random
import re
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import docx
import pypdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nlp.documents import (
    DamagedDocument,
    Document,
    DocumentTooLarge,
    EmptyFile,
    EncryptedDocument,
    Limits,
    ScannedDocument,
    UnreadableDocument,
    UnsupportedType,
    read_document,
)
from tests.nlp.documents.document_files import FILLER, edit_zip, odt_with_text, pdf_file, word_file

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def encrypted_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_file([FILLER])))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def workbook() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


def scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (40, 60), 128)), 0, 0, 595, 842)


def encrypted_odt() -> bytes:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
        "</manifest:file-entry></manifest:manifest>"
    )
    return edit_zip(odt_with_text(""), add={"META-INF/manifest.xml": manifest})


REFUSED: dict[str, tuple[Callable[[], bytes], str, type[UnreadableDocument], str]] = {
    "no bytes": (lambda: b"", "a.pdf", EmptyFile, "empty"),
    "only blanks": (lambda: b" \n\t ", "a.txt", EmptyFile, "empty"),
    "no text in a DOCX": (lambda: word_file(""), "a.docx", EmptyFile, "no text"),
    "PDF named DOCX": (lambda: pdf_file([FILLER]), "a.docx", UnsupportedType, "is a PDF"),
    "DOCX named PDF": (word_file, "a.pdf", UnsupportedType, "is a Word document"),
    "picture named PDF": (lambda: PNG, "a.pdf", UnsupportedType, "PNG picture"),
    "text named PDF": (lambda: b"A report.", "a.pdf", UnsupportedType, "plain text"),
    "workbook": (workbook, "a.docx", UnsupportedType, "Excel workbook"),
    "RTF": (lambda: b"{\\rtf1 text}", "a.rtf", UnsupportedType, "Save it as DOCX or PDF"),
    "old Word": (
        lambda: OLE + "WordDocument".encode("utf-16-le"),
        "a.doc",
        UnsupportedType,
        "Save it as DOCX or PDF",
    ),
    "web page": (lambda: b"<!DOCTYPE html><p>x", "a.html", UnsupportedType, "web page"),
    "program": (lambda: b"\x7fELF" + bytes(99), "a.txt", UnsupportedType, "program"),
    "noise": (lambda: bytes(range(256)) * 9, "a.txt", UnsupportedType, "not a kind"),
    "encrypted PDF": (encrypted_pdf, "a.pdf", EncryptedDocument, "without one"),
    "encrypted DOCX": (
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "a.docx",
        EncryptedDocument,
        "without one",
    ),
    "encrypted ODT": (encrypted_odt, "a.odt", EncryptedDocument, "without one"),
    "half a DOCX": (lambda: word_file()[:5000], "a.docx", DamagedDocument, "send the new copy"),
    "half a PDF": (lambda: b"%PDF-1.7\n1 0 obj <<", "a.pdf", DamagedDocument, "damaged"),
    "broken JSON": (lambda: b'{"a": 1,\n "b": }', "a.json", DamagedDocument, "line 2"),
    "scan": (lambda: pdf_file(scan, scan), "a.pdf", ScannedDocument, "pages 1–2"),
}


class TestRefusals:
    @pytest.mark.parametrize(("make", "name", "error", "says"), REFUSED.values(), ids=REFUSED)
    def test_each_says_what_is_wrong_and_what_to_do(
        self,
        make: Callable[[], bytes],
        name: str,
        error: type[UnreadableDocument],
        says: str,
    ) -> None:
        with pytest.raises(error) as caught:
            read_document(make(), filename=name)

        assert says in str(caught.value)
        assert re.search(r"[.]$", str(caught.value))

    def test_a_partly_scanned_report_is_read_and_its_scans_named(self) -> None:
        data = pdf_file([FILLER] * 30, scan, [FILLER] * 30)

        document = read_document(data, filename="a.pdf")

        assert document.image_pages == (2,)
        assert any("page 2" in warning for warning in document.warnings)

    @pytest.mark.parametrize("name", ["review", "review.PDF", "dir.docx/review.pdf"])
    def test_names_without_or_with_the_right_ending_are_accepted(self, name: str) -> None:
        assert read_document(pdf_file([FILLER]), filename=name).pages == 1


class TestSize:
    def test_too_many_bytes(self) -> None:
        with pytest.raises(DocumentTooLarge, match="MB"):
            read_document(b"a" * 5000, filename="a.txt", limits=Limits(file_size=4000))

    def test_too_many_pages(self) -> None:
        with pytest.raises(DocumentTooLarge, match="3 pages"):
            read_document(pdf_file(*[[FILLER]] * 3), filename="a.pdf", limits=Limits(pages=2))

    def test_a_member_that_unpacks_without_end(self) -> None:
        bomb = edit_zip(word_file(), add={"word/media/a.bin": bytes(12 * 1024 * 1024)})

        with pytest.raises(DocumentTooLarge, match="unpacks"):
            read_document(bomb, filename="a.docx")

    def test_a_container_larger_than_allowed(self) -> None:
        with pytest.raises(DocumentTooLarge, match="Unpacked"):
            read_document(word_file(), filename="a.docx", limits=Limits(unpacked_size=2000))

    @pytest.mark.parametrize(
        "part", ["word/document.xml", "docProps/core.xml", "customXml/item1.xml"]
    )
    def test_entities_are_refused_wherever_they_stand(self, part: str) -> None:
        bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'

        with pytest.raises(DamagedDocument, match="entities"):
            read_document(edit_zip(word_file(), add={part: bomb}), filename="a.docx")

    def test_a_page_of_very_many_objects_is_still_read(self) -> None:
        def crowd(canvas: Canvas) -> None:
            canvas.drawString(72, 700, FILLER)
            for place in range(21_000):
                canvas.rect(place % 500, place // 50, 2, 2, fill=1)

        begun = time.thread_time()
        document = read_document(pdf_file(crowd), filename="a.pdf")

        assert document.body()[0].text == FILLER
        assert time.thread_time() - begun < 8

    def test_deep_nesting_ends(self) -> None:
        with pytest.raises(UnreadableDocument):
            read_document(b"[" * 90_000 + b"]" * 90_000, filename="a.json")

        table = "<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60
        data = edit_zip(
            word_file(),
            {"word/document.xml": lambda xml: xml.replace("<w:body>", f"<w:body>{table}")},
        )
        assert read_document(data, filename="a.docx").body()


def rich_word() -> bytes:
    document = docx.Document()
    document.add_heading("Findings", 1)
    document.add_paragraph("One", style="List Number")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "Cell"
    document.sections[0].header.paragraphs[0].text = "Head"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def rich_pdf() -> bytes:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, FILLER)
        canvas.grid([72, 200, 300], [500, 520, 540])
        canvas.drawString(80, 505, "Cell")
        canvas.acroForm.textfield(name="a", value="b", x=72, y=400)
        canvas.bookmarkPage("p")
        canvas.addOutlineEntry("One", "p")

    return pdf_file(page, page)


SOUND = {
    "a.docx": rich_word(),
    "a.pdf": rich_pdf(),
    "a.odt": odt_with_text("<text:h>Findings</text:h>"),
    "a.json": json.dumps({"findings": [{"statement": FILLER}]}).encode(),
    "a.txt": FILLER.encode("utf-16"),
}


def read_or_refuse(data: bytes, name: str) -> Document | None:
    """The document, or None when it was refused; any other exception fails the test."""
    try:
        document = read_document(data, filename=name)
    except UnreadableDocument:
        return None
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
    return document


class TestQuiet:
    def test_a_damaged_file_leaves_none_of_its_bytes_in_the_log(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        data = re.sub(rb"\n0000000(\d{3}) 00000 n", rb"\n0000Morven00\1 00000 n", SOUND["a.pdf"])
        assert data != SOUND["a.pdf"]

        read_or_refuse(data, "a.pdf")

        assert caplog.records == []

    def test_several_threads_may_read_at_once(self) -> None:
        with ThreadPoolExecutor(4) as pool:
            lengths = list(
                pool.map(
                    lambda _: len(read_document(SOUND["a.pdf"], filename="a.pdf").text), range(24)
                )
            )

        assert len(set(lengths)) == 1


@pytest.mark.parametrize("name", SOUND)
class TestDamage:
    def test_the_sound_file_is_read(self, name: str) -> None:
        assert read_or_refuse(SOUND[name], name) is not None

    def test_cut_anywhere(self, name: str) -> None:
        data = SOUND[name]
        for end in range(0, len(data), max(1, len(data) // 60)):
            read_or_refuse(data[:end], name)

    def test_flipped_bytes(self, name: str) -> None:
        chance = random.Random(11)
        for _ in range(60):
            data = bytearray(SOUND[name])
            for _ in range(chance.choice([1, 4, 40])):
                data[chance.randrange(len(data))] = chance.randrange(256)
            read_or_refuse(bytes(data), name)

    def test_broken_members_under_a_sound_container(self, name: str) -> None:
        if name not in ("a.docx", "a.odt"):
            data = SOUND[name]
            assert read_or_refuse(data + data, name) is not None or name == "a.json"
            return
        chance = random.Random(5)
        with zipfile.ZipFile(io.BytesIO(SOUND[name])) as archive:
            members = {
                n: archive.read(n) for n in archive.namelist() if n.endswith(("xml", "rels"))
            }
        for member, content in members.items():
            for _ in range(6):
                start = chance.randrange(len(content) or 1)
                broken = content[:start] + content[start + chance.randrange(1, 40) :]
                read_or_refuse(edit_zip(SOUND[name], add={member: broken}), name)
