"""Places below council level, hospital units and named homes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers import lexicon
from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.people.features import lists_of
from nlp.identifiers.people.words import TITLES
from nlp.identifiers.view import View

_NAME = (
    r"(?:St\.? )?[A-Z][A-Za-z']+"
    r"(?:[- ](?:of |the |on |upon |and |na |nan |an )?[A-Z][A-Za-z']+){0,2}"
)
_KIND_OF = re.compile(
    rf"\b(?:village|island|isle|hamlet|town|township|parish|settlement|community|estate|scheme|"
    rf"housing estate|croft|crofts|farm|caravan park|loch|glen|harbour|peninsula|burgh)s? "
    rf"(?:of|called|known as|named|at|on) (?:the )?((?-i:{_NAME}))",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^ (?:area|village|estate|scheme|town centre|harbour|beach|island|housing estate|high street|"
    r"locality|library|community centre|train station|station|police station|bus|ferry|pier|"
    r"shore|cluster|district|neighbourhood)\b"
)
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|from|to|around|outside|of|via|towards|through|across|between|on|for|left|"
    r"leaving|lived|and|or|visiting|visited|reached|into|above|below|beyond|back|over)\s+"
    r"(?:the (?:village|town|island) of |mainland |north |south |east |west |upper |lower |"
    r"central |old |nearby )?"
    r"\(?$|[,(]\s?$|\bisle of $"
)
_UNIT = re.compile(
    r"\b(?:[Ww]ard \d{1,3}[A-Z]?\b|[Ww]ard [A-Z]\b|[Ww]ard [A-Z]\d{1,2}\b"
    r"|[A-Z][a-z]+(?: [A-Z][a-z]+)? (?:Ward|Unit|Suite|Birthing Unit|Midwife Unit|Maternity Unit|"
    r"Neonatal Unit|Lodge)\b|Special Care,? Cot \d+)"
)
_GENERIC_UNIT = re.compile(
    r"^(?:The|This|That|Each|Her|His|Neonatal|Maternity|Labour|Postnatal|Antenatal|Mother|Baby|"
    r"Special|Care|Intensive|"
    r"High|Dependency|Burns|Children's|Childrens|Paediatric|Medical|Surgical|Acute|Admissions|"
    r"Assessment|"
    r"Family|Support|Protection|Public|Domestic|Abuse|Child|Investigation|Crime|Residential|Secure|"
    r"Inpatient|Psychiatric|Adolescent|Young|People's|Mental|Health|Perinatal|Unborn|Police|"
    r"Business|"
    r"Specialist|Practice|Policy|Learning|Development|Performance|Intelligence|Review|Local|"
    r"Locality|"
    r"Day|Emergency|Community|Outreach|Stroke|Renal|Eye|Independent|National|Scottish|Joint|A|"
    r"An|In|On|Hospital|"
    r"Council|Multi|Stress|Short|Stay|Minor|Injuries|Forensic|Midwifery|Our|Another|One|Every|"
    r"Vulnerable|Persons)\b"
)
_HOSPITAL = re.compile(
    r"\b(?:(?:St\.? )?[A-Z][A-Za-z']+ ){1,4}(?:Cottage |Community |General |Memorial |District |"
    r"Royal |"
    r"Maternity |War Memorial |Children's |Infirmary )*(?:Hospital|Infirmary)\b"
)
_HOME = re.compile(
    r"\b(?:[A-Z][a-z]+ ){1,2}(?:House|Cottage|Lodge|Villa|Hostel|Refuge|Family Centre|"
    r"Children's (?:House|Home|Unit)|Residential (?:Unit|Home)|Guest House|Hotel|Caravan Park|"
    r"Care Home|"
    r"Community Centre|Parish Church|Church|Mosque|Gurdwara|Boys' Brigade|Football Club|Library|"
    r"Leisure Centre|"
    r"Swimming Pool|Chapel)\b"
)
_GENERIC_HOME = re.compile(
    r"^(?:The|A|An|Her|His|Their|Our|This|That|Safe|Safer|Open|In|At|Family|Care|Children's|"
    r"Bairns|Crown|"
    r"Full|Local|Residential|Community|Home|Young|Half|Halfway|Secure|Each|Every|Council|Treasure|"
    r"Women's|Homeless|Foster|Parliament|Court|Public|Town|New|Old|Free|Catholic|Roman|Established|"
    r"National|Whole|Early|Years|Sure|Start|Contact|Integrated|Parenting|No|From|Of|On|To|And|"
    r"Scottish|St Andrew's|"
    r"Victoria|Salvation|Hearings|Regional|Independent|Advice|One|Big)\b"
)
_WENT = re.compile(
    r"\b(?:moved|moving|returned|returning|went|travelled|back|home|later|flit|relocated|"
    r"drove) to $|"
    r"\b(?:lived|lives|living|stayed|staying|resident|born|raised|flat|house|home|cottage|croft|"
    r"school|"
    r"nursery|surgery|shop|grandmother|gran|family|aunt|uncle|father|relatives?|friends?|"
    r"tenancy) in $|"
    r"\b(?:near|outside|around|from) $"
)
_ON_THE = re.compile(r"\b(?:on|to|in|from|at|the|of)(?: the)? $")
_UNKNOWN_PLACE = 0.45


def _candidate(start: int, end: int, score: float, rule: str) -> Candidate:
    return Candidate(IdentifierType.PLACE, start, end, score, f"place.{rule}")


def _listed(view: View) -> Iterator[Candidate]:
    tokens, blocked, judged, conventions = view.tokens, view.blocked, view.judged, view.conventions
    for first, last in lexicon.places().find(tokens):
        if first in blocked or conventions.is_cited(tokens[first].start, tokens[last - 1].end):
            continue
        token = tokens[first]
        start, end = token.start, tokens[last - 1].stem_end
        found = lists_of(token.key)
        titled = first > 0 and tokens[first - 1].key in TITLES
        if last - first == 1 and titled:
            continue
        chance = judged.get(first, (0.0, 0.0))[1]
        plain = (
            not ({"given", "surname", "word", "common", "area"} & set(found)) or last - first > 1
        )
        placed = bool(_LOCATIVE.search(view.before(start, 50)) or _AFTER.match(view.after(end, 30)))
        if plain:
            sure = placed or last - first > 1
            yield _candidate(start, end, 0.95 if sure else 0.88, "listed")
        elif placed and "common" not in found and chance > 0.2:
            yield _candidate(start, end, max(0.7, chance), "listed_in_context")
        elif chance > 0.5:
            yield _candidate(start, end, chance, "listed_by_model")


def _unlisted(view: View) -> Iterator[Candidate]:
    """Places on no list that stand where a place stands."""
    tokens, blocked, conventions = view.tokens, view.blocked, view.conventions
    for index, (person, place) in view.judged.items():
        token = tokens[index]
        if index in blocked or not token.capitalised:
            continue
        # A word on no list after "moved to" or "near" is likelier a hamlet than a verb.
        stands = not lists_of(token.key) and _WENT.search(view.before(token.start, 30)) is not None
        if not (place >= max(_UNKNOWN_PLACE, person) or (stands and person + place > 0.15)):
            continue
        if stands and person > 0.6:
            continue
        if "common" in lists_of(token.key) or len(token.key) < 3 or not token.text.istitle():
            continue
        if token.key in view.habits.lower:
            continue
        if conventions.is_cited(token.start, token.end):
            continue
        yield _candidate(token.start, token.stem_end, max(place, 0.5), "model")


def recognise(view: View) -> Iterator[Candidate]:
    """Places in ``view``: listed, introduced by their kind, judged by the model, and units."""
    yield from _listed(view)
    yield from _unlisted(view)
    for match in _KIND_OF.finditer(view.text):
        first = match[1].split()[0].lower().strip("'")
        if match[1].lower() not in lexicon.public_areas() and first not in lexicon.common_words():
            yield _candidate(match.start(1), match.end(1), 0.85, "kind_of")
    for pattern, generic, score, rule in (
        (_UNIT, _GENERIC_UNIT, 0.75, "unit"),
        (_HOSPITAL, _GENERIC_UNIT, 0.7, "hospital"),
        (_HOME, _GENERIC_HOME, 0.7, "home"),
    ):
        for match in pattern.finditer(view.text):
            text = match.group()
            lead = re.match(r"(?:The|At|In|From|To|On|And) ", text)
            start = match.start() + (lead.end() if lead else 0)
            rest = view.text[start : match.end()]
            numbered = re.match(r"[Ww]ard |Special Care", rest) is not None
            ordinary = rest.split()[0].lower() in lexicon.common_words()
            if not numbered and (generic.match(rest) or (rule == "unit" and ordinary)):
                continue
            if rest.count(" ") == 0:
                continue
            # "On Rowan Ward" is a ward even where Rowan Ward could be a man.
            entered = rule == "unit" and _ON_THE.search(view.before(start, 12)) is not None
            yield _candidate(start, match.end(), 0.96 if entered else score, rule)
