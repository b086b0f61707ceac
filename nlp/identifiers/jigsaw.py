"""Jigsaw risk: how far the harmless details of one text, put together, point at one family.

Each field that a text discloses narrows the number of families it could be about. The score
is the sum of what each field tells, in bits (-log2 of the share of child protection families
it leaves), over what it takes to single out one family among those a region holds; 1 means
that on these shares about one family is left. The shares are rough, stated here and meant for
ordering what a person should look at, not for a statement of anonymity.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nlp.identifiers.model import Hit, IdentifierType
from nlp.identifiers.spoken import UNITS

FAMILIES = 20_000
"""Families known to child protection in a region over the years reviews span."""
THRESHOLD = 0.8
"""At and above this score a text is worth a person's second look."""

_COUNTS = {word: int(digit) for word, digit in UNITS.items() if word not in {"o", "oh"}}


@dataclass(frozen=True, slots=True)
class Detail:
    """One disclosed detail: which field, the words, and the share of families it leaves."""

    field: str
    text: str
    start: int
    end: int
    share: float
    generalisation: str

    @property
    def bits(self) -> float:
        """What the detail tells, in bits."""
        return -math.log2(self.share)


@dataclass(frozen=True, slots=True)
class JigsawRisk:
    """The risk of a text: ``score`` (0 upwards, 1 singles out), and what makes it so.

    ``details`` holds the sharpest detail of each field, sharpest first. ``advice`` is the
    shortest list of generalisations, in order, that brings the score under THRESHOLD, and
    ``score_after`` what is left then.
    """

    score: float
    details: tuple[Detail, ...]
    advice: tuple[str, ...]
    score_after: float

    @property
    def rare_fields(self) -> tuple[str, ...]:
        """The fields that make the combination rare, sharpest first."""
        return tuple(detail.field for detail in self.details)


@dataclass(frozen=True, slots=True)
class _Clue:
    field: str
    pattern: re.Pattern[str]
    share: Callable[[re.Match[str]], float]
    generalisation: str
    coarse_share: float


def _flat(share: float) -> Callable[[re.Match[str]], float]:
    return lambda _: share


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _COUNTS.get(text.lower(), 3)


def _siblings(match: re.Match[str]) -> float:
    written = match[1] or match[2]
    if written is None:
        return 0.02  # twins
    count = _number(written)
    return 0.3 if count <= 2 else {3: 0.12, 4: 0.05}.get(count, 0.015)


_CLUES = (
    _Clue(
        "age",
        re.compile(
            r"\b(?:aged? (?:of )?)?(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|"
            r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)[- ](?:year|month|week|"
            r"day)s?"
            r"(?:[- ]olds?|,? (?:and )?\w+ (?:month|week|day)s?(?: old)?| of age)|"
            r"\baged? \d{1,2}\b",
            re.IGNORECASE,
        ),
        _flat(1 / 17),
        "age to an age band",
        0.3,
    ),
    _Clue(
        "sibling_group",
        re.compile(
            r"\b(\d|two|three|four|five|six|seven|eight|nine) (?:siblings|brothers|sisters|"
            r"children|"
            r"half-siblings|older siblings|younger siblings)\b"
            r"|\b(?:twins|triplets)\b|\b(?:youngest|eldest|second|third|fourth|fifth) of "
            r"(\d|two|three|four|five|six|seven|eight)\b",
            re.IGNORECASE,
        ),
        _siblings,
        'number of siblings to "siblings"',
        0.6,
    ),
    _Clue(
        "cause",
        re.compile(
            r"\b(?:drown(?:ed|ing)|house fire|stabb(?:ed|ing)|strangl\w+|suffocat\w+|poison\w+|"
            r"shaken|scald(?:ed|ing)?|starv\w+|hang(?:ed|ing)|fell from (?:a|the) (?:window|"
            r"balcony)|"
            r"methadone ingestion|ingest(?:ed|ion)|dog (?:attack|bite)|hypothermia|overdose|"
            r"murdered|"
            r"road traffic collision|fractured skull)\b",
            re.IGNORECASE,
        ),
        _flat(0.01),
        "cause of death or injury to its kind",
        0.15,
    ),
    _Clue(
        "diagnosis",
        re.compile(
            r"\b(?:[A-Z][a-z]+(?:-[A-Z][a-z]+)? (?:syndrome|disease)|osteogenesis imperfecta|"
            r"cystic "
            r"fibrosis|spina bifida|muscular dystrophy|sickle cell|haemophilia|leukaemia|"
            r"hydrocephalus|"
            r"phenylketonuria|spinal muscular atrophy|cerebral palsy|brittle bones?|"
            r"rare (?:genetic|metabolic|chromosomal) \w+|life-limiting condition)\b"
        ),
        _flat(0.002),
        'diagnosis to "a health condition"',
        0.2,
    ),
    _Clue(
        "media",
        re.compile(
            r"\b(?:national (?:media|press|newspapers?|headlines)|media (?:coverage|interest|"
            r"attention|"
            r"reports?)|front page|televised|(?:widely|nationally) reported|"
            r"newspapers? (?:named|reported)|"
            r"on the (?:radio|television)|social media campaign|press interest)\b",
            re.IGNORECASE,
        ),
        _flat(0.004),
        "mention of media coverage removed",
        1.0,
    ),
    _Clue(
        "background",
        re.compile(
            r"\b(?:Gypsy/?\s?Traveller|asylum|refugee|unaccompanied|trafficked|adopted from|"
            r"armed forces|fishing (?:boat|family|village)|offshore|island community|crofting|"
            r"(?:only|first) (?:family|child|pupil) (?:from|in|of)|deaf parents|surrogate|"
            r"lighthouse|travelling (?:show|fair))\b",
            re.IGNORECASE,
        ),
        _flat(0.02),
        "family background to a broader description",
        0.3,
    ),
    _Clue(
        "conviction",
        re.compile(
            r"\b(?:convicted of|sentenced to|pled guilty|pleaded guilty|life imprisonment|"
            r"(?:culpable homicide|murder) (?:trial|conviction|charge)|High Court)\b"
        ),
        _flat(0.01),
        'criminal proceedings to "criminal proceedings took place"',
        0.2,
    ),
)
_FROM_HITS: dict[IdentifierType, tuple[str, float, str, float]] = {
    IdentifierType.PLACE: ("place", 0.003, "village or town to the committee's area", 0.06),
    IdentifierType.ADDRESS: ("place", 0.0001, "address to the committee's area", 0.06),
    IdentifierType.POSTCODE: ("place", 0.002, "postcode to the committee's area", 0.06),
    IdentifierType.SCHOOL: ("school", 0.002, 'school to "a school"', 1.0),
    IdentifierType.GP_PRACTICE: ("practice", 0.005, 'practice to "a medical practice"', 1.0),
    IdentifierType.EXACT_DATE: ("date", 0.0015, "day to month, then quarter", 0.03),
    IdentifierType.DATE_OF_BIRTH: ("date_of_birth", 0.0003, "date of birth to an age band", 0.3),
    IdentifierType.DATE_OF_DEATH: ("date_of_death", 0.0003, "date of death to its year", 0.02),
}


