"""Every layout, printed to real files and read back."""

from __future__ import annotations

from functools import lru_cache

import pytest

from nlp.documents import Document, read_document
from nlp.segments import Polarity, Segmentation, segment
from tests.nlp.segments.segment_paper import print_report
from tests.nlp.segments.segment_reports import SAMPLES, Sample

PRINTED = [
    pytest.param(sample, form, id=f"{sample.name} {form}")
    for sample in SAMPLES
    for form in sample.report.formats
]


@lru_cache
def _read(name: str, form: str) -> tuple[Document, Segmentation]:
    sample = next(sample for sample in SAMPLES if sample.name == name)
    data = print_report(sample.report, form)
    document = read_document(data, filename=f"report.{form}")
    return document, segment(document)


@pytest.mark.parametrize(("sample", "form"), PRINTED)
class TestEveryLayout:
    def test_finds_each_statement_once_and_nothing_else(self, sample: Sample, form: str) -> None:
        _, read = _read(sample.name, form)
        assert [finding.statement for finding in read.findings] == [
            expected.statement for expected in sample.findings
        ]

    def test_keeps_numbers_categories_and_polarity(self, sample: Sample, form: str) -> None:
        _, read = _read(sample.name, form)
        assert [
            (finding.number, finding.category, finding.polarity) for finding in read.findings
        ] == [(one.number, one.category, Polarity.WEAKNESS) for one in sample.findings]

    def test_sets_commended_practice_apart(self, sample: Sample, form: str) -> None:
        _, read = _read(sample.name, form)
        assert tuple(practice.statement for practice in read.practice) == sample.practice
        assert all(one.polarity is Polarity.GOOD_PRACTICE for one in read.practice)

    def test_hangs_the_issues_on_their_finding(self, sample: Sample, form: str) -> None:
        _, read = _read(sample.name, form)
        assert [len(finding.issues) for finding in read.findings] == [
            expected.issues for expected in sample.findings
        ]

    def test_reads_recommendations_with_their_agency(self, sample: Sample, form: str) -> None:
        _, read = _read(sample.name, form)
        assert tuple((r.number, r.addressee) for r in read.recommendations) == (
            sample.recommendations
        )

    def test_names_the_layout(self, sample: Sample, form: str) -> None:
        _, read = _read(sample.name, form)
        assert (read.layout or "") == sample.layout

    def test_points_back_to_the_text(self, sample: Sample, form: str) -> None:
        document, read = _read(sample.name, form)
        for finding in read.findings:
            passage = " ".join(document.text[finding.start : finding.end].split())
            assert passage.startswith(finding.statement[:30])
            assert finding.statement[-20:-5] in passage

    def test_counts_positions_from_one(self, sample: Sample, form: str) -> None:
        _, read = _read(sample.name, form)
        assert [f.position for f in read.findings] == list(range(1, len(read.findings) + 1))
