"""Decisions on initial case reviews, in the words that groups use."""

from __future__ import annotations

import pytest

from nlp.segments import segment
from nlp.segments.review.decisions import decision_of
from tests.nlp.segments.segment_texts import document_of


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Not to proceed to a significant case review", "not_proceed"),
        ("Do not proceed to significant case review", "not_proceed"),
        ("The group decided against a significant case review.", "not_proceed"),
        ("The criteria were not met and no further review is needed.", "not_proceed"),
        ("not_proceed", "not_proceed"),
        ("Proceed to significant case review", "proceed"),
        ("The group agreed that a significant case review should be carried out.", "proceed"),
        ("The Committee will commission a learning review; the criteria are met.", "proceed"),
        ("Do not proceed to significant case review; another form of review", "other_review"),
        ("Not to proceed, but a multi-agency learning event instead.", "other_review"),
        ("other_review", "other_review"),
        ("The family was told of the meeting.", None),
    ],
)
def test_reads_the_outcome(text: str, outcome: str | None) -> None:
    assert decision_of(text) == outcome


class TestDecisionOfADocument:
    def test_field_outranks_the_narrative(self) -> None:
        read = segment(
            document_of(
                "Initial case review",
                "At first it was agreed to proceed to a significant case review in June.",
                "Decision: Do not proceed to significant case review.",
                "Rationale: The facts are known and were acted on.",
                "Criteria: Serious harm was considered and is not met.",
            )
        )
        assert read.value("decision.outcome") == "not_proceed"
        assert read.value("decision.rationale") == "The facts are known and were acted on."
        assert read.value("decision.criteria") == "Serious harm was considered and is not met."

    def test_sentence_serves_where_there_is_no_field(self) -> None:
        document = document_of(
            "Dear colleague",
            "The group met in May. It decided not to proceed to a significant case review.",
        )
        (proposal,) = segment(document).proposals("decision.outcome")
        assert proposal.value == "not_proceed"
        assert proposal.quote == "It decided not to proceed to a significant case review."
        assert document.text[proposal.start : proposal.end].strip() == proposal.quote

    def test_silence_proposes_nothing(self) -> None:
        assert (
            segment(document_of("A note", "The family moved.")).proposals("decision.outcome") == ()
        )
