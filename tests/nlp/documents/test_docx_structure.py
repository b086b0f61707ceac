"""Headings, numbers, lists, run-ins and tables of a DOCX come out as a reader sees them."""

from __future__ import annotations

from typing import Any

import docx
import pytest

from nlp.documents import Cell, Document, Kind, Where, read_document
from nlp.documents.docx_numbering import formatted
from tests.nlp.documents.document_files import (
    FILLER,
    edit_zip,
    word_bytes,
    word_file,
    word_with_body,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(document: Any) -> Document:
    return read_document(word_bytes(document), filename="report.docx")


class TestHeadings:
    def test_levels_and_sections_follow_the_styles(self) -> None:
        document = docx.Document()
        document.add_heading("Review", 0)
        document.add_heading("Findings", 1)
        document.add_heading("Finding 1", 2)
        document.add_paragraph(FILLER)
        document.add_heading("Recommendations", 1)
        document.add_paragraph("Train staff.")

        blocks = read(document).body()

        assert [b.level for b in blocks] == [1, 1, 2, 0, 1, 0]
        assert blocks[3].section == ("Findings", "Finding 1")
        assert blocks[5].section == ("Recommendations",)

    def test_an_outline_level_on_the_paragraph_makes_a_heading(self) -> None:
        xml = (
            '<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>Decision</w:t></w:r></w:p>'
            '<w:p><w:pPr><w:outlineLvl w:val="9"/></w:pPr><w:r><w:t>Body</w:t></w:r></w:p>'
        )

        first, second, _ = read_document(word_with_body(xml), filename="a.docx").body()

        assert (first.kind, first.level) == (Kind.HEADING, 3)
        assert second.kind is Kind.PARAGRAPH

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("Longer term work", Kind.HEADING),
            ("What happened?", Kind.HEADING),
            ("Staff did not meet the father.", Kind.PARAGRAPH),
            (f"{FILLER[:-1]} and {FILLER[:-1]}", Kind.PARAGRAPH),
        ],
    )
    def test_a_short_bold_line_is_a_heading_and_a_bold_sentence_is_not(
        self, text: str, kind: Kind
    ) -> None:
        document = docx.Document()
        document.add_heading("Findings", 1)
        document.add_paragraph().add_run(text).bold = True

        block = read(document).body()[1]

        assert (block.kind, block.bold) == (kind, True)
        assert block.level == (2 if kind is Kind.HEADING else 0)

    def test_a_contents_page_is_marked_and_makes_no_headings(self) -> None:
        document = docx.Document()
        document.add_paragraph("Contents")
        for title in ("Introduction\t3", "Findings\t7", "Recommendations ........ 12"):
            document.add_paragraph(title)
        document.add_paragraph(FILLER)

        notes = [block.note for block in read(document).body()]

        assert notes == ["", "contents", "contents", "contents", ""]


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "form", "printed"),
        [
            (4, "lowerRoman", "iv"),
            (1999, "upperRoman", "MCMXCIX"),
            (3, "upperLetter", "C"),
            (28, "lowerLetter", "bb"),
            (7, "decimalZero", "07"),
            (11, "ordinal", "11th"),
            (22, "ordinal", "22nd"),
            (21, "cardinalText", "Twenty-one"),
            (5, "unheard-of", "5"),
        ],
    )
    def test_formats(self, value: int, form: str, printed: str) -> None:
        assert formatted(value, form) == printed

    def test_levels_count_restart_and_print_their_parents(self) -> None:
        levels = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for n, (form, text) in enumerate(
                [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")]
            )
        )
        numbering = (
            f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
        )
        steps = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (2, 0)]
        xml = "".join(
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            f"</w:pPr><w:r><w:t>Text</w:t></w:r></w:p>"
            for number, level in steps
        )
        data = word_with_body(xml, parts={"word/numbering.xml": numbering})

        blocks = read_document(data, filename="a.docx").body()[:-1]

        assert [b.label for b in blocks] == ["1.", "1.1", "1.2", "(a)", "2.", "2.1", "1."]
        assert {b.text for b in blocks} == {"Text"}
        assert {b.kind for b in blocks} == {Kind.LIST_ITEM}

    def test_word_lists_have_numbers_and_bullets(self) -> None:
        document = docx.Document()
        for style in ("List Number", "List Number", "List Bullet"):
            document.add_paragraph("Point", style=style)

        assert [b.label for b in read(document).body()] == ["1.", "2.", "•"]

    @pytest.mark.parametrize(
        ("typed", "label", "text", "kind"),
        [
            ("3. Staff met.", "3.", "3. Staff met.", Kind.LIST_ITEM),
            ("b) Staff met.", "b)", "b) Staff met.", Kind.LIST_ITEM),
            ("4.2 Staff met.", "4.2", "4.2 Staff met.", Kind.PARAGRAPH),
            ("• Staff met.", "•", "Staff met.", Kind.LIST_ITEM),
            ("– Staff met.", "–", "Staff met.", Kind.LIST_ITEM),
            ("2013 was a hard year.", "", "2013 was a hard year.", Kind.PARAGRAPH),
            ("12 staff met.", "", "12 staff met.", Kind.PARAGRAPH),
            ("e.g. staff met.", "", "e.g. staff met.", Kind.PARAGRAPH),
            ("2.5 per cent left.", "", "2.5 per cent left.", Kind.PARAGRAPH),
            ("A child was seen.", "", "A child was seen.", Kind.PARAGRAPH),
        ],
    )
    def test_typed_numbers_are_named_and_typed_bullets_removed(
        self, typed: str, label: str, text: str, kind: Kind
    ) -> None:
        block = read_document(word_file(typed), filename="a.docx").body()[0]

        assert (block.label, block.text, block.kind) == (label, text, kind)


