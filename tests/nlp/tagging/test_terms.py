from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from nlp.corpus.loader import load_findings
from nlp.tagging.terms import TermSpace, fitted, term_features

OPTIONS: dict[str, dict[str, Any]] = {
    "words": {"ngram_range": (1, 2), "min_df": 2},
    "pairs only": {"ngram_range": (2, 2), "min_df": 2},
    "characters": {"analyzer": "char_wb", "ngram_range": (3, 5), "min_df": 3},
    "short characters": {"analyzer": "char_wb", "ngram_range": (1, 2), "min_df": 3},
}
AWKWARD = [
    "",
    " ",
    "a",
    "I",
    "CHILD'S chronologies—twelve of them—weren’t read (p.14)",
    "  tabs\tand\nlines \u00a0 and a hard space ",
    "ÉCOLE straße Gàidhlig İstanbul ﬁle",
    "5-yr-old £12.50 @ 10:15pm 😀 x_y",
]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [finding.text for finding in load_findings()[:400]]


@pytest.fixture(scope="module", params=list(OPTIONS))
def both(request: pytest.FixtureRequest, texts: list[str]) -> tuple[TfidfVectorizer, TermSpace]:
    vectoriser = TfidfVectorizer(sublinear_tf=True, **OPTIONS[request.param])
    vectoriser.fit(texts[:300])
    return vectoriser, fitted(vectoriser)


class TestAgreementWithScikitLearn:
    def test_unseen_findings_get_the_same_weights(
        self, both: tuple[TfidfVectorizer, TermSpace], texts: list[str]
    ) -> None:
        vectoriser, space = both
        ours, theirs = space.transform(texts[300:]), vectoriser.transform(texts[300:])
        assert ours.nnz == theirs.nnz
        assert abs(ours - theirs).max() < 1e-6

    @pytest.mark.parametrize("text", AWKWARD)
    def test_awkward_texts_get_the_same_weights(
        self, both: tuple[TfidfVectorizer, TermSpace], text: str
    ) -> None:
        vectoriser, space = both
        difference = abs(space.transform([text]) - vectoriser.transform([text]))
        assert difference.nnz == 0 or difference.max() < 1e-6

    @settings(max_examples=60, deadline=None)
    @given(text=st.text(max_size=80))
    def test_any_text_breaks_into_the_same_terms(
        self, both: tuple[TfidfVectorizer, TermSpace], text: str
    ) -> None:
        # Offsets are taken before lower-casing, which lengthens one Turkish letter.
        text = text.replace("İ", "I")
        vectoriser, space = both
        ours = sorted(term.text for term in space.occurrences(text))
        assert ours == sorted(vectoriser.build_analyzer()(text))

    @pytest.mark.parametrize(
        "options",
        [{"stop_words": "english"}, {"norm": None}, {"lowercase": False}, {"analyzer": "char"}],
    )
    def test_options_it_does_not_know_are_refused(
        self, texts: list[str], options: dict[str, Any]
    ) -> None:
        vectoriser = TfidfVectorizer(**{"sublinear_tf": True} | options).fit(texts[:20])
        with pytest.raises(ValueError, match="does not reproduce"):
            fitted(vectoriser)


class TestPlaces:
    def test_words_stand_where_they_were_read(self) -> None:
        space = TermSpace("word", 1, 2, (), np.zeros(0, dtype=np.float32))
        text = "No-one ASKED the child."
        assert {(t.text, text[t.start : t.end]) for t in space.occurrences(text)} == {
            ("no", "No"),
            ("one", "one"),
            ("asked", "ASKED"),
            ("the", "the"),
            ("child", "child"),
            ("no one", "No-one"),
            ("one asked", "one ASKED"),
            ("asked the", "ASKED the"),
            ("the child", "the child"),
        }

    def test_characters_stand_inside_their_word(self) -> None:
        space = TermSpace("char_wb", 3, 3, (), np.zeros(0, dtype=np.float32))
        text = "is she"
        assert [(t.text, text[t.start : t.end]) for t in space.occurrences(text)] == [
            (" is", "is"),
            ("is ", "is"),
            (" sh", "sh"),
            ("she", "she"),
            ("he ", "he"),
        ]


class TestSideBySide:
    def test_columns_follow_the_order_of_the_spaces(self, texts: list[str]) -> None:
        spaces = [
            fitted(TfidfVectorizer(sublinear_tf=True, **OPTIONS[name]).fit(texts[:100]))
            for name in ("words", "characters")
        ]
        joined = term_features(spaces, texts[100:110])
        width = len(spaces[0].terms)
        assert joined.shape == (10, width + len(spaces[1].terms))
        assert abs(joined[:, :width] - spaces[0].transform(texts[100:110])).nnz == 0

    def test_a_text_of_unknown_terms_is_an_empty_row(self, texts: list[str]) -> None:
        space = fitted(TfidfVectorizer(sublinear_tf=True, min_df=2).fit(texts[:50]))
        assert space.transform(["zzzz qqqq"]).nnz == 0
