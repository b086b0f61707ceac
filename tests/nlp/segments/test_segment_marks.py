"""What counts as a label in front of a finding, and what only looks like one."""

from __future__ import annotations

import pytest

from nlp.segments.marks import MarkKind, Unit, number_value, read_label, read_mark


@pytest.mark.parametrize(
    ("text", "unit", "value", "rest"),
    [
        ("Finding 1: Nobody asked.", Unit.FINDING, "1", "Nobody asked."),
        ("FINDING 12 – Nobody asked.", Unit.FINDING, "12", "Nobody asked."),
        ("Finding One: Nobody asked.", Unit.FINDING, "1", "Nobody asked."),
        ("Finding No. 4. Nobody asked.", Unit.FINDING, "4", "Nobody asked."),
        ("Finding IV. Nobody asked.", Unit.FINDING, "4", "Nobody asked."),
        ("Key finding 3 Nobody asked.", Unit.FINDING, "3", "Nobody asked."),
        ("Learning point Two - Nobody asked.", Unit.FINDING, "2", "Nobody asked."),
        ("Practice point 2: Nobody asked.", Unit.FINDING, "2", "Nobody asked."),
        ("Lesson 5) Nobody asked.", Unit.FINDING, "5", "Nobody asked."),
        ("LP3: Nobody asked.", Unit.FINDING, "3", "Nobody asked."),
        ("Finding 2", Unit.FINDING, "2", ""),
        ("5.2 Finding 3: Nobody asked.", Unit.FINDING, "3", "Nobody asked."),
        ("Good practice 1: She asked.", Unit.GOOD_PRACTICE, "1", "She asked."),
        ("Recommendation 7. Ask.", Unit.RECOMMENDATION, "7", "Ask."),
        ("R2. Ask.", Unit.RECOMMENDATION, "2", "Ask."),
        ("Question 1: Who asks?", Unit.ISSUE, "1", "Who asks?"),
    ],
)
class TestNamedLabels:
    def test_says_what_the_line_is(self, text: str, unit: Unit, value: str, rest: str) -> None:
        mark, after = read_mark(text)
        assert mark is not None
        assert (mark.unit, mark.value, after) == (unit, value, rest)

    def test_leaves_a_suffix_of_the_line(
        self, text: str, unit: Unit, value: str, rest: str
    ) -> None:
        assert text.endswith(read_mark(text)[1])


@pytest.mark.parametrize(
    "text",
    [
        "Finding a place in a nursery took four months.",
        "Findings of this kind are common.",
        "Theme in this review was isolation.",
        "Recommendations were made in 2012.",
        "Finding 1 and Finding 2 overlap.",
        "Learning I had done at school.",
        "Action is needed.",
        "14 March 2016 was the day of the visit.",
        "3 children lived in the house.",
        "2014 was a hard year.",
        "I. was not there",
        "a lot was asked of her.",
        "-she said",
    ],
)
def test_prose_that_only_looks_labelled_has_no_named_mark(text: str) -> None:
    mark, _ = read_mark(text)
    assert mark is None or mark.unit is None


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1. Nobody asked.", MarkKind.NUMBER, "1"),
        ("4.2 Nobody asked.", MarkKind.NUMBER, "4.2"),
        ("(3) Nobody asked.", MarkKind.NUMBER, "3"),
        ("7 Nobody asked.", MarkKind.NUMBER, "7"),
        ("iv) Nobody asked.", MarkKind.ROMAN, "4"),
        ("(b) Nobody asked.", MarkKind.LETTER, "b"),
        ("• Nobody asked.", MarkKind.BULLET, ""),
        ("– Nobody asked.", MarkKind.BULLET, ""),
    ],
)
def test_plain_numbers_and_bullets(text: str, kind: MarkKind, value: str) -> None:
    mark, rest = read_mark(text)
    assert mark is not None
    assert (mark.kind, mark.value, rest) == (kind, value, "Nobody asked.")


@pytest.mark.parametrize("text", ["14 March 2016", "3 children were seen", "2016. It was", "1.5 m"])
def test_quantities_and_years_are_not_numbers_of_paragraphs(text: str) -> None:
    assert read_mark(text) == (None, text)


def test_a_bracket_after_the_number_is_kept_as_an_aside() -> None:
    mark, rest = read_mark("Recommendation 3 (Health): Ask twice.")
    assert mark is not None
    assert (mark.aside, rest) == ("Health", "Ask twice.")


@pytest.mark.parametrize(
    ("printed", "value"),
    [("IV", "4"), ("ix", "9"), ("Twelve", "12"), ("4.2", "4.2"), ("b", "b"), ("(3)", "3")],
)
def test_numbers_compare_by_value(printed: str, value: str) -> None:
    assert number_value(printed) == value


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("3.", MarkKind.NUMBER),
        ("a)", MarkKind.LETTER),
        ("•", MarkKind.BULLET),
        ("2", MarkKind.NUMBER),
    ],
)
def test_labels_kept_apart_by_the_file_are_marks(label: str, kind: MarkKind) -> None:
    mark = read_label(label)
    assert mark is not None
    assert mark.kind is kind


def test_no_label_is_no_mark() -> None:
    assert read_label("  ") is None
