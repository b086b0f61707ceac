from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html
from pypdf import PdfReader

from app.reports.content import Bullets, Paragraph, Report, Section, Table
from app.reports.rendering import FORMS, Form, render
from tests.app.reports.conftest import RECURRING, charts, tables


def report_of(*blocks: Paragraph | Bullets | Table) -> Report:
    return Report(
        title="Reviews",
        subtitle="An overview",
        frozen_on="2020-02-03",
        data_version=7,
        sections=[Section(title="One", blocks=list(blocks))],
    )


class TestEveryForm:
    @pytest.mark.parametrize("form", FORMS)
    def test_the_same_report_gives_the_same_bytes(self, frozen: Report, form: Form) -> None:
        again = Report.model_validate_json(frozen.model_dump_json())
        assert render(frozen, form).content == render(again, form).content

    @pytest.mark.parametrize("form", FORMS)
    def test_other_content_gives_other_bytes(self, form: Form) -> None:
        one, other = (report_of(Paragraph(words=words)) for words in ("One.", "Other."))
        assert render(one, form).content != render(other, form).content

    @pytest.mark.parametrize(
        "words", ["<b>bold</b> & co", "#import $x$ *star* _line_ @ref", "“quotes” – dashes"]
    )
    def test_words_are_words_and_never_markup(self, words: str) -> None:
        report = report_of(
            Paragraph(words=words),
            Bullets(points=[words]),
            Table(caption="T", heads=["A", "B"], rows=[[words, "1"]], numbers=[1]),
        )
        page = html.fromstring(render(report, "html").content)
        assert page.xpath("string(//li[not(a)])") == words
        word = Document(io.BytesIO(render(report, "docx").content))
        assert words in [paragraph.text for paragraph in word.paragraphs]
        printed = PdfReader(io.BytesIO(render(report, "pdf").content))
        text = "".join(sheet.extract_text() for sheet in printed.pages)
        assert words.split(maxsplit=1)[0] in text
        assert words.rsplit(maxsplit=1)[-1] in text


@pytest.fixture
def pdf(frozen: Report) -> PdfReader:
    return PdfReader(io.BytesIO(render(frozen, "pdf").content))


class TestPdf:
    def test_is_tagged_and_says_its_language_and_title(self, pdf: PdfReader) -> None:
        root = pdf.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "en-GB"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert pdf.metadata.title.startswith("Child protection case reviews")  # type: ignore[union-attr]

    def test_claims_pdf_ua(self, frozen: Report) -> None:
        assert b"pdfuaid" in render(frozen, "pdf").content

    def test_tags_headings_table_heads_and_pictures(self, pdf: PdfReader, frozen: Report) -> None:
        found: dict[str, int] = {}
        alternatives: list[str] = []

        def walk(node: object) -> None:
            node = node.get_object() if hasattr(node, "get_object") else node
            if isinstance(node, list):
                for each in node:
                    walk(each)
            elif isinstance(node, dict):
                name = str(node.get("/S", ""))
                found[name] = found.get(name, 0) + 1
                if "/Alt" in node:
                    alternatives.append(str(node["/Alt"]))
                if "/K" in node:
                    walk(node["/K"])

        walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])
        assert found["/H1"] >= len(frozen.sections)
        assert found["/TH"] >= sum(len(table.heads) for table in tables(frozen).values())
        assert found["/Figure"] >= len(charts(frozen))
        assert {chart.says for chart in charts(frozen).values()} <= set(alternatives)

    def test_holds_what_recurs(self, pdf: PdfReader) -> None:
        text = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
        assert "What keeps coming back" in text
        assert RECURRING.split()[0] in text


class TestWord:
    def test_has_real_headings_table_heads_and_words_for_pictures(self, frozen: Report) -> None:
        document = Document(io.BytesIO(render(frozen, "docx").content))
        headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
        assert headings == [section.title for section in frozen.sections]
        assert len(document.tables) == len(tables(frozen))
        for table in document.tables:
            assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        told = {each.get("descr") for each in document.element.iter(qn("wp:docPr"))}
        assert told == {chart.says for chart in charts(frozen).values()}
        assert document.core_properties.title == frozen.title


class TestHtml:
    def test_needs_nothing_from_elsewhere_and_runs_nothing(self, frozen: Report) -> None:
        page = html.fromstring(render(frozen, "html").content)
        assert page.xpath("//script | //link | //img") == []
        assert len(page.xpath("//figure//*[local-name()='svg']")) == len(charts(frozen))

    def test_its_contents_lead_to_its_sections(self, frozen: Report) -> None:
        page = html.fromstring(render(frozen, "html").content)
        targets = [link.removeprefix("#") for link in page.xpath("//nav//a/@href")]
        assert targets == page.xpath("//h2/@id")
        assert len(targets) == len(frozen.sections)
