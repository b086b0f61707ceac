"""The numbers and labels that reports put in front of a finding or a recommendation.

A mark is read from the start of a line: "3.", "(iv)", "Finding Two –", "R4:", "•". Its
printed form is kept for the reader, its value (an Arabic number or a letter) for comparison.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class MarkKind(StrEnum):
    """How a mark is written; named marks carry a word such as "finding"."""

    NAMED = "named"
    NUMBER = "number"
    LETTER = "letter"
    ROMAN = "roman"
    BULLET = "bullet"


class Unit(StrEnum):
    """What a named mark says that its line is."""

    FINDING = "finding"
    GOOD_PRACTICE = "good_practice"
    RECOMMENDATION = "recommendation"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True)
class Mark:
    """A label: ``printed`` as it stands, ``value`` normalised ("IV" and "Four" are both "4").

    ``aside`` is what the label says in brackets before the text ("(Health)"), and ``word``
    the name in lower case ("key finding").
    """

    kind: MarkKind
    printed: str
    value: str
    unit: Unit | None = None
    word: str = ""
    aside: str = ""

    @property
    def depth(self) -> int:
        """How many numbers stand in the label: 2 for "4.1"."""
        return self.value.count(".") + 1


_SPELT = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_WORDS = {word: str(number) for number, word in enumerate(_SPELT.split(), start=1)}
_ROMAN = re.compile(r"^(x{0,2})(ix|iv|v?i{0,3})$", re.IGNORECASE)
_NUMERAL = r"\d{1,3}(?:\.\d{1,2}){0,3}[a-z]?|[IVXivx]{1,5}|[A-H]|" + "|".join(
    rf"{word}" for word in sorted(_WORDS, key=len, reverse=True)
)
_FINDING_WORDS = (
    r"(?:(?:key|main|priority|systems?|case|practice|overarching|additional|further|significant|"
    r"core)\s+)?"
    r"(?:findings?|learning\s+themes?|learning\s+points?|practice\s+(?:learning\s+)?points?|"
    r"lessons?(?:\s+learned|\s+learnt)?|key\s+learning|key\s+messages?|(?:key\s+)?themes?|"
    r"areas?\s+of\s+learning|learning\s+areas?|areas?\s+for\s+improvement|learning|patterns?)"
)
_GOOD_WORDS = (
    r"(?:(?:good|effective|best|positive)\s+practice(?:\s+(?:point|example|finding))?|strengths?)"
)
_RECOMMENDATION_WORDS = r"(?:(?:key\s+)?recommendations?|action(?:\s+point)?s?)"
_ISSUE_WORDS = r"(?:issues?|questions?|considerations?)"
_NAMED = re.compile(
    rf"^(?:(?P<finding>{_FINDING_WORDS})|(?P<good>{_GOOD_WORDS})|"
    rf"(?P<recommendation>{_RECOMMENDATION_WORDS})|(?P<issue>{_ISSUE_WORDS}))"
    rf"\s*(?:no\.?|number|\#)?\s*(?P<number>{_NUMERAL})(?![\w’'])"
    r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_CODE = re.compile(
    r"^(?P<code>KF|LP|PP|LT|GP|EP|F|R|L)\s?[-.]?\s?(?P<number>\d{1,2})\s*(?P<close>[:.)–—-]|\s)\s*"
    r"(?P<rest>\S.*)$",
    re.DOTALL,
)
_CODE_UNITS = {"R": Unit.RECOMMENDATION, "GP": Unit.GOOD_PRACTICE, "EP": Unit.GOOD_PRACTICE}
_ASIDE = re.compile(r"^\s*[(\[](?P<aside>[^)\]]{2,90})[)\]]")
_CLOSE = re.compile(r"^\s*[:.)\]–—-]*\s*")
_NUMBER = re.compile(
    r"^(?P<open>[(\[])?(?P<number>\d{1,3}(?:\.\d{1,2}){0,3})(?P<close>[.)\]:]|\s+[-–—]|\s)\s*"
    r"(?P<rest>\S.*)$",
    re.DOTALL,
)
_LETTERED = re.compile(
    r"^(?P<open>\()?(?P<letter>[ivx]{1,5}|[IVX]{1,5}|[a-z]|[A-H])(?P<close>[.)])\s+(?P<rest>\S.*)$",
    re.DOTALL,
)
_BULLET = re.compile(r"^(?P<bullet>[•‣▪●◦·–—∙o*\uf0b7\uf0a7✓✔➢►-])\s+(?P<rest>\S.*)$", re.DOTALL)
_BARE = re.compile(r"^[(\[]?\d{1,3}(?:\.\d{1,2}){0,3}[.)\]:]?$")
_UNIT_NOT_COUNT = re.compile(
    r"^(?:years?|months?|weeks?|days?|hours?|per\s?cent|%|of\s|children|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)


def number_value(printed: str) -> str:
    """The Arabic form of a printed number, or the letter in lower case.

    "IV" and "Four" give "4", "4.2" stays, "b" gives "b".
    """
    plain = printed.strip(" .:()[]").lower()
    if plain in _WORDS:
        return _WORDS[plain]
    roman = _ROMAN.match(plain)
    if plain and roman and plain != "":
        tens, units = roman.groups()
        ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"].index(units.lower())
        return str(10 * len(tens) + ones)
    return plain


def read_mark(text: str) -> tuple[Mark | None, str]:
    """The mark at the start of a line and the text after it.

    Returns ``(None, text)`` where the line has no mark. The remaining text is always a
    suffix of ``text``, so its offset is the difference in length.
    """
    for reader in (_read_named, _read_code, _read_number, _read_letter, _read_bullet):
        mark, rest = reader(text)
        if mark is None:
            continue
        # "5.2 Finding 3: …": the paragraph's number stands before the finding's own label.
        named, after = _read_named(rest) if mark.unit is None else (None, rest)
        return (named, after) if named is not None else (mark, rest)
    return None, text


def read_label(label: str) -> Mark | None:
    """The mark that a file stores apart from the text (automatic numbering, a table cell)."""
    label = label.strip()
    if not label:
        return None
    mark, _ = read_mark(label + " x")
    if mark is not None:
        return mark
    if _BARE.match(label):
        return Mark(MarkKind.NUMBER, label.strip(".:()[]"), number_value(label))
    return Mark(MarkKind.BULLET, label, "")


def _read_named(text: str) -> tuple[Mark | None, str]:
    match = _NAMED.match(text)
    if match is None:
        return None, text
    rest = match["rest"]
    number = match["number"]
    closed = re.match(r"^\s*(?:[:.)\]–—-]|[(\[]|$|\n)", rest)
    # "Findings a report makes" and "Theme in this review" are prose, not labels.
    if closed is None and not (number[0].isdigit() and rest[:1].isspace() and _opens(rest)):
        return None, text
    if re.match(r"^\s+(?:and|to|or|was|were|is|are|has|have)\b", rest):
        return None, text
    aside = _ASIDE.match(rest)
    after = rest[aside.end() :] if aside else rest
    after = after[_match_end(_CLOSE, after) :]
    unit = (
        Unit.FINDING
        if match["finding"]
        else Unit.GOOD_PRACTICE
        if match["good"]
        else Unit.RECOMMENDATION
        if match["recommendation"]
        else Unit.ISSUE
    )
    word = match["finding"] or match["good"] or match["recommendation"] or match["issue"]
    mark = Mark(
        MarkKind.NAMED,
        number,
        number_value(number),
        unit,
        " ".join(word.lower().split()),
        aside["aside"].strip() if aside else "",
    )
    return mark, after


def _opens(rest: str) -> bool:
    first = rest.lstrip()[:1]
    return first.isupper() or first in "‘“'\""


def _match_end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _read_code(text: str) -> tuple[Mark | None, str]:
    match = _CODE.match(text)
    if match is None:
        return None, text
    unit = _CODE_UNITS.get(match["code"], Unit.FINDING)
    printed = f"{match['code']}{match['number']}"
    mark = Mark(MarkKind.NAMED, printed, match["number"], unit, match["code"].lower())
    return mark, match["rest"]


def _read_number(text: str) -> tuple[Mark | None, str]:
    match = _NUMBER.match(text)
    if match is None or re.match(r"^\d{4}$", match["number"]):
        return None, text
    bare = match["close"].isspace() and not match["open"]
    # "14 March" and "3 children" open a sentence; a bare number must be followed by a capital.
    if bare and (_UNIT_NOT_COUNT.match(match["rest"]) or not _opens(match["rest"])):
        return None, text
    if match["close"] == "." and "." not in match["number"] and match["rest"][:1].isdigit():
        return None, text
    return Mark(MarkKind.NUMBER, match["number"], match["number"]), match["rest"]


def _read_letter(text: str) -> tuple[Mark | None, str]:
    match = _LETTERED.match(text)
    if match is None:
        return None, text
    printed = match["letter"]
    if printed.lower() in {"i", "v", "x"} or len(printed) > 1:
        if not _ROMAN.match(printed):
            return None, text
        return Mark(MarkKind.ROMAN, printed, number_value(printed)), match["rest"]
    return Mark(MarkKind.LETTER, printed, printed.lower()), match["rest"]


def _read_bullet(text: str) -> tuple[Mark | None, str]:
    match = _BULLET.match(text)
    if match is None:
        return None, text
    return Mark(MarkKind.BULLET, match["bullet"], ""), match["rest"]
