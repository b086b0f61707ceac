"""Plain letters for the recognisers, with a way back to the text as written.

Files hide text from pattern matching by accident (ligatures, soft hyphens, full-width
digits) and sometimes not by accident (look-alike letters of other alphabets, zero-width
characters). :func:`fold` undoes all of it and remembers where every character came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_LOOKALIKES = str.maketrans(
    # Cyrillic, then Greek: letters drawn like Latin ones in common typefaces.
    "АВЕЅЗІЈКМНОРСТУХаеѕіјорсухһԁԛԝӏьɡ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχϲ",
    "ABES3IJKMHOPCTYXaesijopcyxhdqwlbg" + "ABEZHIKMNOPTYXabeikvoptuxc",
)
_PLAIN = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
    "þ": "th", "Þ": "Th", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i",
    "ŋ": "ng", "ħ": "h", "Ɓ": "B", "ɓ": "b", "Ɗ": "D", "ɗ": "d", "ƙ": "k", "Ƙ": "K",
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "ʹ": "'", "´": "'", "`": "'", "′": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "﹘": "-",
    "\t": " ", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\r": " ",
    "…": "...", "⁄": "/", "∕": "/", "․": ".", "·": ".", "∙": ".", "•": " ",
}  # fmt: skip
_HYPHENATED = re.compile(r"(?<=[a-z])-[ ]?\n(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text. ``starts[i]``/``ends[i]`` bound, in the original, what became ``text[i]``."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of the folded span ``start:end``, which must not be empty."""
        return self.starts[start], self.ends[end - 1]


def _plain(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me", "Co", "Cn"}:
        return ""
    if category == "Zs":
        return " "
    swapped = character.translate(_LOOKALIKES)
    if swapped != character:
        return swapped
    decomposed = unicodedata.normalize("NFKD", character)
    # A letter can decompose into another mapped one (full-width into plain, dotted capital I).
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def fold(text: str) -> Folded:
    """Fold ``text`` to plain Latin letters, straight quotes and single-character dashes.

    Removes accents, zero-width characters and soft hyphens; replaces look-alike letters,
    full-width forms and ligatures; rejoins words hyphenated over a line end. The case and
    the line breaks stay. Letters of other scripts with no look-alike stay as they are.
    """
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    plain: dict[str, str] = {}
    for position, character in enumerate(text):
        if character.isascii() and character not in "\t\r`\x0b\x0c":
            folded = character
        else:
            found = plain.get(character)
            folded = plain.setdefault(character, _plain(character)) if found is None else found
        for piece in folded:
            characters.append(piece)
            starts.append(position)
            ends.append(position + 1)
    joined = "".join(characters)
    return _rejoin(Folded(joined, starts, ends))


def _rejoin(folded: Folded) -> Folded:
    """Drop the hyphen and line end inside a word broken over two lines."""
    gaps = [match.span() for match in _HYPHENATED.finditer(folded.text)]
    if not gaps:
        return folded
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for begin, finish in [*gaps, (len(folded.text), len(folded.text))]:
        pieces.append(folded.text[last:begin])
        starts.extend(folded.starts[last:begin])
        ends.extend(folded.ends[last:begin])
        last = finish
    return Folded("".join(pieces), starts, ends)
