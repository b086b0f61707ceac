"""Electronic mail addresses, also those written to be read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

_PLAIN = re.compile(r"(?<![\w.+-])[\w.+'-]+[ ]?@[ ]?\n?[\w-]+(?:\.\n?[\w-]+)+", re.IGNORECASE)
_AT = r"(?:\s*[\[({<]\s*at\s*[\])}>]\s*|\s+at\s+|\s*@\s*)"
_DOT = r"(?:\s*[\[({<]\s*dot\s*[\])}>]\s*|\s+dot\s+|\.)"
_SPOKEN = re.compile(
    rf"\b[a-z0-9_+-]+(?:{_DOT}[a-z0-9_+-]+)*{_AT}[a-z0-9-]+(?:{_DOT}[a-z0-9-]+)*"
    rf"{_DOT}(?:com|co|uk|org|net|scot|gov|nhs|ac|sch|edu|info|me|eu|ie|pl|example|invalid|test)"
    rf"(?:{_DOT}(?:uk|scot|com|net|org))?\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"^(?:info|enquir(?:y|ies)|contact|contactus|admin|office|feedback|press|media|webmaster|"
    r"reception|hello|help|support|publications|foi|dataprotection|cpc|childprotection|"
    r"communications|complaints|mail)[\w.-]*$",
    re.IGNORECASE,
)
_PUBLIC_BODY = re.compile(
    r"(?:gov\.(?:uk|scot)|nhs\.(?:uk|scot|net)|scot\.nhs\.uk|careinspectorate\.(?:com|gov\.scot)|"
    r"police\.uk|ac\.uk|org\.uk|parliament\.(?:uk|scot))$",
    re.IGNORECASE,
)


def _office(address: str) -> bool:
    """Whether an address is the published post box of a public body."""
    local, _, domain = address.partition("@")
    return bool(_OFFICE.match(local.strip()) and _PUBLIC_BODY.search(domain.strip()))


def recognise(view: View) -> Iterator[Candidate]:
    """Addresses in ``view``, plain ("a@b.example") and spoken ("a dot b at c dot example")."""
    for match in _PLAIN.finditer(view.text):
        if not _office(match.group()):
            yield Candidate(IdentifierType.EMAIL, match.start(), match.end(), 0.99, "email.plain")
    for match in _SPOKEN.finditer(view.text):
        written = match.group().lower()
        # "met at gov.uk" is prose: a spoken address also says or brackets its dots.
        if "@" in written or "dot" in written or re.search(r"[\[({<]\s*at\s*[\])}>]", written):
            if not _office(written):
                yield Candidate(
                    IdentifierType.EMAIL, match.start(), match.end(), 0.92, "email.spoken"
                )
        elif re.match(r"[\w-]*[._\d][\w.-]*\s+at\s", written):
            yield Candidate(IdentifierType.EMAIL, match.start(), match.end(), 0.8, "email.at_word")
