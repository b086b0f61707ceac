"""Community Health Index numbers: DDMMYY, three digits, a check digit.

Either check digit in force since 2026 is accepted (see ``checksums``). A number whose check
digit fails is still flagged, lower, because a slip of the pen leaves it just as traceable; one
whose first six digits are no date is not a CHI number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.checksums import day_month_year, modulus_10, modulus_11
from nlp.identifiers.digits import Number, numbers
from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

_LABEL = re.compile(r"\bc\.?\s?h\.?\s?[i1l]\b|community health index")
_OTHER_LABEL = re.compile(
    r"\b(?:tel|telephone|phone|mobile|fax|ring|call|isbn|issn|account|invoice|order|"
    r"nhs)\b[^.]{0,20}$"
)
_SHAPES = {
    (10,), (6, 4), (2, 2, 2, 4), (3, 3, 4), (5, 5), (6, 3, 1), (2, 2, 6), (6, 2, 2), (4, 6),
    (1,) * 10, (2, 2, 2, 3, 1), (4, 3, 3), (2, 2, 2, 2, 2),
}  # fmt: skip


def _score(number: Number, labelled: bool, other: bool) -> tuple[float, str] | None:
    if not labelled and number.groups not in _SHAPES:
        return None
    if labelled and not day_month_year(number.digits):
        return 0.4, "labelled_impossible_date"
    if not day_month_year(number.digits):
        return None
    if modulus_11(number.digits):
        return (0.99 if labelled else 0.6 if other else 0.93), "modulus_11"
    if modulus_10(number.digits):
        return (0.99 if labelled else 0.55 if other else 0.92), "modulus_10"
    if other:
        return None
    return (0.85 if labelled else 0.6), "failed_check_digit"


def recognise(view: View) -> Iterator[Candidate]:
    """CHI numbers in ``view``.

    A number labelled CHI that starts with an impossible date is refused as a CHI number but
    kept before a person as a CASE_NUMBER: somebody wrote down a reference to somebody.
    """
    for number in numbers(view.text, 10):
        before = view.before(number.start, 45)
        labelled = _LABEL.search(before) is not None
        scored = _score(number, labelled, _OTHER_LABEL.search(before) is not None)
        if scored is None:
            continue
        score, rule = scored
        kind = IdentifierType.CHI
        if rule == "labelled_impossible_date":
            kind = IdentifierType.CASE_NUMBER
        yield Candidate(kind, number.start, number.end, score, f"chi.{rule}")
