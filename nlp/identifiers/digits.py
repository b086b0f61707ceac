"""Long numbers as people and scanners leave them: grouped, broken over lines, misread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MISREAD = str.maketrans("OoQDlI|iSsBZz", "0000111155822")
"""Letters that optical recognition gives for digits."""

DIGIT = r"[0-9OolI|SsBZ]"
_GAP = r"[ ]{0,2}[-./]?[ ]{0,2}\n?[ ]{0,2}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in text. ``groups`` are the lengths of its parts as written."""

    start: int
    end: int
    digits: str
    groups: tuple[int, ...]


@lru_cache(maxsize=16)
def _pattern(length: int) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w+])(?={DIGIT}){DIGIT}(?:{_GAP}{DIGIT}){{{length - 1}}}(?!\w)")


def read_digits(text: str) -> str:
    """The digits in ``text`` with misread letters put right and separators dropped."""
    return re.sub(r"\D", "", text.translate(MISREAD))


def numbers(text: str, length: int, *, most_misread: int = 4) -> Iterator[Number]:
    """Numbers of exactly ``length`` digits, allowing for gaps and scanning errors."""
    for match in _pattern(length).finditer(text):
        written = match.group()
        if sum(c.isalpha() or c == "|" for c in written) > most_misread:
            continue
        # A line end inside a number is the page's doing, not the writer's grouping.
        parts = [p for p in re.split(r"[ \-./]+", re.sub(r"\s*\n\s*", "", written)) if p]
        groups = tuple(len(part) for part in parts)
        yield Number(match.start(), match.end(), read_digits(written), groups)
