"""Each layout in each format: what is printed where, and how often."""

import io
import json
import zipfile

import docx
import pypdfium2
import pytest

from app.demonstration.layouts.archives import settle
from app.demonstration.layouts.blocks import (
    Block,
    Contents,
    Heading,
    Page,
    PageBreak,
    Sheet,
    Style,
    Table,
    Text,
)
from app.demonstration.layouts.docx_file import write_docx
from app.demonstration.layouts.odt_file import write_odt
from app.demonstration.layouts.pdf_file import write_pdf
from app.demonstration.layouts.rendering import LAYOUTS, WRITERS
from app.demonstration.layouts.report import Report, month, place, spoken, typeset
from app.demonstration.layouts.structured import structured_json
from app.demonstration.layouts.text_file import write_text
from app.demonstration.manuscripts import load_manuscripts
from app.demonstration.plan import load_plan

FULL = [name for name in LAYOUTS if not name.startswith("icr") and name != "learning_together"]
INITIAL = [name for name in LAYOUTS if name.startswith("icr")]
EXAMPLES = [
    *((name, "r010") for name in FULL),
    *((name, "r191") for name in FULL),
    *((name, "r001") for name in INITIAL),
    ("learning_together", "r184"),
]
EVERYTHING: tuple[Block, ...] = (
    Text("A title", Style.TITLE),
    Contents(),
    PageBreak(),
    Heading("First part"),
    Text("Words with a note.", note="What the note says."),
    Text("Numbered words.", number="1.1"),
    Text("Words after a run-in.", lead="Run-in."),
    Heading("Second part"),
    Text("A point.", Style.BULLET),
    Table((("Name", "Value"), ("Left", "Right\nBelow")), (0.5, 0.5), header=True, labels=True),
)
SHEET = Sheet("A title", "A committee", Page(running_head="The running head"), EVERYTHING)


def plain(sheet: Sheet) -> str:
    pieces: list[str] = []
    for block in sheet.blocks:
        if isinstance(block, Heading | Text):
            pieces.append(f"{getattr(block, 'lead', '')} {block.text}")
        elif isinstance(block, Table):
            pieces += [cell for row in block.rows for cell in row]
    return "\n".join(pieces)


