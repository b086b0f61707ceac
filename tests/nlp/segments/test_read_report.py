"""The object that `reviews read` prints."""

from __future__ import annotations

import json

import pytest

from nlp.documents import read_document
from nlp.segments import read_report, segment
from tests.nlp.segments.segment_paper import print_report
from tests.nlp.segments.segment_reports import LEARNING_TOGETHER, NOTIFICATION, OVERVIEW
from tests.nlp.segments.segment_texts import document_of, json_document

FINDING_KEYS = {"number", "statement", "category", "category_source", "questions", "issues", "page"}
QUESTIONS = {"manifestation", "underlying", "prevalence", "spread", "implications"}


@pytest.fixture
def learning_together() -> dict:
    data = print_report(LEARNING_TOGETHER.report, "pdf")
    return read_report(read_document(data, filename="report.pdf"))


class TestContract:
    def test_holds_the_promised_keys(self, learning_together: dict) -> None:
        assert {"media_type", "pages", "review", "findings", "recommendations"} <= set(
            learning_together
        )
        assert learning_together["media_type"] == "application/pdf"
        assert learning_together["pages"] >= 2

    def test_findings_hold_the_promised_keys(self, learning_together: dict) -> None:
        for finding in learning_together["findings"]:
            assert set(finding) >= FINDING_KEYS
            assert set(finding["questions"]) == QUESTIONS
            assert finding["category_source"] == "stated"

    def test_the_five_questions_are_answered_from_their_chapter(
        self, learning_together: dict
    ) -> None:
        first = learning_together["findings"][0]["questions"]
        assert first["manifestation"].startswith("The key worker kept a note")
        assert first["prevalence"] == first["spread"]
        assert first["implications"].startswith("Early signs")

    def test_review_names_type_method_and_committee(self, learning_together: dict) -> None:
        review = learning_together["review"]
        assert review["methodology"] == "learning_together"
        assert review["committee"] == "fife"
        assert review["dates"]["completed"] == "2016-09"

    def test_is_plain_json(self, learning_together: dict) -> None:
        assert json.loads(json.dumps(learning_together)) == learning_together

    def test_recommendations_hold_number_text_addressee_and_page(self) -> None:
        data = print_report(OVERVIEW.report, "pdf")
        read = read_report(read_document(data, filename="report.pdf"))
        assert all(
            {"number", "text", "addressee", "page"} <= set(one) for one in read["recommendations"]
        )

    @pytest.mark.parametrize("form", ["docx", "pdf", "odt"])
    def test_forms_give_the_decision_with_its_date(self, form: str) -> None:
        data = print_report(NOTIFICATION.report, form)
        review = read_report(read_document(data, filename=f"form.{form}"))["review"]
        assert review["committee"] == "west-lothian"
        assert review["type"] == "initial_case_review"
        assert review["dates"] == {"incident": "2016-03-14", "decision": "2016-06-02"}
        assert review["decision"] == {
            "outcome": "not_proceed",
            "rationale": "The facts are known and were acted on at the time.",
        }


class TestStructuredInput:
    def test_reads_back_what_it_wrote(self, learning_together: dict) -> None:
        again = read_report(json_document(learning_together))
        kept = ("number", "statement", "category", "questions", "issues")
        assert [{key: f[key] for key in kept} for f in again["findings"]] == [
            {key: f[key] for key in kept} for f in learning_together["findings"]
        ]
        assert again["layout"] == "structured"

    def test_understands_other_keys_for_the_same_things(self) -> None:
        read = read_report(
            json_document(
                {
                    "review": {"type": "initial_case_review", "committee": "Falkirk"},
                    "decision": {"outcome": "not_proceed", "rationale": "Nothing new to learn."},
                    "learning_points": ["Nobody asked the aunt.", "The form was too long."],
                    "good_practice": [{"text": "The janitor told the head teacher."}],
                    "recommendations": [{"no": 1, "action": "Ask the aunt.", "lead": "Health"}],
                }
            )
        )
        assert [f["statement"] for f in read["findings"]] == [
            "Nobody asked the aunt.",
            "The form was too long.",
            "The janitor told the head teacher.",
        ]
        assert [f["polarity"] for f in read["findings"]][-1] == "good_practice"
        assert read["recommendations"][0]["addressee"] == "Health"
        assert read["review"]["decision"]["outcome"] == "not_proceed"
        assert read["review"]["committee"] == "falkirk"
        assert read["review"]["type"] == "initial_case_review"


class TestNothingFound:
    def test_says_what_was_looked_for(self) -> None:
        read = segment(document_of("A letter", "We shall write again when the school reopens."))
        assert read.findings == ()
        assert read.layout is None
        assert any("Learning Together" in sentence for sentence in read.looked_for)
        assert all(sentence.endswith(".") for sentence in read.looked_for)
