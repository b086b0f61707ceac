"""Numbers written out as words ("oh one four one, double five…") turned back into digits."""

from __future__ import annotations

import re

from nlp.identifiers.folding import Folded

UNITS = {
    "zero": "0", "nought": "0", "naught": "0", "oh": "0", "o": "0", "nil": "0", "one": "1",
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9",
}  # fmt: skip
TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6",
    "seventy": "7", "eighty": "8", "ninety": "9",
}  # fmt: skip
_REPEATS = {"double": 2, "treble": 3, "triple": 3}

_WORD = "|".join([*UNITS, *TEENS, *TENS, *_REPEATS, "hundred"])
_RUN = re.compile(
    rf"\b(?:{_WORD})\b(?:[\s,.\-]{{1,3}}(?:(?:{_WORD})\b|\d(?!\d))){{2,}}", re.IGNORECASE
)
_SMALLEST_RUN = 4  # digits; shorter runs are counting, not numbers


def to_digits(phrase: str) -> str:
    """The digits that ``phrase`` spells, read the way people dictate numbers."""
    words = re.findall(r"[a-z]+|\d", phrase.lower())
    digits: list[str] = []
    repeat = 1
    tens = ""
    for word in words:
        if word in _REPEATS:
            repeat = _REPEATS[word]
            continue
        if tens and word in UNITS and UNITS[word] != "0":
            digits.append(tens + UNITS[word])
            tens = ""
            continue
        if tens:
            digits.append(tens + "0")
            tens = ""
        if word in TENS:
            tens = TENS[word]
        elif word == "hundred":
            digits.append("00")
        else:
            digits.append((UNITS.get(word) or TEENS.get(word) or word) * repeat)
        repeat = 1
    if tens:
        digits.append(tens + "0")
    return "".join(digits)


def spoken_numbers(folded: Folded) -> Folded | None:
    """A second view of the text in which dictated numbers are digits; None if there are none."""
    runs = [
        (match.start(), match.end(), digits)
        for match in _RUN.finditer(folded.text)
        if len(digits := to_digits(match.group())) >= _SMALLEST_RUN
    ]
    if not runs:
        return None
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for begin, finish, digits in runs:
        pieces += [folded.text[last:begin], digits]
        starts.extend(folded.starts[last:begin])
        ends.extend(folded.ends[last:begin])
        # Every digit stands for the whole phrase, so that a hit covers all its words.
        starts.extend([folded.starts[begin]] * len(digits))
        ends.extend([folded.ends[finish - 1]] * len(digits))
        last = finish
    pieces.append(folded.text[last:])
    starts.extend(folded.starts[last:])
    ends.extend(folded.ends[last:])
    return Folded("".join(pieces), starts, ends)
