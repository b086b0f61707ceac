"""The corpus on disk: the manifest, the same bytes each time, and files that can be read."""

import csv
import io
import json
from pathlib import Path

import docx
import odf.opendocument
import odf.teletype
import pypdfium2
import pytest

from app.demonstration.build import Manifest, build_corpus, manifest_row
from app.demonstration.layouts.rendering import render
from app.demonstration.layouts.report import Report
from app.demonstration.manuscripts import load_manuscripts
from app.demonstration.plan import load_plan
from app.demonstration.truth import recurrence_members, true_reviews

REQUIRED = ["file", "committee", "type", "methodology", "completed", "title"]
WRITTEN = sorted(load_manuscripts())


def stands_in(text: str, passage: str) -> bool:
    """Whether the passage is there, whole or in two parts with a page's foot between them."""
    words = passage.split()
    return any(
        "".join(words[:cut]) in text and "".join(words[cut:]) in text for cut in range(len(words))
    )


def words_of(path: Path) -> str:
    """All text of a file as one run of words, read by a library of another's making."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as pages:
            text = " ".join(page.get_textpage().get_text_range() for page in pages)
    elif path.suffix == ".docx":
        document = docx.Document(str(path))
        pieces = [paragraph.text for paragraph in document.paragraphs]
        pieces += [cell.text for table in document.tables for cell in table._cells]
        text = " ".join(pieces)
    elif path.suffix == ".odt":
        text = odf.teletype.extractText(odf.opendocument.load(str(path)).text)
    elif path.suffix == ".json":
        text = " ".join(strings(json.loads(path.read_text())))
    else:
        text = path.read_text()
    # A line's end can stand anywhere between two words, and reportlab breaks at hyphens.
    return "".join(text.split())


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [each for item in value.values() for each in strings(item)]
    if isinstance(value, list):
        return [each for item in value for each in strings(item)]
    return [str(value)]


class TestManifest:
    def test_it_begins_with_the_columns_that_an_import_needs(self, built: Manifest) -> None:
        with built.path.open(newline="") as file:
            rows = list(csv.DictReader(file))

        assert list(rows[0])[:6] == REQUIRED
        assert len(rows) == len(WRITTEN)

    def test_every_file_it_names_is_there_and_no_other(self, built: Manifest) -> None:
        with built.path.open(newline="") as file:
            named = {row["file"] for row in csv.DictReader(file)}

        assert named == {path.name for path in built.path.parent.iterdir()} - {"manifest.csv"}

    def test_rows_stand_in_order_of_completion(self, built: Manifest) -> None:
        with built.path.open(newline="") as file:
            completed = [row["completed"] for row in csv.DictReader(file)]

        assert completed == sorted(completed)

    def test_what_was_not_recorded_is_not_left_empty(self, reports: dict[str, Report]) -> None:
        row = manifest_row(reports["r001"])

        assert row["substance_misuse"] == "not_recorded"
        assert row["domestic_abuse"] == "yes"
        assert row["criminality"] == "no"
        assert row["methodology"] == ""

    def test_progress_is_told_file_by_file(self, tmp_path: Path) -> None:
        heard: list[tuple[int, int]] = []

        build_corpus(tmp_path, progress=lambda done, of: heard.append((done, of)))

        assert heard == [(done, len(WRITTEN)) for done in range(1, len(WRITTEN) + 1)]


class TestFiles:
    @pytest.mark.parametrize("key", WRITTEN)
    def test_the_same_review_gives_the_same_bytes(
        self, built: Manifest, reports: dict[str, Report], key: str
    ) -> None:
        assert render(reports[key]) == built.files[key].read_bytes()

    @pytest.mark.parametrize("key", WRITTEN)
    def test_findings_and_recommendations_can_be_read_back(self, built: Manifest, key: str) -> None:
        text = words_of(built.files[key])
        truth = true_reviews()[key]

        for finding in truth.findings:
            assert stands_in(text, finding.statement)
        for recommendation in truth.recommendations:
            assert stands_in(text, recommendation)
        if truth.rationale:
            assert stands_in(text, truth.rationale)

    @pytest.mark.parametrize("key", WRITTEN)
    def test_responses_are_not_printed_in_the_report(self, built: Manifest, key: str) -> None:
        text = words_of(built.files[key])

        for response in load_manuscripts()[key].responses:
            assert "".join(response.text.split()) not in text

    def test_no_clock_is_in_an_office_file(self, built: Manifest) -> None:
        from zipfile import ZipFile

        for path in built.files.values():
            if path.suffix in {".docx", ".odt"}:
                with ZipFile(io.BytesIO(path.read_bytes())) as archive:
                    assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


class TestTruth:
    def test_a_category_is_stated_only_where_the_file_prints_it(self, built: Manifest) -> None:
        for key, review in true_reviews().items():
            stated = {finding.stated for finding in review.findings}
            if stated != {None}:
                layout = load_plan()[key].layout
                assert layout in {"learning_together", "findings_table", "structured_json"}

    def test_only_initial_reviews_have_a_decision(self) -> None:
        for key, review in true_reviews().items():
            assert (review.decision is not None) == load_plan()[key].is_initial

    def test_members_of_a_recurrence_stand_in_order_of_time(self) -> None:
        for members in recurrence_members().values():
            assert list(members) == sorted(members, key=lambda member: member.completed)

    def test_a_member_carries_the_words_of_its_finding(self) -> None:
        reviews = true_reviews()
        for members in recurrence_members().values():
            for member in members:
                finding = reviews[member.review].findings[member.finding - 1]
                assert member.statement == finding.statement
                assert finding.issue is not None