def _from_hits(hits: Iterable[Hit]) -> list[tuple[Detail, float]]:
    details = []
    for hit in hits:
        if hit.type in _FROM_HITS:
            field, share, advice, coarse = _FROM_HITS[hit.type]
            details.append((Detail(field, hit.text, hit.start, hit.end, share, advice), coarse))
    return details


def _from_text(text: str) -> list[tuple[Detail, float]]:
    details = []
    for clue in _CLUES:
        for match in clue.pattern.finditer(text):
            detail = Detail(
                clue.field,
                match.group(),
                match.start(),
                match.end(),
                clue.share(match),
                clue.generalisation,
            )
            details.append((detail, clue.coarse_share))
    return details


def assess(text: str, hits: Iterable[Hit]) -> JigsawRisk:
    """The jigsaw risk of ``text`` whose residual identifiers are ``hits``.

    Of each field only the sharpest detail counts: three dates do not make a family three
    times rarer, because they are dates of one story. Fields are taken as independent, which
    overstates the risk where they are not (a village and its only school).
    """
    sharpest: dict[str, tuple[Detail, float]] = {}
    for detail, coarse in [*_from_hits(hits), *_from_text(text)]:
        known = sharpest.get(detail.field)
        if known is None or detail.share < known[0].share:
            sharpest[detail.field] = (detail, coarse)
    ordered = sorted(sharpest.values(), key=lambda pair: pair[0].share)
    needed = math.log2(FAMILIES)
    bits = sum(detail.bits for detail, _ in ordered)
    score = bits / needed
    advice: list[str] = []
    left = bits
    gains = sorted(ordered, key=lambda pair: math.log2(pair[0].share / pair[1]))
    for detail, coarse in gains:
        if left / needed < THRESHOLD:
            break
        left -= detail.bits + math.log2(coarse)
        advice.append(detail.generalisation)
    # Where coarser wording is not enough, whole fields have to go, sharpest first.
    for detail, coarse in sorted(ordered, key=lambda pair: pair[1]):
        if left / needed < THRESHOLD:
            break
        left += math.log2(coarse)
        advice.append(f"{detail.field.replace('_', ' ')} left out")
    return JigsawRisk(
        round(score, 3),
        tuple(detail for detail, _ in ordered),
        tuple(advice),
        round(left / needed, 3),
    )


def rarest_across(
    texts: Iterable[tuple[str, JigsawRisk]], *, fewest: int = 5
) -> dict[str, tuple[str, ...]]:
    """Across documents: the fields of each that fewer than ``fewest`` documents disclose alike.

    ``texts`` are (reference, risk) pairs; "alike" is the same words, folded to lower case. A
    value that is rare in the repository singles its review out even where each field is common.
    """
    pairs = list(texts)
    counts: dict[tuple[str, str], int] = {}
    for _, risk in pairs:
        for field, words in {(d.field, d.text.lower()) for d in risk.details}:
            counts[field, words] = counts.get((field, words), 0) + 1
    return {
        reference: tuple(d.field for d in risk.details if counts[d.field, d.text.lower()] < fewest)
        for reference, risk in pairs
    }
