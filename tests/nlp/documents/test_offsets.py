"""Every block stands in the text exactly where it says."""

from __future__ import annotations

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.documents import READER_VISIBLE, Document, EmptyFile, read_document
from tests.nlp.documents.document_files import pdf_file, word_bytes, write_lines

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=60
)
LATIN = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_categories=("Cc",)), max_size=70
)
PIECES = st.lists(
    st.tuples(st.sampled_from(["heading", "text", "bold", "item", "table"]), WORDS), max_size=8
)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(document: Document) -> None:
    end = 0
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
        assert block.start >= end
        assert block.text == block.text.strip() != ""
        assert block.text.startswith(block.lead)
        end = block.end
    visible = [block.where in READER_VISIBLE for block in document.blocks]
    assert visible == sorted(visible, reverse=True)


class TestOffsets:
    @SLOW
    @given(PIECES)
    def test_in_any_word_document(self, pieces: list[tuple[str, str]]) -> None:
        document = docx.Document()
        for kind, text in pieces:
            if kind == "heading":
                document.add_heading(text, 1)
            elif kind == "table":
                document.add_table(1, 2).cell(0, 1).text = text
            elif kind == "bold":
                paragraph = document.add_paragraph()
                paragraph.add_run(text).bold = True
                paragraph.add_run(" and more")
            else:
                document.add_paragraph(text, style="List Bullet" if kind == "item" else None)

        try:
            check(read_document(word_bytes(document), filename="a.docx"))
        except EmptyFile:
            assert not any(kind == "bold" for kind, _ in pieces)

    @SLOW
    @given(st.lists(st.lists(LATIN, min_size=1, max_size=20), min_size=1, max_size=4))
    def test_in_any_pdf(self, pages: list[list[str]]) -> None:
        try:
            # Away from the edges, where a lone number is the number of the page.
            painters = [lambda c, lines=lines: write_lines(c, lines, top=600) for lines in pages]
            check(read_document(pdf_file(*painters), filename="a.pdf"))
        except EmptyFile:
            assert not any(c.isalnum() for page in pages for line in page for c in line)

    @SLOW
    @given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=400))
    def test_in_any_text(self, text: str) -> None:
        try:
            check(read_document(text.encode(), filename="a.txt"))
        except EmptyFile:
            assert not any(c.isalnum() for c in text)
