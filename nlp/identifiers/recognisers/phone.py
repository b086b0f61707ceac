"""Telephone numbers: United Kingdom forms, international forms, short local ones by label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.digits import DIGIT, read_digits
from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

_GAP = r"(?:[ ]{0,2}[-./]?[ ]{0,2}\n?[ ]?)"
_REST = rf"(?:{_GAP}\(?{DIGIT}\)?)"
_NATIONAL = re.compile(rf"(?<![\w+/.-])\(?[0Oo]{_GAP}[1-9lISB]{_REST}{{7,10}}(?!\w)(?![-/]\d)")
_COUNTRY_44 = re.compile(
    rf"(?<!\w)(?:\+|\(\+|00[ ]?|"
    rf"[oO]{{2}}[ ]?){_GAP}44\)?{_GAP}(?:\(0\){_GAP})?[1-9]{_REST}{{8,9}}(?!\w)"
)
_INTERNATIONAL = re.compile(rf"(?<![\w/.-])(?:\+|00[ ]?)[1-9]\d{{0,2}}\)?{_REST}{{6,12}}(?!\w)")
_LOCAL = re.compile(
    r"\b(?:tel|telephone|phone|phoned|mobile|mob|landline|home number|contact number|"
    r"called from|rang from|texted from)\.?(?: (?:no|number|num))?\.?(?: (?:is|was|on))?[ :.]{0,3}"
    rf"((?!0)\d{DIGIT}{{2,4}}[ -]?{DIGIT}{{2,4}}(?:[ -]?{DIGIT}{{2,4}})?)(?!\w)",
    re.IGNORECASE,
)
_HELPLINES = {"08001111", "116123", "08088005000", "08001111111", "0800555111", "08000271234"}
_LABEL = re.compile(r"\b(?:tel|telephone|phone|phoned|mobile|mob|call|called|ring|rang|text|texted|"
                    r"number|landline|fax|contact)\b")  # fmt: skip
_NOT_PHONE = re.compile(r"\b(?:chi|isbn|issn|account|sort code|doi)\b[^a-z]{0,12}$|10\.\d{4,}/?$")
_DATE_RUN = re.compile(r"^[0-3]?\d[-./][01]?\d[-./](?:\d\d){1,2}\b")


def _national(view: View) -> Iterator[Candidate]:
    for match in _NATIONAL.finditer(view.text):
        digits = read_digits(match.group())
        if digits in _HELPLINES or not 9 <= len(digits) <= 12 or digits[1] in "46":
            continue
        written = match.group()
        if sum(c.isdigit() for c in written) < 5 or _DATE_RUN.match(written):
            continue
        before = view.before(match.start(), 40)
        if _NOT_PHONE.search(before):
            continue
        labelled = _LABEL.search(before) is not None
        if len(digits) < 11 and not labelled and " " not in written and "-" not in written:
            continue
        score = 0.95 if len(digits) >= 11 else 0.8
        yield Candidate(
            IdentifierType.PHONE,
            match.start(),
            match.end(),
            score + 0.04 * labelled,
            "phone.national",
        )


def recognise(view: View) -> Iterator[Candidate]:
    """Telephone numbers in ``view``; published helplines are not identifiers."""
    yield from _national(view)
    for match in _COUNTRY_44.finditer(view.text):
        yield Candidate(
            IdentifierType.PHONE, match.start(), match.end(), 0.98, "phone.country_code"
        )
    for match in _INTERNATIONAL.finditer(view.text):
        if len(read_digits(match.group())) >= 9:
            yield Candidate(
                IdentifierType.PHONE, match.start(), match.end(), 0.9, "phone.international"
            )
    for match in _LOCAL.finditer(view.text):
        if read_digits(match[1]) not in _HELPLINES and len(read_digits(match[1])) >= 5:
            yield Candidate(IdentifierType.PHONE, match.start(1), match.end(1), 0.75, "phone.local")
