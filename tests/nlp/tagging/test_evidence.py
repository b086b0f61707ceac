import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.tagging.evidence import explain
from nlp.tagging.model import Evidence
from nlp.tagging.terms import TermSpace

WORDS = TermSpace(
    "word",
    1,
    2,
    ("caseload", "forty", "caseload forty", "visited", "the"),
    np.ones(5, dtype=np.float32),
)


def weights(**by_term: float) -> NDArray[np.float32]:
    return np.array([by_term.get(t.replace(" ", "_"), 0.0) for t in WORDS.terms], np.float32)


def heard(
    text: str, weights: NDArray[np.float32], space: TermSpace = WORDS
) -> tuple[Evidence, ...]:
    return explain(text, "management_systems", [space], [space.read(text)], weights)


class TestPhrases:
    def test_the_word_that_spoke_is_given_with_its_place(self) -> None:
        text = "The caseload was never counted."
        (phrase,) = heard(text, weights(caseload=1.0))
        assert (phrase.text, phrase.key) == ("caseload", "management_systems")
        assert text[phrase.start : phrase.end] == phrase.text
        assert phrase.weight == 1.0

    def test_neighbouring_words_become_one_phrase(self) -> None:
        found = heard("Her caseload: forty.", weights(caseload=1.0, forty=1.0))
        assert [phrase.text for phrase in found] == ["caseload: forty"]

    def test_the_loudest_phrase_comes_first(self) -> None:
        text = "Forty times he visited, with that caseload."
        found = heard(text, weights(forty=1.0, visited=3.0, caseload=2.0))
        assert [phrase.text for phrase in found] == ["visited", "caseload", "Forty"]
        assert sum(phrase.weight for phrase in found) == pytest.approx(1.0, abs=0.01)

    def test_a_pair_of_words_counts_for_both(self) -> None:
        found = heard("caseload forty", weights(caseload_forty=1.0))
        assert [phrase.text for phrase in found] == ["caseload forty"]

    def test_words_that_spoke_against_are_left_out(self) -> None:
        text = "The caseload grew; she visited."
        found = heard(text, weights(caseload=1.0, visited=-2.0))
        assert [phrase.text for phrase in found] == ["caseload"]

    @pytest.mark.parametrize("text", ["Nothing known here.", "", "visited"])
    def test_nothing_for_the_decision_gives_no_evidence(self, text: str) -> None:
        assert heard(text, weights(visited=-1.0)) == ()

    def test_parts_of_words_are_laid_on_the_word(self) -> None:
        chars = TermSpace("char_wb", 3, 3, ("unw", "nwe"), np.ones(2, dtype=np.float32))
        text = "He was unwelcome there."
        (phrase,) = heard(text, np.ones(2, dtype=np.float32), chars)
        assert phrase.text == "unwelcome"
