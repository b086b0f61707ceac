"""Court, reporter, fiscal and agency record numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

# A line may end inside a reference: what goes on must look like more of it.
_REFERENCE = (
    r"((?-i:[A-Z]{0,6})[ ]?[-/.]?[ ]?\n?[\dOolIS]\w*(?:\n(?=\d{3}|[\dOolIS]+[/-])\w+)?"
    r"(?:[ ]?[-/.][ ]?\n?\w+(?:\n(?=\d{3}|[\dOolIS]+[/-])\w+)?)*)"
)
_HOLDER = (
    r"(?:court|sheriff court|high court|case|reporter'?s?|scra|children'?s reporter|hearing|"
    r"children'?s hearing|pf|procurator fiscal|fiscal|copfs|crown|swis|care ?first|mosaic|"
    r"liquid ?logic|social work|client|file|case ?file|record|patient|hospital|unit|seemis|"
    r"pupil|candidate|badgernet|trak(?:care)?|emis|adoption|petition|indictment|prisoner|"
    r"passport|driving licence|licence|home office|immigration|brp|asylum|nass|tenancy|rent|"
    r"council tax|housing|benefit|claim|universal credit|bank|account|insurance policy|"
    r"eclipse|frameworki|ecase|custody|warrant|birth certificate|death certificate|fai|"
    r"post ?mortem|pathology|laboratory|lab)"
)
_LABEL_WORD = (
    r"(?:reference numbers?|ref no|case numbers?|case no|case id|case ref(?:erence)?|record number|"
    r"nos|no|numbers?|num|references?|ref|identifier|id|file)"
)
_LABELLED = re.compile(
    rf"\b{_HOLDER}\s*{_LABEL_WORD}\b\.?(?:\s+(?:is|was|of|as|"
    rf"under))?[ ]?[.:#(\-]{{0,3}}\s?{_REFERENCE}",
    re.IGNORECASE,
)
_CARRIED = re.compile(
    # Numbers that a person carries through life and that need no word for "number".
    r"\b(?:passport|UPN|SCN|ULN|Scottish candidate|driving licence|BRP|visa)\b"
    r"(?: (?:no|number|ref)\b\.?)?(?: is| was)?[ :#(]{1,3}"
    r"((?-i:[A-Z]{0,6}\d[\dA-Z]{4,16}(?: ?[\dA-Z]{2,8}){0,2}))\b",
    re.IGNORECASE,
)
_UNDER = re.compile(
    rf"\b(?:under|quoting|our|your|their|case|record(?:ed)? (?:as|under)) (?:reference|ref)\b"
    rf"(?: number| no)?\.?[ :#(]{{0,3}}{_REFERENCE}|(?m:^ref(?:erence)?[ :.#]{{1,3}}){_REFERENCE}",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    r"(?<![\w/])(?:SCRA|PF|SCS|SC|HCJ|FAI|CF|SW|SWIS|COPFS|CFID|SWID|CIS|R|GLW|EDI|ABE|DUN|INV|"
    r"KIR|PAI|AYR)"
    r"[ ]?[-/:][ ]?(?=[\w/-]*\d{3})[\dA-Z][\dA-Z]*(?:[-/][\dA-Z]+)*(?!\w)"
)
_SHERIFF = re.compile(r"(?<![\w/])[A-Z]{2,4}[-/]?[A-Z]?\d{1,6}[/-](?:19|20)?\d{2}(?!\w|/)")
_SLASHED = re.compile(r"(?<![\w/])[A-Z]{1,4}[/-][\dOolI]{3,7}[/-](?:19|20)?\d{2}(?!\w|/)")
_PF_COMPACT = re.compile(r"(?<!\w)[A-Z]{2}\d{8,9}(?!\w)")


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def recognise(view: View) -> Iterator[Candidate]:
    """Case numbers in ``view``: labelled ones, and the shapes courts and reporters use."""
    for match in _LABELLED.finditer(view.text):
        if _digits(match[1]) >= 3:
            end = match.start(1) + len(match[1].rstrip(" \n-/."))
            yield Candidate(
                IdentifierType.CASE_NUMBER, match.start(1), end, 0.88, "case_number.labelled"
            )
    for match in _CARRIED.finditer(view.text):
        yield Candidate(
            IdentifierType.CASE_NUMBER, match.start(1), match.end(1), 0.85, "case_number.carried"
        )
    for match in _UNDER.finditer(view.text):
        group = 1 if match[1] else 2
        if _digits(match[group]) >= 4:
            end = match.start(group) + len(match[group].rstrip(" \n-/."))
            yield Candidate(
                IdentifierType.CASE_NUMBER, match.start(group), end, 0.7, "case_number.reference"
            )
    for pattern, score, rule in (
        (_ABBREVIATED, 0.85, "abbreviated"),
        (_SHERIFF, 0.75, "court_shape"),
        (_SLASHED, 0.75, "slashed"),
        (_PF_COMPACT, 0.7, "fiscal_shape"),
    ):
        for match in pattern.finditer(view.text):
            if _digits(match.group()) >= 4:
                yield Candidate(
                    IdentifierType.CASE_NUMBER,
                    match.start(),
                    match.end(),
                    score,
                    f"case_number.{rule}",
                )
