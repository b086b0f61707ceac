"""Cleared text: every decided span is replaced, wherever its words stand, and nothing else."""

from __future__ import annotations

import pytest

from app.clearance.models import Action, ResidualIdentifier
from app.clearance.service.clearing import clear_by_offset, word_replacer
from app.reviews.models import Passage

TEXT = "Morag Kinnaird and her son Morag's boy were seen in Larch Wynd."


def a_passage(words: str = TEXT, start: int = 100) -> Passage:
    return Passage(text=words, start=start, end=start + len(words))


def a_span(
    words: str, replacement: str, *, start: int = 100, within: str = TEXT
) -> ResidualIdentifier:
    at = start + within.index(words)
    return ResidualIdentifier(
        text=words, start=at, end=at + len(words), action=Action.REMOVE, replacement=replacement
    )


class TestByOffset:
    def test_replaces_each_span_where_it_stands(self) -> None:
        spans = [a_span("Morag Kinnaird", "Mother"), a_span("Larch Wynd", "[removed]")]
        assert clear_by_offset(a_passage(), spans) == (
            "Mother and her son Morag's boy were seen in [removed]."
        )

    def test_of_overlapping_spans_the_longer_wins(self) -> None:
        spans = [a_span("Morag", "M"), a_span("Morag Kinnaird", "Mother")]
        assert clear_by_offset(a_passage(), spans).startswith("Mother and")

    def test_spans_of_other_passages_leave_it_alone(self) -> None:
        assert clear_by_offset(a_passage(), [a_span("Morag", "M", start=900)]) == TEXT

    def test_a_span_that_runs_over_the_end_is_cut_there(self) -> None:
        span = a_span("Wynd.", "[removed]")
        span.end += 40
        assert clear_by_offset(a_passage(), [span]).endswith("in Larch [removed]")


class TestByWords:
    @pytest.mark.parametrize(
        ("words", "cleared"),
        [
            ("Morag Kinnaird came.", "Mother came."),
            ("Morag\nKinnaird came.", "Mother came."),
            ("Morag alone came.", "Mum alone came."),
            ("Morag's brother", "Mum's brother"),
            ("Moragh came.", "Moragh came."),
            ("morag is a place", "morag is a place"),
        ],
    )
    def test_replaces_whole_words_also_over_line_breaks(self, words: str, cleared: str) -> None:
        replace = word_replacer([a_span("Morag Kinnaird", "Mother"), a_span("Morag", "Mum")])
        assert replace(words) == cleared

    def test_without_spans_changes_nothing(self) -> None:
        assert word_replacer([])(TEXT) == TEXT
