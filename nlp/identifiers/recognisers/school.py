"""Schools, nurseries and playgroups by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View
from nlp.identifiers.word_lists import word_set

_WORD = r"(?:St\.? |Saint |Our Lady of |Our Lady )?[A-Z][A-Za-z']+(?:-[A-Z]?[a-z]+)*"
_NAME = rf"(?P<name>{_WORD}(?: (?:of |and |the |na |an |& )?{_WORD}){{0,3}})"
_KIND = (
    r"(?P<kind>(?:(?:RC|R\.C\.|Roman Catholic|Catholic|Episcopal|Jewish|Gaelic|Community|Joint|"
    r"State) )?"
    r"(?:Primary|Secondary|High|Grammar|Infant|Junior|Special|Nursery|Preparatory|Prep|Boarding|"
    r"Steiner)(?: (?:and|&) (?:Nursery|High|Secondary|Primary))?"
    r"(?: (?:School|Class|Academy|Campus|Centre|Unit))?"
    r"|Academy|School|Campus|College|Playgroup|Play Group|Playschool|Nursery|Creche|Kindergarten|"
    r"Early (?:Years|Learning)(?: and Childcare)?(?: Centre| Nursery| Class)?|ELC|"
    r"Child(?:care)? (?:Centre|Nursery)|Childcare|Children's Nursery|Out of School(?: Care| Club)?|"
    r"After School (?:Club|Care)|Day Nursery|Pre-?[Ss]chool|Toddlers?(?: Group)?|PS(?![- ]?\d))"
)
_SCHOOL = re.compile(
    rf"\b{_NAME} {_KIND}\b(?! [Nn]urse\b| [Tt]eacher| [Aa]ge\b| [Hh]oliday|'s Hospital)"
)
_GAELIC = re.compile(
    r"\b(?:Bun-?[Ss]goil|[Ss]goil(?:-[Àa]raich)?|Ard-?[Ss]goil|Cro(?:ileagan|"
    r"ileagan)) (?:(?:an|na|nan|a') )?(?:[A-Z][\w']+ ?){1,3}"
)
_UPPER = re.compile(
    r"\b(?:[A-Z']{3,} ){1,3}(?:PRIMARY|SECONDARY|HIGH|NURSERY)(?: SCHOOL)?\b|"
    r"\b(?:[A-Z']{3,} ){1,3}ACADEMY\b"
)
_GENERIC = word_set(
    """
    virtual open free a after all an and another any associated at boarding both by catholic
    child children's
    council current day denominational during each early education every family father feeder
    for former four from further grammar health her high his in independent infant junior
    learning local lower mainstream medical middle mother my named national neighbourhood new no
    nursery of old on one other our police pre previous primary private public receiving
    residential royal same school scottish secondary senior social some special staff state
    summer sunday that the their this three to two upper village when while whole with years
    your
    """
)
_BODIES = re.compile(r"^(?:Royal|Police|Scottish|National|Medical|Staff|Further)\b")


_STAFF = re.compile(r"^(?:Mrs?|Ms|Miss|Dr|Sister|Sr)\.? [A-Z][\w'-]+ (?:of|at|from) ")


def _named_part(name: str) -> int:
    """Where the proper name begins in ``name``: past a teacher, articles and ordinary words."""
    staff = _STAFF.match(name)
    begin = staff.end() if staff else 0
    for match in re.compile(r"[^\s-]+").finditer(name, begin):
        if match.group().lower().strip("'") not in _GENERIC:
            if name[:begin].endswith((" Old", " New")) or name[:begin] in {"Old", "New"}:
                begin -= 3
            break
        begin = match.end()
    while begin < len(name) and name[begin] in " -":
        begin += 1
    return begin


def recognise(view: View) -> Iterator[Candidate]:
    """Named schools and nurseries in ``view``; "the primary school" names none."""
    for match in _SCHOOL.finditer(view.text):
        name = match["name"]
        skip = _named_part(name)
        acronym = re.match(r"[A-Z]{2,6}\b", name[skip:]) is not None
        if skip >= len(name) or _BODIES.match(name[skip:]) or acronym:
            continue
        score = 0.75 if match["kind"] in {"School", "College", "Campus", "Nursery"} else 0.9
        yield Candidate(
            IdentifierType.SCHOOL, match.start() + skip, match.end(), score, "school.named"
        )
    for pattern, rule in ((_GAELIC, "gaelic"), (_UPPER, "capitals")):
        for match in pattern.finditer(view.text):
            end = match.start() + len(match.group().rstrip())
            words = match.group().lower().split()
            if words[0] not in _GENERIC:
                yield Candidate(IdentifierType.SCHOOL, match.start(), end, 0.85, f"school.{rule}")
