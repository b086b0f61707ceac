"""Plain text in the encodings offices use, and reviews sent as JSON."""

from __future__ import annotations

import json

import pytest

from nlp.documents import Kind, read_document

NOTE = "Café staff said “enough” – the plan wasn’t changed."


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
    def test_the_words_are_the_same(self, encoding: str) -> None:
        assert read_document(NOTE.encode(encoding), filename="a.txt").text == NOTE


class TestShapesOfPlainText:
    def test_headings_paragraphs_and_lists(self) -> None:
        text = (
            "LEARNING REVIEW\n\n1.2 The circumstances\n\n"
            "Staff met the family often and wrote down what they saw at each\n"
            "visit to the home.\n\n1. First point.\n2. Second point.\n* A question\n\n"
            "Conclusion\n==========\n\n## Practice points\nEnd."
        )

        blocks = read_document(text.encode(), filename="a.txt").blocks

        assert [(b.kind, b.level, b.label) for b in blocks] == [
            (Kind.HEADING, 1, ""),
            (Kind.HEADING, 2, "1.2"),
            (Kind.PARAGRAPH, 0, ""),
            (Kind.LIST_ITEM, 0, "1."),
            (Kind.LIST_ITEM, 0, "2."),
            (Kind.LIST_ITEM, 0, "*"),
            (Kind.HEADING, 1, ""),
            (Kind.HEADING, 2, ""),
            (Kind.PARAGRAPH, 0, ""),
        ]
        assert blocks[2].text.endswith("at each visit to the home.")

    @pytest.mark.parametrize("line", ["GIRFEC was used.", "A short line", "NHS, police, school"])
    def test_short_lines_are_not_all_headings(self, line: str) -> None:
        assert read_document(line.encode(), filename="a.txt").blocks[0].kind is Kind.PARAGRAPH

    def test_form_feeds_number_the_pages(self) -> None:
        document = read_document(b"One.\x0cTwo.", filename="a.txt")

        assert [b.page for b in document.blocks] == [1, 2]


class TestJson:
    def test_a_block_stands_under_the_path_of_its_keys(self) -> None:
        review = {
            "review": {"type": "learning_review", "family_involved": True, "note": None},
            "findings": [{"number": 1, "statement": "One.", "issues": ["Who decides?"]}],
        }

        document = read_document(json.dumps(review).encode(), filename="a.json")

        found = {b.section: b.text for b in document.blocks if b.kind is not Kind.HEADING}
        assert found == {
            ("review", "type"): "learning_review",
            ("review", "family_involved"): "yes",
            ("findings", "1", "number"): "1",
            ("findings", "1", "statement"): "One.",
            ("findings", "1", "issues"): "Who decides?",
        }

    def test_without_an_ending_the_content_decides(self) -> None:
        assert read_document(b'{"a": "b"}', filename="review").media_type == "application/json"
        assert read_document(b"{a: b}", filename="review").media_type == "text/plain"
