"""Headings, numbers, lists and tables of an ODT come out as a reader sees them."""

from __future__ import annotations

from nlp.documents import Block, Cell, Kind, Where, read_document
from tests.nlp.documents.document_files import FILLER, odt_with_text

LISTS = (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" '
    'style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" '
    'text:bullet-char="•"/></text:list-style>'
    '<style:style style:name="bold" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
)


def blocks(xml: str) -> tuple[Block, ...]:
    """The blocks of ``xml``, without the filler that every test file ends in."""
    document = read_document(odt_with_text(xml, styles=LISTS), filename="report.odt")
    assert document.body()[-1].text == FILLER
    return document.body()[:-1]


def item(text: str, inner: str = "") -> str:
    return f"<text:list-item><text:p>{text}</text:p>{inner}</text:list-item>"


class TestHeadings:
    def test_levels_and_sections(self) -> None:
        xml = (
            '<text:h text:outline-level="1">Findings</text:h>'
            '<text:h text:outline-level="2">Finding 1</text:h><text:p>Text.</text:p>'
        )

        first, second, third = blocks(xml)

        assert (first.level, second.level) == (1, 2)
        assert third.section == ("Findings", "Finding 1")

    def test_a_bold_line_stands_below_the_last_heading(self) -> None:
        bold = '<text:span text:style-name="bold">Decision</text:span>'
        xml = f'<text:h text:outline-level="1">Form</text:h><text:p>{bold}</text:p>'

        _, second = blocks(xml)

        assert (second.kind, second.level, second.bold) == (Kind.HEADING, 2, True)

    def test_a_bold_beginning_is_the_lead(self) -> None:
        (only,) = blocks(
            '<text:p><text:span text:style-name="bold">Decision: </text:span>to proceed</text:p>'
        )

        assert (only.text, only.lead) == ("Decision: to proceed", "Decision:")

    def test_a_contents_page_is_marked(self) -> None:
        xml = (
            "<text:table-of-content><text:index-body><text:p>Findings<text:tab/>7</text:p>"
            "</text:index-body></text:table-of-content>"
        )

        assert [(b.kind, b.note) for b in blocks(xml)] == [(Kind.PARAGRAPH, "contents")]


class TestLists:
    def test_numbers_letters_and_bullets(self) -> None:
        inner = f"<text:list>{item('x')}{item('y')}</text:list>"
        xml = (
            f'<text:list text:style-name="L">{item("a", inner)}{item("b")}</text:list>'
            f'<text:list text:style-name="B">{item("c")}</text:list>'
            f'<text:list text:style-name="L">{item("d")}</text:list>'
            f'<text:list text:style-name="L" text:continue-numbering="true">{item("e")}</text:list>'
        )

        assert [(b.label, b.text) for b in blocks(xml)] == [
            ("1.", "a"),
            ("(a)", "x"),
            ("(b)", "y"),
            ("2.", "b"),
            ("•", "c"),
            ("1.", "d"),
            ("2.", "e"),
        ]

    def test_a_second_paragraph_of_an_item_has_no_number(self) -> None:
        xml = (
            '<text:list text:style-name="L"><text:list-item><text:p>a</text:p><text:p>b</text:p>'
            "</text:list-item></text:list>"
        )

        assert [b.label for b in blocks(xml)] == ["1.", ""]


class TestTables:
    def test_cells_header_rows_and_spans(self) -> None:
        def cell(text: str, more: str = "") -> str:
            return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

        xml = (
            f"<table:table><table:table-header-rows><table:table-row>{cell('H')}{cell('I')}"
            "</table:table-row></table:table-header-rows><table:table-row>"
            f"{cell('wide', 'table:number-columns-spanned=' + chr(34) + '2' + chr(34))}"
            f"<table:covered-table-cell/></table:table-row><table:table-row>{cell('a')}{cell('b')}"
            "</table:table-row></table:table>"
        )

        found = blocks(xml)

        assert {b.where for b in found} == {Where.TABLE}
        assert [(b.text, b.cell) for b in found] == [
            ("H", Cell(0, 0, 0, header=True)),
            ("I", Cell(0, 0, 1, header=True)),
            ("wide", Cell(0, 1, 0)),
            ("a", Cell(0, 2, 0)),
            ("b", Cell(0, 2, 1)),
        ]
