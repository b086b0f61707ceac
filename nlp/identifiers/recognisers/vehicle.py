"""Vehicle registration marks, current and older styles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.digits import MISREAD
from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

_CURRENT = re.compile(
    r"(?<![A-Za-z0-9])([A-HJ-PR-Y5][A-HJ-PR-Y])[ ]?([0-9OlISB]{2})[ -]?\n?[ ]?([A-HJ-PR-Z0-9]{3})"
    r"(?![A-Za-z0-9])"
)
_PREFIX = re.compile(
    r"(?<![A-Za-z0-9])[A-HJ-NPR-TV-Y][ ]?\d{1,3}[ -]?[A-HJ-PR-Y]{3}(?![A-Za-z0-9])"
)
_SUFFIX = re.compile(
    r"(?<![A-Za-z0-9])[A-HJ-PR-Y]{3}[ -]?\d{1,3}[ ]?[A-HJ-NPR-TV-Y](?![A-Za-z0-9])"
)
_OLDER = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{1,3}[ -]?\d{1,4}|\d{1,4}[ -]?[A-Z]{1,3})(?![A-Za-z0-9])"
)
_LABEL = re.compile(
    r"\b(?:regist(?:ration|ered)(?: (?:no|number|plate|mark))?|reg(?: no)?|number plate|plate|"
    r"plates|vrm|vehicle|car|van|motorbike|motorcycle|taxi)\b[^.\n]{0,30}$"
)
_SPACED_LOWER = re.compile(
    r"(?<![a-z0-9])[a-hj-pr-y]{2}\d{2}[ ]?[a-hj-pr-z]{3}(?![a-z0-9])", re.IGNORECASE
)


def _current(match: re.Match[str]) -> bool:
    age, serial = match[2].translate(MISREAD), match[3]
    return age.isdigit() and serial.translate(str.maketrans("0158", "OISB")).isalpha()


def recognise(view: View) -> Iterator[Candidate]:
    """Registration marks in ``view``; styles that look like other codes need a label."""
    for match in _CURRENT.finditer(view.text):
        labelled = _LABEL.search(view.before(match.start(), 45)) is not None
        if _current(match) and (labelled or any(c.isdigit() for c in match[2])):
            yield Candidate(
                IdentifierType.VEHICLE_REG, match.start(), match.end(), 0.9, "vehicle.current"
            )
    for pattern, score, rule in (
        (_PREFIX, 0.85, "prefix"),
        (_SUFFIX, 0.85, "suffix"),
        (_OLDER, 0.6, "older"),
        (_SPACED_LOWER, 0.8, "lower_case"),
    ):
        for match in pattern.finditer(view.text):
            labelled = _LABEL.search(view.before(match.start(), 45)) is not None
            if labelled:
                yield Candidate(
                    IdentifierType.VEHICLE_REG,
                    match.start(),
                    match.end(),
                    score,
                    f"vehicle.{rule}",
                )
            elif rule in {"prefix", "suffix"} and len(match.group()) >= 7:
                yield Candidate(
                    IdentifierType.VEHICLE_REG, match.start(), match.end(), 0.7, f"vehicle.{rule}"
                )