def pages_of(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


class TestLayouts:
    def test_there_are_at_least_ten(self) -> None:
        assert len(LAYOUTS) + 1 >= 10

    @pytest.mark.parametrize(("layout", "key"), EXAMPLES)
    def test_a_statement_is_printed_once_but_for_learning_together(
        self, reports: dict[str, Report], layout: str, key: str
    ) -> None:
        text = plain(LAYOUTS[layout](reports[key]))

        for finding in reports[key].text.findings:
            times = 2 if layout == "learning_together" else 1
            assert text.count(finding.statement) == times

    @pytest.mark.parametrize(("layout", "key"), EXAMPLES)
    def test_every_detail_and_recommendation_is_printed(
        self, reports: dict[str, Report], layout: str, key: str
    ) -> None:
        text = plain(LAYOUTS[layout](reports[key]))

        assert all(finding.detail in text for finding in reports[key].text.findings)
        assert all(each.text in text for each in reports[key].text.recommendations)

    @pytest.mark.parametrize("layout", INITIAL)
    def test_an_initial_review_prints_its_decision_and_rationale(
        self, reports: dict[str, Report], layout: str
    ) -> None:
        text = plain(LAYOUTS[layout](reports["r001"]))

        assert "Do not proceed to significant case review" in text
        assert reports["r001"].text.decision is not None
        assert reports["r001"].text.decision.rationale in text

    def test_learning_together_prints_categories_questions_and_issues(
        self, reports: dict[str, Report]
    ) -> None:
        report = reports["r184"]
        text = plain(LAYOUTS["learning_together"](report))

        for planned, written in report.findings():
            assert report.category(planned) in text
            assert written.questions is not None
            assert written.questions.prevalence in text
            assert all(issue in text for issue in written.issues)

    @pytest.mark.parametrize("layout", INITIAL)
    def test_a_full_report_cannot_be_laid_out_as_an_initial_one(
        self, reports: dict[str, Report], layout: str
    ) -> None:
        with pytest.raises(ValueError, match="r010"):
            LAYOUTS[layout](reports["r010"])

    @pytest.mark.parametrize(("layout", "key"), EXAMPLES)
    @pytest.mark.parametrize("form", sorted(WRITERS))
    def test_every_layout_can_be_written_in_every_format_twice_alike(
        self, reports: dict[str, Report], layout: str, key: str, form: str
    ) -> None:
        sheet = LAYOUTS[layout](reports[key])

        assert WRITERS[form](sheet) == WRITERS[form](sheet)


class TestPdf:
    def test_running_head_and_page_number_stand_on_each_page(self) -> None:
        for number, text in enumerate(pages_of(write_pdf(SHEET)), 1):
            assert "The running head" in text
            assert f"Page {number}" in text

    def test_the_contents_page_leads_to_pages_by_dots(self) -> None:
        first = pages_of(write_pdf(SHEET))[0]

        entry = next(line for line in first.splitlines() if line.startswith("First part"))
        assert ". ." in entry
        assert entry.rstrip().endswith("2")

    def test_notes_are_gathered_at_the_end(self) -> None:
        assert "1 What the note says." in pages_of(write_pdf(SHEET))[-1]

    def test_an_apostrophe_does_not_split_its_word(self) -> None:
        sheet = Sheet("t", "c", Page(), (Text("The children's plan.", lead="Bold."),))

        assert "children's plan" in pages_of(write_pdf(sheet))[0]

    @pytest.mark.parametrize(("landscape", "wider"), [(True, True), (False, False)])
    def test_a_landscape_sheet_is_wider_than_high(self, landscape: bool, wider: bool) -> None:
        sheet = Sheet("t", "c", Page(landscape=landscape), (Text("Words."),))

        with pypdfium2.PdfDocument(write_pdf(sheet)) as document:
            width, height = document[0].get_size()
        assert (width > height) is wider

    def test_two_columns_stand_side_by_side(self) -> None:
        many = tuple(Text(f"Paragraph {number} has some words.") for number in range(60))
        sheet = Sheet("t", "c", Page(columns=2), many)

        with pypdfium2.PdfDocument(write_pdf(sheet)) as document:
            page = document[0].get_textpage()
            finder = page.search("Paragraph 59")
            index, _ = finder.get_next()
            left = page.get_charbox(index)[0]
        assert left > 297


class TestDocx:
    def test_it_has_real_footnotes(self) -> None:
        with zipfile.ZipFile(io.BytesIO(write_docx(SHEET))) as archive:
            assert b"What the note says." in archive.read("word/footnotes.xml")
            assert b"footnoteReference" in archive.read("word/document.xml")

    def test_the_running_head_is_in_the_header(self) -> None:
        document = docx.Document(io.BytesIO(write_docx(SHEET)))

        assert document.sections[0].header.paragraphs[0].text == "The running head"

    def test_headings_are_headings(self) -> None:
        document = docx.Document(io.BytesIO(write_docx(SHEET)))
        styles = {each.text: each.style.name for each in document.paragraphs if each.style}

        assert styles["First part"] == "Heading 1"

    def test_a_cell_holds_its_paragraphs(self) -> None:
        document = docx.Document(io.BytesIO(write_docx(SHEET)))

        cell = document.tables[0].cell(1, 1)
        assert [paragraph.text for paragraph in cell.paragraphs] == ["Right", "Below"]

    def test_the_publisher_is_the_author(self) -> None:
        document = docx.Document(io.BytesIO(write_docx(SHEET)))

        assert document.core_properties.author == "A committee"


class TestOdt:
    def test_the_type_of_the_file_stands_first_and_uncompressed(self) -> None:
        with zipfile.ZipFile(io.BytesIO(write_odt(SHEET))) as archive:
            first = archive.infolist()[0]

        assert first.filename == "mimetype"
        assert first.compress_type == zipfile.ZIP_STORED

    def test_notes_bullets_and_tables_are_of_their_kind(self) -> None:
        with zipfile.ZipFile(io.BytesIO(write_odt(SHEET))) as archive:
            content = archive.read("content.xml").decode()

        assert "text:note-body" in content
        assert "text:list-item" in content
        assert "table:table-cell" in content


class TestText:
    def test_lines_are_short_and_hang_under_their_number(self) -> None:
        sheet = Sheet("t", "c", Page(), (Text("word " * 40, number="3.1"),))

        lines = write_text(sheet).decode().splitlines()

        assert max(map(len, lines)) <= 78
        assert lines[0].startswith("3.1 word")
        assert lines[1].startswith("    word")

    def test_a_row_of_a_table_becomes_a_line(self) -> None:
        assert "Left: Right Below" in write_text(SHEET).decode()


class TestJson:
    def test_findings_carry_number_statement_and_category(self, reports: dict[str, Report]) -> None:
        body = json.loads(structured_json(reports["r001"]))

        assert [each["number"] for each in body["findings"]] == [1, 2]
        assert body["review"]["decision"]["outcome"] == "not_proceed"
        assert body["findings"][0]["category"]


class TestSettling:
    def test_two_archives_with_the_same_content_become_the_same_bytes(self) -> None:
        def archive(names: list[str], year: int) -> bytes:
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as target:
                for name in names:
                    target.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), name.encode())
            return out.getvalue()

        assert settle(archive(["a", "b"], 1999)) == settle(archive(["b", "a"], 2024))


class TestQuotationMarks:
    def test_they_are_curled_and_nothing_else_changes(self, reports: dict[str, Report]) -> None:
        text = reports["r010"].text.model_copy(
            update={"circumstances": 'The child\'s "plan", he said.'}
        )

        curled = typeset(text)

        assert curled.circumstances == "The child’s “plan”, he said."
        assert len(curled.findings) == len(text.findings)

    def test_one_committee_in_three_curls_them(self, reports: dict[str, Report]) -> None:
        straight = load_manuscripts()["r184"].model_copy(update={"subject": "the child's"})
        habits = {
            slug: Report.of(reports["r184"].plan.model_copy(update={"committee": slug}), straight)
            for slug in sorted({row.committee for row in load_plan().values()})
        }

        curling = {slug for slug, report in habits.items() if "’" in report.text.subject}
        assert curling == {slug for slug, report in habits.items() if report.habit == 2}
        assert 5 <= len(curling) <= 15


class TestWords:
    @pytest.mark.parametrize(
        ("slug", "name"),
        [
            ("fife", "Fife"),
            ("argyll-and-bute", "Argyll and Bute"),
            ("city-of-edinburgh", "City of Edinburgh"),
            ("north-east-of-scotland", "North East of Scotland"),
        ],
    )
    def test_a_slug_becomes_a_place(self, slug: str, name: str) -> None:
        assert place(slug) == name

    def test_a_date_is_printed_without_its_day(self, reports: dict[str, Report]) -> None:
        assert month(reports["r010"].plan.dates.completed) == "February 2009"

    def test_no_date_is_not_recorded(self) -> None:
        assert month(None) == spoken("not_recorded") == "Not recorded"
