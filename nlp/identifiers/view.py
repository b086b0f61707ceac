"""The text a recogniser looks at, with the neighbourhood questions it asks of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from nlp.identifiers.dates import Day, find_days
from nlp.identifiers.people.conventions import Conventions, learn
from nlp.identifiers.people.features import Habits, habits
from nlp.identifiers.people.model import load
from nlp.identifiers.people.organisations import blocked_tokens
from nlp.identifiers.tokens import Token, tokenise

_SENTENCE_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z])|\n\s*\n|\n(?=\s*(?:[-*\d•]|\Z))")


@dataclass(frozen=True)
class View:
    """Folded text as the recognisers see it. Offsets are into ``text``.

    What several recognisers need is worked out once and only when one of them asks.
    """

    text: str

    @cached_property
    def days(self) -> list[Day]:
        """The days written in the text, in order."""
        return find_days(self.text)

    def is_dated(self, start: int) -> bool:
        """Whether the offset lies in a day."""
        at = bisect_right(self.days, start, key=lambda day: day.start)
        return at > 0 and start < self.days[at - 1].end

    @cached_property
    def tokens(self) -> list[Token]:
        """Words with their offsets, in order."""
        return tokenise(self.text)

    @cached_property
    def habits(self) -> Habits:
        """How the document uses each word."""
        return habits(self.tokens)

    @cached_property
    def judged(self) -> dict[int, tuple[float, float]]:
        """By token, the name model's probabilities of a person and of a place."""
        return load().judge(self.tokens, self.habits)

    @cached_property
    def blocked(self) -> frozenset[int]:
        """Tokens inside the name of an organisation, a law, a method or a public area."""
        return blocked_tokens(self.tokens)

    @cached_property
    def conventions(self) -> Conventions:
        """What the document itself takes out of suspicion."""
        return learn(self.text)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, with the same offsets."""
        return self.text.lower()

    @cached_property
    def _ends(self) -> list[int]:
        return [match.end() for match in _SENTENCE_END.finditer(self.text)]

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """The tokens that start in ``start:end``."""
        return self.tokens[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, start: int, width: int) -> str:
        """Up to ``width`` characters before ``start``, in lower case."""
        return self.lower[max(0, start - width) : start]

    def after(self, end: int, width: int) -> str:
        """Up to ``width`` characters after ``end``, in lower case."""
        return self.lower[end : end + width]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The bounds of the sentence or line group that holds ``start:end``."""
        index = bisect_right(self._ends, start)
        begin = self._ends[index - 1] if index else 0
        finish = next((e for e in self._ends[index:] if e >= end), len(self.text))
        return begin, finish
