"""Many phrases looked up in one pass over the tokens of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nlp.identifiers.folding import fold
from nlp.identifiers.tokens import Token, tokenise

_MARKS = frozenset("-'’")


class Phrases:
    """A set of phrases, matched by token regardless of case; the longest match wins."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        self._whole: set[str] = set()
        for phrase in phrases:
            keys = tuple(t.text.lower() for t in tokenise(fold(phrase).text))
            if keys:
                self._by_first.setdefault(keys[0], []).append(keys)
                self._whole.add(" ".join(keys))
        for options in self._by_first.values():
            options.sort(key=len, reverse=True)

    def __contains__(self, phrase: str) -> bool:
        return phrase in self._whole

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Token ranges (first, past the last) that spell a phrase, from left to right.

        The first letter must be a capital: "back" is a word and Back a village.
        """
        position = 0
        while position < len(tokens):
            length = self._length_at(tokens, position)
            if length:
                yield position, position + length
            position += max(length, 1)

    def _length_at(self, tokens: Sequence[Token], position: int) -> int:
        token = tokens[position]
        if not token.text[0].isupper():
            return 0
        # A possessive belongs to the text, not to the phrase, except where a phrase ends in one.
        for first in {token.text.lower(), token.key}:
            for keys in self._by_first.get(first, ()):
                if self._matches(keys, tokens, position):
                    return len(keys)
        return 0

    @staticmethod
    def _matches(keys: tuple[str, ...], tokens: Sequence[Token], position: int) -> bool:
        if position + len(keys) > len(tokens):
            return False
        for offset, key in enumerate(keys):
            token = tokens[position + offset]
            if key not in {token.text.lower(), token.key}:
                return False
        return True

    def spelled(self) -> frozenset[str]:
        """Every phrase, in lower case, its words separated by single spaces."""
        return frozenset(self._whole)
