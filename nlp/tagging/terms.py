"""Texts as weighted terms: scikit-learn's TF-IDF, without scikit-learn's pickles.

A `TermSpace` holds a fitted vocabulary and reproduces `TfidfVectorizer.transform`
(lower case, sublinear counts, smoothed idf, unit length) so that a stored model is
two plain files: terms in JSON, numbers in an npz.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

Analyser = Literal["word", "char_wb"]
Seen = dict[str, list[tuple[int, int, int]]]

WORD: Final = re.compile(r"(?u)\b\w\w+\b")
CHUNK: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Term:
    """One n-gram where it stands: `[start, end)` in the text it was read from."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The known terms of one text in reading order: column and place of each, (m,)."""

    columns: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The distinct columns of one text, ascending, with the weight and count of each, (k,).

    `places` (m,) says which of them each term of the reading is.
    """

    columns: NDArray[np.int32]
    weights: NDArray[np.float64]
    places: NDArray[np.int64]
    counts: NDArray[np.int64]


@dataclass(frozen=True)
class TermSpace:
    """A fitted vocabulary with its inverse document frequencies.

    `terms[i]` is the n-gram of column i and `idf[i]` its weight. Columns of `char_wb`
    spaces are characters inside words, padded by one space either side.
    """

    analyser: Analyser
    shortest: int
    longest: int
    terms: tuple[str, ...]
    idf: NDArray[np.float32]

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Term → column."""
        return {term: column for column, term in enumerate(self.terms)}

    def occurrences(self, text: str) -> Iterator[Term]:
        """Every n-gram of `text` in reading order, known to the space or not."""
        if self.analyser == "word":
            return _word_grams(text, self.shortest, self.longest)
        return _char_grams(text, self.shortest, self.longest)

    def read(self, text: str, seen: Seen | None = None) -> Reading:
        """The known terms of `text`, with places.

        `seen` remembers the parts of words between the texts of one batch; it belongs to
        the caller, so that nothing read outlives the batch.
        """
        if self.analyser == "word":
            columns = self.columns
            found = [
                (columns[term.text], term.start, term.end)
                for term in self.occurrences(text)
                if term.text in columns
            ]
        else:
            found = list(self._parts_of_words(text, seen if seen is not None else {}))
        table = np.array(found, dtype=np.int32).reshape(-1, 3)
        return Reading(table[:, 0], table[:, 1], table[:, 2])

    def weigh(self, reading: Reading) -> Weighed:
        """The weights of a text: a unit vector, or empty if no term is known."""
        columns, places, counts = np.unique(
            reading.columns, return_inverse=True, return_counts=True
        )
        weights = (1.0 + np.log(counts)) * self.idf[columns]
        length = float(np.linalg.norm(weights)) or 1.0
        return Weighed(columns, weights / length, places, counts)

    def transform(self, texts: Sequence[str]) -> csr_array:
        """The weights of every text: a sparse (len(texts), len(terms)) matrix."""
        seen: Seen = {}
        return self.matrix([self.read(text, seen) for text in texts])

    def matrix(self, readings: Sequence[Reading]) -> csr_array:
        """As `transform`, of texts already read."""
        rows = [self.weigh(reading) for reading in readings]
        starts = np.cumsum([0, *(len(row.columns) for row in rows)], dtype=np.int32)
        nothing = [np.zeros(0)]
        return csr_array(
            (
                np.concatenate([row.weights for row in rows] or nothing),
                np.concatenate([row.columns for row in rows] or nothing).astype(np.int32),
                starts,
            ),
            shape=(len(readings), len(self.terms)),
        )

    def _parts_of_words(self, text: str, seen: Seen) -> Iterator[tuple[int, int, int]]:
        columns = self.columns
        for chunk in CHUNK.finditer(text):
            word = chunk.group()
            if word not in seen:
                seen[word] = [
                    (columns[term.text], term.start, term.end)
                    for term in _char_grams(word, self.shortest, self.longest)
                    if term.text in columns
                ]
            at = chunk.start()
            for column, start, end in seen[word]:
                yield column, at + start, at + end


def term_features(spaces: Sequence[TermSpace], texts: Sequence[str]) -> csr_array:
    """The spaces' columns side by side: sparse (n, sum of widths)."""
    return csr_array(hstack([space.transform(texts) for space in spaces]).tocsr())


def fitted(vectoriser: "TfidfVectorizer") -> TermSpace:
    """The space of a fitted scikit-learn `TfidfVectorizer`.

    Raises ValueError for options that `TermSpace` does not reproduce.
    """
    if not (
        vectoriser.sublinear_tf
        and vectoriser.lowercase
        and vectoriser.norm == "l2"
        and vectoriser.stop_words is None
        and vectoriser.strip_accents is None
        and vectoriser.analyzer in {"word", "char_wb"}
        and vectoriser.token_pattern == WORD.pattern
    ):
        raise ValueError("the vectoriser uses options that a term space does not reproduce")
    shortest, longest = vectoriser.ngram_range
    return TermSpace(
        analyser=vectoriser.analyzer,
        shortest=shortest,
        longest=longest,
        terms=tuple(str(term) for term in vectoriser.get_feature_names_out()),
        idf=np.asarray(vectoriser.idf_, dtype=np.float32),
    )


def _word_grams(text: str, shortest: int, longest: int) -> Iterator[Term]:
    # Lower-casing can change the length of exotic characters, so offsets come
    # from the original and the words are lowered one at a time.
    words = [Term(m.group().lower(), m.start(), m.end()) for m in WORD.finditer(text)]
    for size in range(shortest, longest + 1):
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            yield Term(" ".join(word.text for word in run), run[0].start, run[-1].end)


def _char_grams(text: str, shortest: int, longest: int) -> Iterator[Term]:
    for chunk in CHUNK.finditer(text):
        padded = f" {chunk.group().lower()} "
        for size in range(shortest, longest + 1):
            for at in range(max(1, len(padded) - size + 1)):
                start = chunk.start() + max(at - 1, 0)
                end = min(chunk.start() + at - 1 + size, chunk.end())
                yield Term(padded[at : at + size], start, end)
            if len(padded) <= size:
                break
