"""Pages of a PDF come out in the order and the shapes a reader sees."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    ListFlowable,
    PageTemplate,
    Paragraph,
    Table,
)

from nlp.documents import Cell, Document, Kind, Where, read_document
from tests.nlp.documents.document_files import FILLER, found, pdf_file, write_lines

STYLES = getSampleStyleSheet()
BODY = STYLES["BodyText"]
PROSE = (
    "Staff in several agencies knew that the mother was drinking again, but each took the view "
    "that another service held the whole picture. Nobody asked the father, who was at home each "
    "time a worker called, and the plan was not changed."
)


def set_pages(story: list[Any], *frames: Frame, chrome: Any = None) -> bytes:
    buffer = io.BytesIO()
    template = BaseDocTemplate(buffer, pagesize=A4)
    options = {"onPage": chrome} if chrome else {}
    template.addPageTemplates([PageTemplate("page", list(frames), **options)])
    template.build(story)
    return buffer.getvalue()


def one_column() -> Frame:
    return Frame(72, 72, 450, 690, id="only")


def two_columns() -> list[Frame]:
    return [Frame(60, 70, 230, 690, id="left"), Frame(305, 70, 230, 690, id="right")]


def read(data: bytes) -> Document:
    return read_document(data, filename="report.pdf")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.body()]


def report_story(count: int) -> list[Any]:
    story: list[Any] = []
    for number in range(1, count + 1):
        story += [
            Paragraph(f"Finding {number}", STYLES["Heading2"]),
            Paragraph(PROSE, BODY),
            Paragraph(f"<b>Why it matters.</b> {PROSE}", BODY),
            ListFlowable(
                [Paragraph("Is supervision frequent enough for the whole of the team?", BODY)],
                bulletType="bullet",
            ),
        ]
    return story


@pytest.mark.parametrize("frames", [[one_column()], two_columns()], ids=["one", "two"])
class TestReadingOrder:
    def test_every_finding_is_whole_and_in_order(self, frames: list[Frame]) -> None:
        document = read(set_pages(report_story(12), *frames))

        assert texts(document) == [
            text
            for number in range(1, 13)
            for text in (
                f"Finding {number}",
                PROSE,
                f"Why it matters. {PROSE}",
                "Is supervision frequent enough for the whole of the team?",
            )
        ]

    def test_headings_leads_and_bullets_are_known(self, frames: list[Frame]) -> None:
        heading, prose, run_in, item = read(set_pages(report_story(12), *frames)).body()[:4]

        assert (heading.kind, heading.level) == (Kind.HEADING, 1)
        assert (prose.kind, prose.section) == (Kind.PARAGRAPH, ("Finding 1",))
        assert run_in.lead == "Why it matters."
        assert (item.kind, item.label) == (Kind.LIST_ITEM, "•")


class TestColumnsAndForms:
    def test_labels_and_answers_side_by_side_are_not_columns(self) -> None:
        def form(canvas: Canvas) -> None:
            for row in range(8):
                canvas.drawString(72, 700 - row * 24, f"Question {row}:")
                canvas.drawString(320, 700 - row * 24, f"Answer {row}")

        assert texts(read(pdf_file(form)))[0].startswith("Question 0: Answer 0")

    def test_a_full_width_heading_divides_the_columns(self) -> None:
        column = ["The left column has lines of words", "The right one has many more words"]

        def page(canvas: Canvas) -> None:
            for top in (740, 500):
                write_lines(canvas, [f"{column[0]} {top}"] * 6, top=top, x=72)
                write_lines(canvas, [f"{column[1]} {top}"] * 6, top=top, x=320)
            canvas.setFont("Helvetica-Bold", 14)
            canvas.drawString(72, 620, "A heading that runs over both of the columns of the page")

        order = " ".join(texts(read(pdf_file(page))))

        places = [
            order.index(mark)
            for mark in (f"{column[0]} 740", f"{column[1]} 740", "A heading", f"{column[0]} 500")
        ]
        assert places == sorted(places)

    def test_a_page_set_sideways_is_read_upright(self) -> None:
        def sideways(canvas: Canvas) -> None:
            canvas.rotate(90)
            write_lines(canvas, ["First line of the page.", "Second line."], x=100, top=-200)

        assert texts(read(pdf_file(sideways))) == ["First line of the page. Second line."]


class TestRunningLines:
    @staticmethod
    def chrome(canvas: Canvas, template: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 810, "Kirkbrae Child Protection Committee")
        canvas.drawRightString(523, 30, f"Learning Review | Page {template.page} of 9")

    def test_they_leave_the_body_and_are_said_once(self) -> None:
        document = read(set_pages(report_story(14), one_column(), chrome=self.chrome))

        assert [(b.where, b.text) for b in document.blocks if b not in document.body()][:2] == [
            (Where.HEADER, "Kirkbrae Child Protection Committee"),
            (Where.FOOTER, "Learning Review"),
        ]
        assert not any("Kirkbrae" in text or "Page" in text for text in texts(document))

    def test_a_paragraph_goes_on_over_the_page(self) -> None:
        document = read(set_pages([Paragraph(PROSE * 40, BODY)], one_column(), chrome=self.chrome))

        assert document.pages is not None
        assert document.pages > 1
        assert texts(document) == [" ".join((PROSE * 40).split())]

    def test_a_line_at_the_top_of_one_page_only_stays(self) -> None:
        data = pdf_file(
            *[lambda c, n=n: write_lines(c, [f"Chapter {'abc'[n]}"], top=800) for n in range(3)]
        )

        assert len(read(data).body()) == 3


class TestLinesToParagraphs:
    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (["the commit-", "tee met"], "the committee met"),
            (["a multi-agency plan and multi-", "agency work"], None),
            (["in 2013-", "14 it"], "in 2013- 14 it"),
            (["seen by Mary-", "Anne twice"], "seen by Mary- Anne twice"),
            (["the ﬁrst oﬃcer", "left"], "the first officer left"),
        ],
    )
    def test_hyphens_at_line_ends(self, lines: list[str], expected: str | None) -> None:
        expected = expected or "a multi-agency plan and multi-agency work"
        ascii_lines = [line.replace("ﬁ", "fi").replace("ﬃ", "ffi") for line in lines]

        assert texts(read(pdf_file(ascii_lines))) == [expected]

    @pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier", "Helvetica-Bold"])
    @pytest.mark.parametrize("size", [7, 10, 18])
    def test_words_painted_in_pieces_are_joined(self, font: str, size: int) -> None:
        sentence = 'Morven Tulloch, will AVATAR fill it; "if" jj i.l.'

        def letters(canvas: Canvas) -> None:
            canvas.setFont(font, size)
            x = 40.0
            for letter in sentence:
                if letter != " ":
                    canvas.drawString(x, 700, letter)
                x += canvas.stringWidth(letter, font, size)

        def pieces(canvas: Canvas) -> None:
            canvas.setFont(font, size)
            x = 40.0
            for piece in ("Morven Tul", "loch, wi", "ll AVAT", "AR fi", 'll it; "if" jj i.l.'):
                canvas.drawString(x, 700, piece)
                x += canvas.stringWidth(piece, font, size)

        assert texts(read(pdf_file(pieces))) == [sentence]
        assert texts(read(pdf_file(letters))) == [sentence]

    def test_an_indented_first_line_begins_a_paragraph(self) -> None:
        def page(canvas: Canvas) -> None:
            for row, (x, text) in enumerate(
                [(90, "One begins here and"), (72, "goes on and on"), (90, "Two begins")]
            ):
                canvas.drawString(x, 700 - 12 * row, text)

        assert texts(read(pdf_file(page))) == ["One begins here and goes on and on", "Two begins"]

    def test_footnotes_leave_the_running_text(self) -> None:
        def page(canvas: Canvas) -> None:
            write_lines(canvas, [PROSE[:80]] * 12, top=740)
            write_lines(canvas, ["1 See the guidance of 2014."], top=90, size=7)

        document = read(pdf_file(page, [FILLER] * 8))

        assert [b.where for b in found(document, "See the guidance")] == [Where.FOOTNOTE]
        assert document.body()[-1].text == "1 See the guidance of 2014."

    def test_bold_statement_over_two_lines_is_one_paragraph(self) -> None:
        def page(canvas: Canvas) -> None:
            write_lines(
                canvas,
                [
                    "Staff relied on the word of the mother and were seldom asked by",
                    "anyone to look.",
                ],
                font="Helvetica-Bold",
            )
            write_lines(canvas, [FILLER] * 4, top=700)

        first = read(pdf_file(page)).body()[0]

        assert first.text.endswith("asked by anyone to look.")
        assert (first.bold, first.kind) == (True, Kind.PARAGRAPH)


class TestContentsPages:
    def test_entries_are_marked_and_the_headings_they_name_are_not(self) -> None:
        titles = ["Introduction", "Findings", "Recommendations"]
        entries = [f"{n}. {t} {'.' * 40} {n + 2}" for n, t in enumerate(titles, 1)]

        def body(canvas: Canvas) -> None:
            write_lines(canvas, ["2. Findings"], font="Helvetica-Bold", size=14)
            write_lines(canvas, [FILLER] * 6, top=700)

        document = read(pdf_file(["Contents", *entries], body))

        assert [b.note for b in document.body()[1:4]] == ["contents"] * 3
        (heading,) = [b for b in document.body() if b.kind is Kind.HEADING]
        assert (heading.text, heading.label, heading.page) == ("2. Findings", "2.", 2)


class TestTables:
    @staticmethod
    def table(rows: int) -> Table:
        cells = [[Paragraph("<b>Finding</b>", BODY), Paragraph("<b>Response</b>", BODY)]]
        cells += [
            [Paragraph(f"Statement {n}. {PROSE}", BODY), Paragraph(f"Answer {n}.", BODY)]
            for n in range(rows)
        ]
        table = Table(cells, colWidths=[220, 220])
        table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("SPAN", (0, 2), (1, 2))])
        return table

    def test_cells_merged_cells_and_header_rows(self) -> None:
        story = [Paragraph("Before.", BODY), self.table(3), Paragraph("After.", BODY)]

        blocks = read(set_pages(story, one_column())).body()

        assert [(b.text.split(".")[0], b.cell) for b in blocks] == [
            ("Before", None),
            ("Finding", Cell(0, 0, 0, header=True)),
            ("Response", Cell(0, 0, 1, header=True)),
            ("Statement 0", Cell(0, 1, 0)),
            ("Answer 0", Cell(0, 1, 1)),
            ("Statement 1", Cell(0, 2, 0)),
            ("Statement 2", Cell(0, 3, 0)),
            ("Answer 2", Cell(0, 3, 1)),
            ("After", None),
        ]

    def test_a_table_that_goes_on_overleaf_stays_one_table(self) -> None:
        document = read(set_pages([self.table(20)], one_column()))

        cells = [b.cell for b in document.body() if b.cell]
        assert document.pages is not None
        assert document.pages > 1
        assert {cell.table for cell in cells} == {0}
        assert [cell.row for cell in cells if cell.column == 0] == list(range(21))

    def test_a_frame_around_the_page_is_no_table(self) -> None:
        def page(canvas: Canvas) -> None:
            canvas.rect(40, 40, 515, 760)
            write_lines(canvas, [FILLER] * 3)

        assert {b.where for b in read(pdf_file(page)).body()} == {Where.BODY}


class TestSpeed:
    def test_twenty_pages_take_well_under_half_a_second(self) -> None:
        data = set_pages(report_story(80), *two_columns())
        read(data)

        begun = time.thread_time()
        document = read(data)
        taken = time.thread_time() - begun

        assert document.pages is not None
        assert taken / document.pages < 0.025
