"""Web addresses, save those of the public bodies that reports cite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

_SCHEME = re.compile(r"\b(?:h(?:tt|xx)ps?\s?:\s?//|www\s?\.\s?)[^\s<>\"')\]]+", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![@\w.])(?:[a-z0-9-]+\.)+(?:com|org|net|co\.uk|org\.uk|scot|uk|info|me|tv|blog|gg|ly|be|"
    r"example|sch\.uk|invalid|test)(?:/[^\s<>\"')\]]*|\b(?!\.?\w|@))",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"^(?:https?://)?(?:[\w-]+\.)*(?:gov\.(?:scot|uk|wales|ie)|careinspectorate\.com|parliament\."
    r"(?:scot|uk)|legislation\.gov\.uk|nhs\.(?:uk|scot)|scot\.nhs\.uk|ac\.uk|police\.uk|"
    r"nice\.org\.uk|"
    r"scie\.org\.uk|nspcc\.org\.uk|celcis\.org|doi\.org|who\.int|unicef\.org|un\.org|ohchr\.org|"
    r"iriss\.org\.uk|scra\.gov\.uk|childreninscotland\.org\.uk|creativecommons\.org|w3\.org|"
    r"withscotland\.org|barnardos\.org\.uk|children1st\.org\.uk|researchgate\.net|"
    r"openxmlformats\.org|purl\.org|adobe\.com|microsoft\.com|jstor\.org)(?:[/:?#]|$)",
    re.IGNORECASE,
)
_FAMILY_PATH = re.compile(
    r"facebook|instagram|tiktok|news|crime|court|murder|gofundme|justgiving|obituar"
)


def recognise(view: View) -> Iterator[Candidate]:
    """Web addresses in ``view``.

    The sites of governments, regulators, universities and national charities are citations
    unless their path speaks of news or courts.
    """
    for pattern, score in ((_SCHEME, 0.95), (_BARE, 0.8)):
        for match in pattern.finditer(view.text):
            address = match.group().rstrip(".,;:!?")
            plain = re.sub(r"\s", "", address)
            if _CITED.match(plain) and not _FAMILY_PATH.search(plain.lower().partition("/")[2]):
                continue
            if re.match(r"^[\d.]+$", plain) or re.match(r"(?i)^(?:e\.g|i\.e)", plain):
                continue
            end = match.start() + len(address)
            yield Candidate(IdentifierType.URL, match.start(), end, score, "url")
