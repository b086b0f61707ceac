"""Words in pictures are read where the machine can, and pointed out where it cannot."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nlp.documents import Where, read_document
from nlp.documents.numbers_in_words import page_list
from nlp.documents.pictures import recognise, recogniser_installed
from tests.nlp.documents.document_files import FILLER, found, pdf_file, write_lines

needs_tesseract = pytest.mark.skipif(
    not recogniser_installed(), reason="tesseract is not installed on this machine"
)


def picture(text: str) -> bytes:
    image = Image.new("L", (900, 200), 255)
    ImageDraw.Draw(image).text((40, 60), text, fill=0, font=ImageFont.load_default(size=60))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def with_picture(canvas: Canvas) -> None:
    write_lines(canvas, [FILLER] * 10)
    canvas.drawImage(ImageReader(io.BytesIO(picture("Morven Tulloch"))), 40, 200, 520, 200)


class TestPages:
    def test_a_page_with_a_large_picture_is_pointed_out(self) -> None:
        document = read_document(pdf_file([FILLER] * 10, with_picture), filename="a.pdf")

        assert document.image_pages == (2,)

    @needs_tesseract
    def test_words_in_the_picture_are_found(self) -> None:
        document = read_document(pdf_file(with_picture), filename="a.pdf")

        assert {b.where for b in found(document, "Tulloch")} == {Where.HIDDEN}

    @needs_tesseract
    def test_recognition(self) -> None:
        assert "Tulloch" in recognise(picture("Morven Tulloch"))

    def test_no_picture_gives_no_words(self) -> None:
        assert recognise(b"not a picture") == ""


class TestPageList:
    @pytest.mark.parametrize(
        ("numbers", "words"),
        [
            ([4], "page 4"),
            ([1, 2, 3], "pages 1–3"),
            ([1, 2, 3, 7], "pages 1–3 and 7"),
            ([1, 4, 9, 10], "pages 1, 4 and 9–10"),
        ],
    )
    def test_it_reads_as_a_person_would_say_it(self, numbers: list[int], words: str) -> None:
        assert page_list(numbers) == words
