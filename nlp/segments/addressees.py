"""Whom a recommendation addresses: by label, by the heading above it, or by its own words."""

from __future__ import annotations

import re

_AGENCY_WORDS = (
    r"NHS|Health|Police|Council|Social Work|Education|Committee|CPC|Board|Trust|Partnership|HSCP|"
    r"Service|Services|Scotland|Government|Department|Directorate|School|Hospital|Housing|"
    r"Inspectorate|Reporter|SCRA|Chief Officers|Group|Authority|Agencies|Agency|GP|Practices?|"
    r"Ambulance|CAMHS|Maternity|Midwifery|Nursery|Prison|Justice|Addictions?|Nursing|Fire|"
    r"Procurator|Third Sector|Voluntary|"
    r"Midwives|[Mm]anagers|[Ww]orkers|Teachers|Nurses|Health Visiting|Children"
)
_AGENCY = re.compile(rf"\b(?:{_AGENCY_WORDS})\b")
_SHOULD = re.compile(
    r"^(?:it is (?:therefore )?recommended that |that |the review (?:team )?recommends that )?"
    r"(?P<who>(?:(?! to be )[^.,;:]){2,90}?)[,]?\s+"
    r"(?:should|must|needs? to|is asked to|are asked to|is to|are to|to(?! be))\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^(?:(?:recommendations?|actions?)\s+(?:for|to)\s+)(?P<who>.+)$", re.IGNORECASE
)
_PREFIX = re.compile(r"^(?P<who>[A-Z][^:.?;]{1,90}):\s+(?=[A-Z“‘']|to\s)")
_SMALL = frozenset({"and", "of", "the", "for", "with", "in", "all", "&", "to"})
_LINE = re.compile(
    r"^(?:lead(?: agency| officer)?|agency|agencies|owner|responsib\w+|for|addressee|addressed to|"
    r"action by|by whom|to)\s*:\s*(?P<who>.{2,90})$",
    re.IGNORECASE,
)


def from_words(text: str) -> str | None:
    """The agency that the recommendation says should act ("NHS Fife should …"), or None."""
    match = _SHOULD.match(text)
    if match is None:
        return None
    who = re.sub(r"^(?:the|that)\s+", "", match["who"].strip(), flags=re.IGNORECASE)
    return who if _AGENCY.search(who) or _all_agencies(who) else None


def from_prefix(text: str) -> tuple[str | None, str]:
    """Take "NHS Board: …" off the front of a recommendation: ``(agency or None, rest)``."""
    match = _PREFIX.match(text)
    if match is None:
        return None, text
    who = match["who"].strip()
    named = _AGENCY.search(who) or all(w[:1].isupper() or w in _SMALL for w in who.split())
    if not named or len(who.split()) > 12:
        return None, text
    return who, text[match.end() :]


def from_heading(text: str) -> str | None:
    """The agency a heading names ("Recommendations for Police Scotland", "NHS Tayside")."""
    match = _HEADING.match(text.strip())
    if match:
        return _tidy(match["who"])
    short = len(text.split()) <= 9 and not text.rstrip().endswith(".")
    plain = re.sub(r"^recommendations?\b", "", text, flags=re.IGNORECASE).strip()
    return _tidy(text) if short and plain and _AGENCY.search(plain) and plain == text else None


def from_line(text: str) -> str | None:
    """The agency in a line of its own ("Lead agency: Education"), or None."""
    match = _LINE.match(text.strip())
    return _tidy(match["who"]) if match else None


def _tidy(who: str) -> str:
    return re.sub(r"^the\s+", "", who.strip(" .:"), flags=re.IGNORECASE)


def _all_agencies(who: str) -> bool:
    return bool(re.match(r"^(?:all )?(?:agencies|partners|services)\b", who, re.IGNORECASE))
