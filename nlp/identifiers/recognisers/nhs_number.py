"""NHS numbers of England, Wales and Northern Ireland: ten digits, modulus 11."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.checksums import modulus_11
from nlp.identifiers.digits import numbers
from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

_LABEL = re.compile(
    r"\b(?:nhs|n\.h\.s\.?|h&c|health and care)\b[^.;]{0,25}$|\bnhs (?:no|number|num)\b"
)
_SHAPES = {(10,), (3, 3, 4), (1,) * 10, (5, 5)}


def recognise(view: View) -> Iterator[Candidate]:
    """NHS numbers in ``view``; a failed check digit is flagged only beside its label."""
    for number in numbers(view.text, 10):
        labelled = _LABEL.search(view.before(number.start, 40)) is not None
        valid = modulus_11(number.digits) and len(set(number.digits)) > 1
        if labelled:
            # Above what the CHI recogniser gives an unlabelled number with both properties.
            score = 0.98 if valid else 0.8
        elif valid and number.groups in _SHAPES and number.digits[0] != "0":
            score = 0.85
        else:
            continue
        rule = "nhs_number.modulus_11" if valid else "nhs_number.failed_check_digit"
        yield Candidate(IdentifierType.NHS_NUMBER, number.start, number.end, score, rule)
