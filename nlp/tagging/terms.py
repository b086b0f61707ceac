"""Texts as weighted terms: scikit-learn's TF-IDF, without scikit-learn's pickles.

A `TermSpace` holds a fitted vocabulary and reproduces `TfidfVectorizer.transform`
(lower case, sublinear counts, smoothed idf, unit length) so that a stored model is
two plain files: terms in JSON, numbers in an npz.
"""

import math
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

WORD: Final = re.compile(r"(?u)\b\w\w+\b")
CHUNK: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Term:
    """One n-gram where it stands: `[start, end)` in the text it was read from."""

    text: str
    start: int
    end: int


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

    def weights(self, text: str) -> dict[int, float]:
        """Column → weight of one text; a unit vector, or empty if no term is known."""
        counts: dict[int, int] = {}
        columns = self.columns
        for gram in self._grams(text):
            column = columns.get(gram)
            if column is not None:
                counts[column] = counts.get(column, 0) + 1
        weights = {
            column: (1.0 + math.log(count)) * float(self.idf[column])
            for column, count in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {column: weight / length for column, weight in weights.items()}

    def transform(self, texts: Sequence[str]) -> csr_array:
        """Rows of `weights`: a sparse (len(texts), len(terms)) matrix."""
        starts: list[int] = [0]
        columns: list[int] = []
        values: list[float] = []
        for text in texts:
            row = sorted(self.weights(text).items())
            columns.extend(column for column, _ in row)
            values.extend(weight for _, weight in row)
            starts.append(len(columns))
        return csr_array(
            (np.array(values), np.array(columns, np.int32), np.array(starts, np.int32)),
            shape=(len(texts), len(self.terms)),
        )

    def _grams(self, text: str) -> Iterator[str]:
        if self.analyser == "word":
            return (term.text for term in self.occurrences(text))
        return _char_grams_only(text.lower(), self.shortest, self.longest)


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


def _char_grams_only(lowered: str, shortest: int, longest: int) -> Iterator[str]:
    """The same n-grams without places: the tagger's inner loop."""
    for chunk in lowered.split():
        padded = f" {chunk} "
        for size in range(shortest, longest + 1):
            if len(padded) <= size:
                yield padded
                break
            for at in range(len(padded) - size + 1):
                yield padded[at : at + size]
