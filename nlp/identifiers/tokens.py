"""Words of a text, cut the way names need: apostrophes and inner hyphens stay inside."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+|\.(?=[A-Z]\b)[A-Z])*|\d+|[^\w\s]|_")
_POSSESSIVE = re.compile(r"(?:'s|s')$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark. ``gap`` is what stands between it and the token before."""

    text: str
    start: int
    end: int
    gap: str
    key: str
    """Lower case, without a possessive ending."""

    @property
    def stem_end(self) -> int:
        """Where the word ends without its possessive."""
        return self.start + len(self.key)

    @property
    def capitalised(self) -> bool:
        """Whether the word starts with a capital letter."""
        return self.text[0].isupper()


def tokenise(text: str) -> list[Token]:
    """Cut ``text`` into tokens, in order, covering everything but white space."""
    tokens: list[Token] = []
    last = 0
    for match in _WORD.finditer(text):
        word = match.group()
        start, end = match.span()
        key = word.lower()
        if len(key) > 2 and key.endswith("'s"):
            key = key[:-2]
        tokens.append(Token(word, start, end, text[last:start], key))
        last = end
    return tokens
