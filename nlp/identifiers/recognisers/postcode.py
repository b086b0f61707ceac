"""Postcodes, whole and outward only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.digits import MISREAD
from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

_AREA_LETTERS = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT
DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA
LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE
SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV
YO ZE ZZ
"""
AREAS = frozenset(_AREA_LETTERS.split())
_D = r"[0-9OolISB]"
_GAP = r"[ ]{0,2}[-.]?[ ]{0,2}\n?[ ]?"
_FULL = re.compile(
    rf"(?<![A-Za-z0-9])([A-Za-z]{{1,2}})[ ]?({_D}[0-9A-Za-z]?){_GAP}({_D})[ ]?"
    rf"([ABD-HJLNP-UW-Zabd-hjlnp-uw-z][ ]?[ABD-HJLNP-UW-Zabd-hjlnp-uw-z])(?![A-Za-z0-9])"
)
_OUTWARD = re.compile(r"(?<![A-Za-z0-9/-])([A-Z]{1,2})(\d{1,2}[A-Z]?)(?![A-Za-z0-9/]|-\d)")
_BEFORE = re.compile(
    r"(?:post ?codes?(?: areas?| districts?| sectors?)?|postal (?:area|district|code)|"
    r"living in|lived in|lives in|live in|resid(?:es|ed|ing|ent) in|moved (?:to|from)|"
    r"address in|flat in|house in|within|from)"
    r"(?: is| was| of| beginning| starting| begins| starts)?(?: with)?(?: the)?[ :(\"']*$"
)
_AFTER = re.compile(
    r"^[\"')]*[ ,]*(?:area|post ?code|district|postal|part of|sector|locality|neighbourhood)"
)
_LIST = re.compile(r"post ?codes?\b(?:[ :,]|and|or|are|were|in|of|the|[a-z]{1,2}\d{1,2}[a-z]?\b)*$")


def _is_area(letters: str) -> bool:
    return letters.upper().replace("0", "O") in AREAS


def _is_full(match: re.Match[str]) -> bool:
    """Whether the four parts can be a postcode once misread digits are put right."""
    area, district, sector, _ = match.groups()
    if not _is_area(area):
        return False
    first = district[0].translate(MISREAD)
    if not first.isdigit() or not sector.translate(MISREAD).isdigit():
        return False
    written = match.group()
    digits = sum(c.isdigit() for c in written)
    # A word such as "is so lo" must not become a postcode through misread letters alone.
    shouted = area.isupper() and match[4].isupper()
    return digits >= 1 and (shouted or digits >= 2)


def recognise(view: View) -> Iterator[Candidate]:
    """Postcodes in ``view``. The outward half alone counts only where the text says it is one."""
    for match in _FULL.finditer(view.text):
        if _is_full(match):
            score = 0.97 if match.group().upper() == match.group() else 0.9
            yield Candidate(
                IdentifierType.POSTCODE, match.start(), match.end(), score, "postcode.full"
            )
    for match in _OUTWARD.finditer(view.text):
        if not _is_area(match[1]) or int(re.sub(r"\D", "", match[2])) > 99:
            continue
        before, after = view.before(match.start(), 70), view.after(match.end(), 25)
        strong = bool(_AFTER.match(after) or _LIST.search(before))
        if strong or (_BEFORE.search(before) and len(match.group()) >= 3):
            yield Candidate(
                IdentifierType.POSTCODE,
                match.start(),
                match.end(),
                0.85 if strong else 0.7,
                "postcode.outward",
            )
