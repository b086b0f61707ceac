"""ORCID iDs: sixteen characters of which the last is a check (ISO 7064, MOD 11-2)."""

from __future__ import annotations

import re

_FORM = re.compile(
    r"(?:https?://orcid\.org/)?([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9Xx])/?"
)


def checked_orcid(words: str) -> str:
    """The iD as ``0000-0000-0000-000X``, from that form, without hyphens or from its address.

    Raises ValueError with a sentence that says what to look at.
    """
    found = _FORM.fullmatch(words.strip())
    if found is None:
        raise ValueError(
            "an ORCID iD has four groups of four characters, such as 0000-0001-2345-6789"
        )
    groups = [group.upper() for group in found.groups()]
    digits = "".join(groups)
    if digits[-1] != check_character(digits[:-1]):
        raise ValueError("one of the characters is wrong or two are swapped; check the iD again")
    return "-".join(groups)


def check_character(digits: str) -> str:
    """The sixteenth character for the first fifteen."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)
