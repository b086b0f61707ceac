"""Postal addresses: number and street, flats, named houses, streets alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers import lexicon
from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

_CLEAR = (
    r"Street|Road|Avenue|Crescent|Terrace|Wynd|Gardens|Drive|Lane|Vennel|Loan|Quadrant|Grove|"
    r"St|Rd|Ave|Cres|Terr|Gdns|Dr|Ln|Sraid|Rathad"
)
_LOOSE = (
    r"Place|Pl|Court|Ct|Way|Close|Square|Sq|Park|Row|Brae|View|Gait|Gate|Path|Walk|Hill|Rise|"
    r"Green|Mews|Parade|Circus|Quay|Bank|Shore|Croft|Crofts|Farm|Cottages?|House|Villas?|Buildings|"
    r"Tower|Toll|Rigg|Muir|Knowe|Neuk|Den|Dell|Field|Fields|Haugh|Meadow|Meadows|Mill|Steading|"
    r"Holding|Holdings|Heights|Braes|Oval|Ring|Loaning|Wynds|Vennels|Lade|Riggs|Garth|Hollow|Bay|Brig|Links|Head|Causeway|Cross|Pend|End|Bow|"
    r"Esplanade|Promenade|Grange|Glebe|Lea|Leas|Croft|Acre|Orchard|Wood|Woods"
)
_FLAT = (
    r"(?:(?:Flat|Apartment|Apt|Room|Unit|Bedsit|Caravan|Plot|Stance)\s?[\dOlI]{1,3}(?:[A-Z]\b|"
    r"/[\dOlI]{1,2})?"
    r"(?:\s?(?:Left|Right|L|R)\b)?,?\s+|[\dOlI]{1,2}/[\dOlI]{1,2},?\s+)?"
)
_NUMBER = r"(?:[\dOlI]{1,4}[A-Da-d]?(?:\s?[-/]\s?[\dOlI]{1,4}[A-Da-d]?)?)"
_WORDS = r"(?:[A-Z][A-Za-z']+[ -](?:(?:of|the|na|nan|an) )?){1,3}"
_TOWN = (
    r"(?:,\s?\n?\s?(?:by )?[A-Z][A-Za-z']+(?:[ -](?:of |on |"
    r"upon )?[A-Z][A-Za-z']+(?!\w)){0,2}(?!\w))"
)
_FLAT_AFTER = (
    r"(?:,\s?(?:Flat|Apartment|Apt|Room|Unit|Bedsit)\s?[\dOlI]{1,3}(?:[A-Z]\b|/[\dOlI]{1,2})?)?"
)
_NUMBERED = re.compile(
    rf"(?<![\w/]){_FLAT}(?=[\dOlI]*\d|l\d|I\d){_NUMBER},?\s+{_WORDS}(?:{_CLEAR}|"
    rf"{_LOOSE})\b\.?{_FLAT_AFTER}(?:{_TOWN}){{0,2}}"
)
_IN_TOWN = re.compile(
    rf"(?<![\w/]){_FLAT}(?=[\dOlI]*\d|l\d|"
    rf"I\d){_NUMBER},?\s+(?:[A-Z][A-Za-z']+[ -]?){{1,3}}({_TOWN})"
)
_FLAT_ONLY = re.compile(
    r"\b(?:Flat|Apartment|Apt) [\dOlI]{1,3}(?:/[\dOlI]{1,2}|[A-D])?,? "
    r"(?:at )?[\dOlI]{1,4}[A-D]? [A-Z][a-z']+(?: [A-Z][a-z']+)?"
)
_CAPITALS = re.compile(
    rf"(?<![\w/])\d{{1,4}}[A-D]?,?\s+(?:[A-Z']+ ){{1,3}}(?:{_CLEAR.upper()}|{_LOOSE.upper()})\b"
)
_LOWER = re.compile(
    r"(?<![\w/])\d{1,3}[a-d]? (?:[a-z']+ ){1,2}(?:street|road|avenue|crescent|terrace|wynd|gardens|"
    r"drive|lane|court|place)\b"
)
_STREET = re.compile(
    r"\b(?:[A-Z][a-z']+[ -]){1,3}(?:Street|Road|Avenue|Crescent|Terrace|Wynd|Gardens|Drive|Lane|"
    r"Vennel|Loan|Quadrant|Grove|Brae)\b"
)
_HOUSE = re.compile(
    rf"\b(?:[A-Z][A-Za-z']+ ){{1,2}}(?:Cottage|Croft|Farm|Farmhouse|Steading|Villa|Bungalow|"
    rf"Manse|House|Lodge|Schoolhouse)\b{_TOWN}{{1,2}}"
)
_GENERIC_STREET = re.compile(
    r"^(?:The |In |On |At |From |To |A |Her |His )?(?:High|Main|Downing|Easy|Civvy|Front|"
    r"Coronation|Sesame|"
    r"Wall|Fleet|Long|One|This|That)\s"
)
_LEAD = re.compile(r"^(?:The|In|On|At|From|To|Near|And|Of|Her|His|Off|Along|Outside|When|After)\s")
_NOT_TOWN = re.compile(
    r",\s?\n?\s?(?:The|He|She|They|It|Mr|Mrs|Ms|Dr|On|In|At|And|But|When|While|PC|Police|Mother|"
    r"Father|This|A)\b.*$",
    re.DOTALL,
)


def recognise(view: View) -> Iterator[Candidate]:
    """Addresses in ``view``, with the town that follows; the postcode is a hit of its own."""
    for pattern, score, rule in (
        (_NUMBERED, 0.93, "numbered"),
        (_CAPITALS, 0.85, "capitals"),
        (_LOWER, 0.75, "lower_case"),
        (_HOUSE, 0.75, "named_house"),
    ):
        for match in pattern.finditer(view.text):
            text = _NOT_TOWN.sub("", match.group())
            yield Candidate(
                IdentifierType.ADDRESS,
                match.start(),
                match.start() + len(text.rstrip(" ,")),
                score,
                f"address.{rule}",
            )
    for match in _IN_TOWN.finditer(view.text):
        if match[1].lstrip(", \n").lower() in lexicon.places():
            yield Candidate(
                IdentifierType.ADDRESS, match.start(), match.end(), 0.8, "address.in_town"
            )
    for match in _FLAT_ONLY.finditer(view.text):
        yield Candidate(IdentifierType.ADDRESS, match.start(), match.end(), 0.8, "address.flat")
    for match in _STREET.finditer(view.text):
        lead = _LEAD.match(match.group())
        start = match.start() + (lead.end() if lead else 0)
        rest = view.text[start : match.end()]
        if " " in rest.replace("-", " ") and not _GENERIC_STREET.match(rest):
            yield Candidate(IdentifierType.ADDRESS, start, match.end(), 0.75, "address.street")
