"""National Insurance numbers: two letters, six digits, a letter from A to D."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

_GAP = r"[ ]{0,2}[-./]?[ ]{0,2}\n?[ ]?"
_D = r"[0-9OolI|SB]"
_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9])([A-Za-z]){_GAP}([A-Za-z]){_GAP}((?:{_D}{_GAP}){{5}}{_D})"
    rf"(?:{_GAP}([A-Da-d8]))?(?![A-Za-z0-9])"
)
_LABEL = re.compile(r"\b(?:ni|n\.i\.?|nino|national insurance|insurance n)\b")
_NEVER_ISSUED = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def _issued(prefix: str) -> bool:
    """Whether the two letters are among those the department allocates."""
    return prefix not in _NEVER_ISSUED and prefix[0] not in "DFIQUV" and prefix[1] not in "DFIOQUV"


def recognise(view: View) -> Iterator[Candidate]:
    """National Insurance numbers in ``view``.

    A prefix that is never issued (as in made-up examples) or a missing suffix is flagged
    lower, and without its suffix only beside a label.
    """
    for match in _NUMBER.finditer(view.text):
        prefix, digits = (match[1] + match[2]), match[3]
        if sum(c.isdigit() for c in digits) < 3:
            continue
        labelled = _LABEL.search(view.before(match.start(), 40)) is not None
        # "is 123456" would otherwise read as a prefix and a number.
        if not labelled and (match[4] is None or not prefix.isupper()):
            continue
        score = 0.97 if _issued(prefix.upper()) else 0.7
        yield Candidate(IdentifierType.NINO, match.start(), match.end(), score, "nino.format")
