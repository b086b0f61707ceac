"""Every place in a PDF where a name can hide gives it up, under the right heading."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from pypdf.annotations import FreeText, Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from nlp.documents import Where, read_document
from tests.nlp.documents.document_files import FILLER, found, pdf_file, places, write_lines

CANARY = "Morven Tulloch"
Painter = Callable[[Canvas], None]


def page(paint: Painter) -> bytes:
    """One page of ordinary lines, and what ``paint`` adds."""

    def both(canvas: Canvas) -> None:
        write_lines(canvas, [FILLER] * 3)
        paint(canvas)

    return pdf_file(both)


def altered(change: Callable[[pypdf.PdfWriter], None]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_file([FILLER] * 3)))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(72, 400)
    text.setTextRenderMode(3)
    text.textLine(CANARY)
    canvas.drawText(text)


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 400, CANARY)


def white_on_dark(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0, 0.4)
    canvas.rect(60, 380, 300, 40, fill=1, stroke=0)
    white(canvas)


def under_a_box(canvas: Canvas) -> None:
    canvas.drawString(72, 400, CANARY)
    canvas.rect(60, 390, 300, 30, fill=1)


def under_a_highlighter(canvas: Canvas) -> None:
    canvas.drawString(72, 400, CANARY)
    canvas.setFillColorRGB(1, 1, 0)
    canvas.setFillAlpha(0.4)
    canvas.rect(60, 390, 300, 30, fill=1, stroke=0)


def under_a_clipped_box(canvas: Canvas) -> None:
    canvas.drawString(72, 400, CANARY)
    clip = canvas.beginPath()
    clip.rect(60, 100, 300, 30)
    canvas.clipPath(clip, stroke=0)
    canvas.rect(0, 0, 595, 842, fill=1)


def beside_a_box(canvas: Canvas) -> None:
    canvas.drawString(72, 400, CANARY)
    canvas.rect(60, 300, 300, 30, fill=1)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 1)
    canvas.drawString(72, 400, CANARY)


def outside(canvas: Canvas) -> None:
    canvas.drawString(900, 400, CANARY)


PAINTED = {
    "invisible": (invisible, Where.HIDDEN, "invisible text"),
    "white": (white, Where.HIDDEN, "white text"),
    "white on dark": (white_on_dark, Where.BODY, ""),
    "under a box": (under_a_box, Where.HIDDEN, "text under a box"),
    "under a highlighter": (under_a_highlighter, Where.BODY, ""),
    "under a clipped box": (under_a_clipped_box, Where.BODY, ""),
    "beside a box": (beside_a_box, Where.BODY, ""),
    "tiny": (tiny, Where.HIDDEN, "tiny text"),
    "outside the page": (outside, Where.HIDDEN, "text outside the page"),
}


class TestTextThatCannotBeSeen:
    @pytest.mark.parametrize(("paint", "where", "note"), PAINTED.values(), ids=PAINTED.keys())
    def test_it_is_told_from_text_that_can(self, paint: Painter, where: Where, note: str) -> None:
        document = read_document(page(paint), filename="report.pdf")

        assert [(b.where, b.note) for b in found(document, CANARY)] == [(where, note)]

    def test_the_recognised_text_of_a_scan_is_its_body(self) -> None:
        def scan(canvas: Canvas) -> None:
            picture = io.BytesIO()
            from PIL import Image

            Image.new("L", (40, 60), 200).save(picture, "PNG")
            picture.seek(0)
            from reportlab.lib.utils import ImageReader

            canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
            text = canvas.beginText(72, 700)
            text.setTextRenderMode(3)
            text.textLine(f"{FILLER} {CANARY}")
            canvas.drawText(text)

        document = read_document(pdf_file(scan), filename="scan.pdf")

        assert places(document, CANARY) == {Where.BODY}
        assert document.image_pages == (1,)

    def test_a_layer_that_is_switched_off(self) -> None:
        def layer(writer: pypdf.PdfWriter) -> None:
            group = writer._add_object(
                DictionaryObject(
                    {
                        NameObject("/Type"): NameObject("/OCG"),
                        NameObject("/Name"): TextStringObject("Working notes"),
                    }
                )
            )
            page = writer.pages[0]
            page["/Resources"][NameObject("/Properties")] = DictionaryObject(  # type: ignore[index]
                {NameObject("/L"): group}
            )
            stream = DecodedStreamObject()
            stream.set_data(
                b"BT /F1 10 Tf 72 700 Td (The child was seen.) Tj ET "
                b"/OC /L BDC BT /F1 10 Tf 72 600 Td (" + CANARY.encode() + b") Tj ET EMC"
            )
            page[NameObject("/Contents")] = writer._add_object(stream)
            writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
                {
                    NameObject("/OCGs"): ArrayObject([group]),
                    NameObject("/D"): DictionaryObject({NameObject("/OFF"): ArrayObject([group])}),
                }
            )

        document = read_document(altered(layer), filename="report.pdf")

        assert [(b.where, b.note) for b in found(document, CANARY)] == [
            (Where.HIDDEN, "text on a layer that is switched off")
        ]


class TestRemarksAndForms:
    def test_annotations(self) -> None:
        def remark(writer: pypdf.PdfWriter) -> None:
            note = Text(rect=(50, 550, 200, 650), text=f"Is this {CANARY}?")
            note[NameObject("/T")] = TextStringObject("Una Isbister")
            writer.add_annotation(0, note)
            writer.add_annotation(0, FreeText(text="Foula Place", rect=(50, 450, 200, 500)))

        document = read_document(altered(remark), filename="report.pdf")

        assert places(document, CANARY) == {Where.COMMENT}
        assert places(document, "Una Isbister") == {Where.PROPERTIES}
        assert places(document, "Foula Place") == {Where.COMMENT}

    def test_answers_to_a_form_stand_after_their_questions(self) -> None:
        def form(canvas: Canvas) -> None:
            write_lines(canvas, ["Decision of the committee:"], top=700)
            canvas.acroForm.textfield(name="d", value="Not to proceed", x=250, y=695, height=20)
            write_lines(canvas, ["Reason for the decision:"], top=660)
            canvas.acroForm.textfield(
                name="r", value=CANARY, x=250, y=655, height=20, tooltip="Una Isbister"
            )

        document = read_document(pdf_file(form), filename="form.pdf")

        assert [block.text for block in document.body()] == [
            "Decision of the committee:",
            "Not to proceed",
            "Reason for the decision:",
            CANARY,
        ]
        assert places(document, "Una Isbister") == {Where.HIDDEN}

    def test_a_file_pinned_to_a_page(self) -> None:
        def pin(writer: pypdf.PdfWriter) -> None:
            stream = DecodedStreamObject()
            stream.set_data(f"Seen by {CANARY}.".encode())
            stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
            file = DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Filespec"),
                    NameObject("/F"): TextStringObject("note.txt"),
                    NameObject("/UF"): TextStringObject("note.txt"),
                    NameObject("/EF"): DictionaryObject(
                        {NameObject("/F"): writer._add_object(stream)}
                    ),
                }
            )
            pinned = DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Annot"),
                    NameObject("/Subtype"): NameObject("/FileAttachment"),
                    NameObject("/Rect"): ArrayObject([NumberObject(n) for n in (9, 9, 30, 30)]),
                    NameObject("/FS"): writer._add_object(file),
                }
            )
            writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(pinned)])

        document = read_document(altered(pin), filename="report.pdf")

        assert [b.note for b in found(document, CANARY)] == ["embedded file (note.txt)"]

    def test_target_of_a_link(self) -> None:
        data = page(lambda c: c.linkURL("https://example.org/morven-tulloch", (72, 72, 90, 90)))

        document = read_document(data, filename="report.pdf")

        assert places(document, "morven-tulloch") == {Where.HIDDEN}


class TestPartsBesideThePages:
    @pytest.mark.parametrize("key", ["/Title", "/Author", "/Subject", "/Keywords", "/CaseWorker"])
    def test_information_of_any_name(self, key: str) -> None:
        data = altered(lambda writer: writer.add_metadata({key: CANARY}))

        document = read_document(data, filename="report.pdf")

        assert places(document, CANARY) == {Where.PROPERTIES}
        assert document.properties[key[1:]] == CANARY

    def test_xmp_metadata(self) -> None:
        packet = (
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
            'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:a="urn:a" a:office="Foula Place">'
            f"<dc:creator><rdf:Seq><rdf:li>{CANARY}</rdf:li></rdf:Seq></dc:creator>"
            "</rdf:Description></rdf:RDF></x:xmpmeta>"
        )

        def add(writer: pypdf.PdfWriter) -> None:
            stream = DecodedStreamObject()
            stream.set_data(packet.encode())
            stream[NameObject("/Type")] = NameObject("/Metadata")
            stream[NameObject("/Subtype")] = NameObject("/XML")
            writer.root_object[NameObject("/Metadata")] = writer._add_object(stream.flate_encode())

        document = read_document(altered(add), filename="report.pdf")

        assert document.properties["creator"] == CANARY
        assert places(document, "Foula Place") == {Where.PROPERTIES}

    def test_outline_titles(self) -> None:
        data = altered(lambda writer: writer.add_outline_item(title=CANARY, page_number=0))

        assert places(read_document(data, filename="a.pdf"), CANARY) == {Where.HIDDEN}

    def test_attached_files(self) -> None:
        def attach(writer: pypdf.PdfWriter) -> None:
            writer.add_attachment("notes.txt", f"Seen by {CANARY}.".encode())
            writer.add_attachment("Una Isbister.bin", b"\x00\x01\x02" * 99)

        document = read_document(altered(attach), filename="report.pdf")

        assert [b.note for b in found(document, CANARY)] == ["embedded file (notes.txt)"]
        assert any("Una Isbister.bin" in warning for warning in document.warnings)
        assert places(document, "Una Isbister") == {Where.HIDDEN}

    def test_alternative_text_in_the_structure_tree(self) -> None:
        def tag(writer: pypdf.PdfWriter) -> None:
            page_reference = writer.pages[0].indirect_reference
            figure = writer._add_object(
                DictionaryObject(
                    {
                        NameObject("/Type"): NameObject("/StructElem"),
                        NameObject("/S"): NameObject("/Figure"),
                        NameObject("/Alt"): TextStringObject(CANARY),
                        NameObject("/Pg"): page_reference,
                        NameObject("/K"): NumberObject(0),
                    }
                )
            )
            tree = writer._add_object(
                DictionaryObject(
                    {
                        NameObject("/Type"): NameObject("/StructTreeRoot"),
                        NameObject("/K"): ArrayObject([figure]),
                        NameObject("/ParentTree"): DictionaryObject(
                            {
                                NameObject("/Nums"): ArrayObject(
                                    [NumberObject(0), ArrayObject([figure])]
                                )
                            }
                        ),
                    }
                )
            )
            figure.get_object()[NameObject("/P")] = tree
            writer.pages[0][NameObject("/StructParents")] = NumberObject(0)
            writer.root_object[NameObject("/StructTreeRoot")] = tree
            writer.root_object[NameObject("/MarkInfo")] = DictionaryObject(
                {NameObject("/Marked"): pypdf.generic.BooleanObject(True)}
            )

        document = read_document(altered(tag), filename="report.pdf")

        assert [b.note for b in found(document, CANARY)] == ["alternative text"]


class TestEarlierRevisions:
    def test_text_that_was_taken_out_is_still_found(self) -> None:
        old = pdf_file([f"The child, {CANARY}, was seen.", FILLER])
        writer = pypdf.PdfWriter(io.BytesIO(old), incremental=True)
        stream = DecodedStreamObject()
        stream.set_data(b"BT /F1 10 Tf 72 700 Td (The child was seen.) Tj ET")
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
        buffer = io.BytesIO()
        writer.write(buffer)

        document = read_document(buffer.getvalue(), filename="report.pdf")

        assert [(b.where, b.note) for b in found(document, CANARY)] == [
            (Where.HIDDEN, "earlier revision of the file")
        ]
        assert document.body()[0].text == "The child was seen."

    def test_a_remark_that_was_taken_out_is_still_found(self) -> None:
        def remark(writer: pypdf.PdfWriter) -> None:
            writer.add_annotation(0, Text(rect=(50, 550, 200, 650), text=CANARY))

        writer = pypdf.PdfWriter(io.BytesIO(altered(remark)), incremental=True)
        writer.pages[0][NameObject("/Annots")] = ArrayObject()
        buffer = io.BytesIO()
        writer.write(buffer)

        document = read_document(buffer.getvalue(), filename="report.pdf")

        assert [b.note for b in found(document, CANARY)] == ["earlier revision of the file"]

    def test_form_data_beside_the_fields(self) -> None:
        def form(writer: pypdf.PdfWriter) -> None:
            stream = DecodedStreamObject()
            stream.set_data(f"<data><child>{CANARY}</child></data>".encode())
            writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
                {
                    NameObject("/Fields"): ArrayObject(),
                    NameObject("/XFA"): ArrayObject(
                        [TextStringObject("datasets"), writer._add_object(stream)]
                    ),
                }
            )

        assert places(read_document(altered(form), filename="a.pdf"), CANARY) == {Where.HIDDEN}

    def test_what_is_unchanged_is_not_said_twice(self) -> None:
        writer = pypdf.PdfWriter(io.BytesIO(pdf_file([FILLER])), incremental=True)
        writer.add_metadata({"/Title": "Report"})
        buffer = io.BytesIO()
        writer.write(buffer)

        document = read_document(buffer.getvalue(), filename="report.pdf")

        assert len(found(document, FILLER)) == 1
