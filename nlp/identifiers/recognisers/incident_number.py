"""Police incident and crime references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

# A line may end inside a reference: what goes on must look like more of it.
_REFERENCE = (
    r"((?-i:[A-Z]{0,5})[ ]?[-/.]?[ ]?\n?[\dOolIS]\w*(?:\n(?=\d{3}|[\dOolIS]+[/-])\w+)?"
    r"(?:[ ]?[-/.][ ]?\n?\w+(?:\n(?=\d{3}|[\dOolIS]+[/-])\w+)?)*(?:[ ]\d{3,})*)"
)
_LABELLED = re.compile(
    r"\b(?:(?:police |storm |command and control |999 |101 )?(?:incidents?|crime|crime report|log|"
    r"event|cad|storm|occurrence|call|vpd|ivpd|interim vpd|concern report|sid|crime file|"
    r"crime management|niche)"
    r"(?: reports?| logs?)?\s*(?:no|nos|number|numbers|num|ref|reference|references|id|log)s?"
    r"(?: number)?|"
    r"storm|ivpd|crime ref|incident ref|police ref(?:erence)?(?: number| no)?|cad|"
    r"police report(?: no| number)?)\b"
    rf"(?:\s+(?:is|was|of|as|under))?[ ]?[.:#(\-]{{0,3}}\s?{_REFERENCE}",
    re.IGNORECASE,
)
_N = r"[\dOolIS]\n?"
_POLICE_SCOTLAND = re.compile(
    rf"(?<!\w)P\n?[S5][ ]?[-/–]?[ ]?\n?[2Z]\n?[0OoQ]\n?{_N * 6}[ ]?[-/]?[ ]?\n?"
    r"[\dOolIS](?:\n?[\dOolIS]){2,4}(?!\w)"
)
_CRIME = re.compile(
    r"(?<![\w/])(?:CR|CMS|SID|VPD|IVPD|PSOS|"
    r"PSoS)[ /:-]{1,2}[\dOolI]{3,8}(?:[/-][\dOolI]{2,4})?(?!\w)"
)
_NUMBER_OF_DAY = re.compile(
    r"\bincident\s+(\d{3,5})\s+of\s+\d{1,2}(?:st|nd|rd|th)?\s", re.IGNORECASE
)


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def recognise(view: View) -> Iterator[Candidate]:
    """Incident numbers in ``view``: the national format anywhere, others beside their label."""
    for match in _POLICE_SCOTLAND.finditer(view.text):
        if _digits(match.group()) >= 6:
            yield Candidate(
                IdentifierType.INCIDENT_NUMBER,
                match.start(),
                match.end(),
                0.98,
                "incident_number.national_format",
            )
    for pattern, group, score, rule in (
        (_CRIME, 0, 0.85, "crime_prefix"),
        (_LABELLED, 1, 0.9, "labelled"),
        (_NUMBER_OF_DAY, 1, 0.85, "number_of_day"),
    ):
        for match in pattern.finditer(view.text):
            if _digits(match[group]) >= 3:
                yield Candidate(
                    IdentifierType.INCIDENT_NUMBER,
                    match.start(group),
                    match.start(group) + len(match[group].rstrip(" \n-/.")),
                    score,
                    f"incident_number.{rule}",
                )