class TestRunIns:
    def test_a_bold_beginning_is_the_lead(self) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph()
        paragraph.add_run("Why does it ").bold = True
        paragraph.add_run("matter?").bold = True
        paragraph.add_run(" Children were not seen.")

        block = read(document).body()[0]

        assert block.lead == "Why does it matter?"
        assert block.text.startswith(block.lead)
        assert not block.bold

    def test_bold_words_in_the_middle_are_no_lead(self) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph("Children were ")
        paragraph.add_run("not").bold = True
        paragraph.add_run(" seen.")

        assert read(document).body()[0].lead == ""


class TestTables:
    def test_cells_have_places_and_header_rows_are_known(self) -> None:
        document = docx.Document()
        table = document.add_table(2, 2)
        for row, column, text in [(0, 0, "Finding"), (0, 1, "Response"), (1, 0, "A"), (1, 1, "B")]:
            table.cell(row, column).text = text
        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(properties.makeelement(f"{{{W}}}tblHeader", {}))
        document.add_paragraph("After.")

        blocks = read(document).body()

        assert [b.cell for b in blocks] == [
            Cell(0, 0, 0, header=True),
            Cell(0, 0, 1, header=True),
            Cell(0, 1, 0),
            Cell(0, 1, 1),
            None,
        ]
        assert [b.where for b in blocks] == [Where.TABLE] * 4 + [Where.BODY]

    @pytest.mark.parametrize(("bold_rows", "headed"), [([0], True), ([], False), ([0, 1], False)])
    def test_a_bold_first_row_heads_a_table(self, bold_rows: list[int], headed: bool) -> None:
        document = docx.Document()
        table = document.add_table(2, 2)
        for row in range(2):
            for column in range(2):
                run = table.cell(row, column).paragraphs[0].add_run(f"{row}{column}")
                run.bold = row in bold_rows

        cells = [b.cell for b in read(document).body() if b.cell]

        assert [cell.header for cell in cells] == [headed, headed, False, False]

    def test_merged_cells_are_read_once_and_columns_stay_true(self) -> None:
        document = docx.Document()
        table = document.add_table(2, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Wide"
        table.cell(0, 2).text = "Right"
        table.cell(1, 2).text = "Below"

        blocks = read(document).body()

        assert [(b.text, b.cell.column) for b in blocks if b.cell] == [
            ("Wide", 0),
            ("Right", 2),
            ("Below", 2),
        ]

    def test_a_table_in_a_cell_is_a_table_of_its_own(self) -> None:
        document = docx.Document()
        outer = document.add_table(1, 1)
        outer.cell(0, 0).text = "Outer"
        outer.cell(0, 0).add_table(1, 1).cell(0, 0).text = "Inner"

        blocks = read(document).body()

        assert [(b.text, b.cell.table) for b in blocks if b.cell] == [("Outer", 0), ("Inner", 1)]

    def test_bold_text_in_a_cell_is_no_heading(self) -> None:
        document = docx.Document()
        document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("Decision").bold = True

        block = read(document).body()[0]

        assert (block.kind, block.level, block.bold) == (Kind.CELL, 0, True)


class TestLineBreaks:
    def test_a_break_stays_in_a_paragraph_and_becomes_a_space_in_a_heading(self) -> None:
        document = docx.Document()
        document.add_heading("Learning\nReview", 1)
        document.add_paragraph("12 Low Road\nKirkbrae")

        assert [b.text for b in read(document).body()] == [
            "Learning Review",
            "12 Low Road\nKirkbrae",
        ]

    def test_strict_documents_are_read(self) -> None:
        strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
        data = edit_zip(
            word_file("Text."), {"word/document.xml": lambda xml: xml.replace(W, strict)}
        )

        assert read_document(data, filename="a.docx").body()[0].text == "Text."
