"""One finding, said twice, is one finding; two findings that are alike are two."""

from __future__ import annotations

from nlp.segments import Finding, Span
from nlp.segments.restatements import merge_restatements

LISTED = "Core groups review actions and never ask how the child is."
EXPANDED = "Core groups in this area review actions and do not ask how the child is faring."
OTHER = "The referral form asks for a category before it asks what was seen."


def finding(
    statement: str,
    number: str | None = None,
    *,
    category: str | None = None,
    detail: Span | None = None,
    title: str = "",
) -> Finding:
    return Finding(
        number,
        0,
        statement,
        0,
        len(statement),
        category=category,
        category_source="stated" if category else None,
        detail=detail,
        title=title,
    )


class TestRestatement:
    def test_same_number_and_like_words_are_one(self) -> None:
        detail = Span("Twelve minutes were read.", 0, 25)
        listed = finding(LISTED, "2", category="longer_term_work")
        merged = merge_restatements([listed, finding(EXPANDED, "2", detail=detail)])
        assert [(f.statement, f.category, f.detail) for f in merged] == [
            (LISTED, "longer_term_work", detail)
        ]

    def test_number_word_and_figure_agree(self) -> None:
        assert len(merge_restatements([finding(LISTED, "2"), finding(EXPANDED, "Two")])) == 1

    def test_a_title_gives_way_to_the_statement(self) -> None:
        merged = merge_restatements(
            [finding("Core groups", "2"), finding(EXPANDED, "2", title="Core groups")]
        )
        assert [(f.statement, f.title) for f in merged] == [(EXPANDED, "Core groups")]

    def test_unnumbered_restatement_needs_nearly_all_words(self) -> None:
        assert len(merge_restatements([finding(LISTED), finding(LISTED.upper(), "3")])) == 1


class TestDifference:
    def test_same_number_with_other_words_stays_apart(self) -> None:
        assert len(merge_restatements([finding(LISTED, "1"), finding(OTHER, "1")])) == 2

    def test_like_words_under_other_numbers_stay_apart(self) -> None:
        assert len(merge_restatements([finding(LISTED, "1"), finding(EXPANDED, "2")])) == 2

    def test_positions_follow_the_report(self) -> None:
        merged = merge_restatements([finding(OTHER, "1"), finding(LISTED, "2")])
        assert [f.position for f in merged] == [1, 2]
