"""Letters that optical recognition turned into digits inside words ("Jam1e", "Macle0d")."""

from __future__ import annotations

import re

from nlp.identifiers import lexicon

_WORD = re.compile(
    r"(?<![\w@./-])(?=[A-Za-z01]*[A-Za-z]{2})[A-Za-z][A-Za-z]*[01|][A-Za-z01|]*[a-z](?![\w@/])"
)


def _mended(word: str) -> str:
    if sum(c in "01|" for c in word) > 2:
        return word
    readings = [word.replace("0", "o").replace("1", one).replace("|", one) for one in "li"]
    for reading in readings:
        if reading.lower() in lexicon.given_names() or reading.lower() in lexicon.surnames():
            return reading
    return readings[0]


def mend_words(text: str) -> str:
    """``text`` of the same length, with such digits as letters; real numbers are untouched."""
    return _WORD.sub(lambda match: _mended(match.group()), text)
