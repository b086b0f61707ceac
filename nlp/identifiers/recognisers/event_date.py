"""Exact days: of birth, of death, and of events in the family's story.

The day a report was published, a committee met or a law came into force points at no family,
and a report is full of them; the nearest cue in the sentence decides. Without any cue a day
counts as part of the story, because a missed birthday costs more than a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.dates import Day
from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

_BIRTH_BEFORE = re.compile(
    r"\bborn\b|\bd\.?\s?o\.?\s?b\b|\bdates? of birth\b|\bbirth ?(?:date|day)\b|"
    r"\bbirth\b(?! mother| father| parent| plan)|"
    r"\bdelivered\b|(?<=[(,] )b\.|(?<=\()b\.?(?= )|\bdue date\b|\bbirthdate\b"
)
_BIRTH_AFTER = re.compile(
    r"^[^.;\n]{0,50}?(?:\bwas born\b|\bwere born\b|\bgave birth\b|\bbirth of\b|\bwas delivered\b|"
    r"\bdate of birth\b|\bis (?:his|her|their|the child's) birthday|\bdob\b|\(birth\))"
)
_DEATH_BEFORE = re.compile(
    r"\bdied\b|\bdeaths?\b|\bdead\b|\bpassed away\b|\bdeceased\b|\blife extinct\b|\bpronounced\b|"
    r"\bd\.?\s?o\.?\s?d\b|\bkilled\b|\bfatal\w*\b|\bown life\b|\blost (?:his|her|their) li(?:fe|"
    r"ves)\b|"
    r"\bstillborn\b|\bmurder(?:ed)?\b|\bsuicide\b|\blife support\b[^.]{0,30}\bwithdrawn"
)
_DEATH_AFTER = re.compile(
    r"^[^.;\n]{0,70}?(?:\bdied\b|\bpassed away\b|\bdead\b|\bwas pronounced\b|\blife extinct\b|"
    r"\bwas killed\b|\btook (?:his|her|their) own life\b|\bdate of death\b|\blost (?:his|"
    r"her) life\b|"
    r"\bdod\b|\bwas stillborn\b|\bthe death of\b)"
)
_PUBLIC = re.compile(
    r"(?:^|\n)\s*(?:date|sent):|\bprinted\b|\bmet on\b|\bmeetings?\b|\bcommittees?\b|"
    r"\breview (?:team|group|panel|meeting)\b|\bpanel\b|"
    r"\bpractitioners?'? events?\b|\blearning events?\b|\bworkshops?\b|\bpublish\w*|"
    r"\bpublication\b|"
    r"\bissued?\b|\bguidance\b|\bact\b|\bin force\b|\bcommenc\w+|\binto effect\b|\bregulations?\b|"
    r"\bpolic(?:y|ies)\b|\bprocedures?\b|\bprotocols?\b|\blaunched\b|\bintroduced\b|\bframework\b|"
    r"\bversion\b|\bratified\b|\bapproved\b|\bsigned off\b|\bsubmitted\b|\bcommissioned\b|"
    r"\bterms of reference\b|\binspect(?:ion|ed|orate)\b|\bcircular\b|\baccessed\b|\bretrieved\b|"
    r"\bupdated\b|\breview date\b|\bstrategy\b(?! (?:discussion|meeting))|\bdraft\b|"
    r"\btraining\b|\bseminar\b|\bconsultation\b|"
    r"\bparliament\b|\bpress\b|\bchief officers?\b|\brevised\b|\bimplemented\b|\baudits?\b|"
    r"\bappointed\b|\b(?:final|this|the|overview|annual|inspection|interim|biennial|"
    r"date of) report\b|"
    r"\breport (?:was |dated|date|of|to)\b|\bconference (?:in|on|at) \w+|\bintegration\b|"
    r"\bminutes\b|"
    r"\bcame into\b|\bsystem went live\b|\bwent live\b|\breviewers?\b|\bratification\b|"
    r"\bsteering\b|"
    r"\bgovernment\b|\bdevelopment day\b|\bnext review\b|\bpresented to\b|\bv\d+(?:\.\d)?\b|"
    r"\bstatutory\b|"
    r"\blegislation\b|\bsecond edition\b|\bedition\b|\bcode of practice\b|\bendorsed\b|"
    r"\brolled out\b"
)
_STORY = re.compile(
    r"\b(?:child(?:ren)?|bab(?:y|ies)|infant|mothers?|father|parents?|mum|dad|siblings?|brother|"
    r"sister|boy|girl|grand\w+|partner|family|hospital|admitted|discharged|ward|attended|arrest\w*|"
    r"bail|incident|injur\w+|assault\w*|bruis\w+|referr\w+|visit\w*|contact|disclos\w+|missing|"
    r"moved|"
    r"school|nursery|appointments?|midwi\w+|health visitor|gp|case conference|core group|"
    r"registered|"
    r"placed|foster\w*|accommodated|overdose|collapsed?|found|seen|he|she|his|her|him|they|"
    r"police|ambulance|"
    r"neighbou?rs?|aunt|uncle|carers?|court|sheriff|hearing|order|remanded|convicted|sentenced|"
    r"released|sectioned|detained|scan|clinic|unborn|pregnan\w+|fracture\w*|scald\w*|fire|"
    r"tenancy|evicted|interviewed|statement|text(?:ed)?|phoned|telephoned|aged|home|stayed|"
    r"ran away|"
    r"baptis\w+|married|wedding|funeral|separated|relationship|household|ird|initial referral)\b"
)
_STRONG_PUBLIC = re.compile(
    r"publish|guidance|\bact\b|in force|committee|ratified|version|regulation|accessed|commission"
)
_SENTENCE = re.compile(r"(?<=\w\w\w)[.!?]\s")
_REACH = 60


def _clause_before(view: View, day: Day, floor: int) -> str:
    return view.lower[max(floor, day.start - _REACH) : day.start]


def _nearest(pattern: re.Pattern[str], sentence: str, at: int, length: int) -> int:
    """Distance in characters from the day to the nearest match, large when there is none."""
    best = 10_000
    for match in pattern.finditer(sentence):
        distance = at - match.end() if match.end() <= at else match.start() - at - length
        if pattern is _PUBLIC and _STRONG_PUBLIC.search(match.group()):
            distance -= 25
        best = min(best, max(distance, 0))
    return best


def _follows(pattern: re.Pattern[str], after: str) -> bool:
    """Whether the cue comes next, and not as something the day lies before or after."""
    match = pattern.match(after)
    return match is not None and not re.search(r"\b(?:after|before|since) ", match.group())


def _life_event(view: View, day: Day, floor: int) -> Candidate | None:
    """A day of birth or death, by the nearest cue before it or a cue soon after it."""
    before = _clause_before(view, day, floor)
    before = _SENTENCE.split(before)[-1]
    birth = max((m.end() for m in _BIRTH_BEFORE.finditer(before)), default=-1)
    death = max((m.end() for m in _DEATH_BEFORE.finditer(before)), default=-1)
    after = view.after(day.end, 80)
    if birth > death:
        return Candidate(IdentifierType.DATE_OF_BIRTH, day.start, day.end, 0.95, "date.birth")
    if death > birth:
        return Candidate(IdentifierType.DATE_OF_DEATH, day.start, day.end, 0.93, "date.death")
    if _follows(_BIRTH_AFTER, after):
        return Candidate(IdentifierType.DATE_OF_BIRTH, day.start, day.end, 0.9, "date.birth")
    if _follows(_DEATH_AFTER, after):
        return Candidate(IdentifierType.DATE_OF_DEATH, day.start, day.end, 0.9, "date.death")
    return None


def _event(view: View, day: Day) -> Candidate | None:
    begin, finish = view.sentence(day.start, day.end)
    begin, finish = max(begin, day.start - 220), min(finish, day.end + 220)
    rest = view.text[begin : day.start] + view.text[day.end : finish]
    if sum(c.isalpha() for c in rest) < 8:
        # A day on its own line (a table of dates, a title page): look at its neighbours.
        begin, finish = max(0, day.start - 90), min(len(view.text), day.end + 90)
    sentence = view.lower[begin:finish]
    at, length = day.start - begin, day.end - day.start
    public = _nearest(_PUBLIC, sentence, at, length)
    story = _nearest(_STORY, sentence, at, length)
    if public < story:
        return None
    if story < 10_000:
        return Candidate(IdentifierType.EXACT_DATE, day.start, day.end, 0.8, "date.story")
    near = view.lower[max(0, day.start - 150) : day.end + 150]
    if _PUBLIC.search(near) and not _STORY.search(near):
        return None
    return Candidate(IdentifierType.EXACT_DATE, day.start, day.end, 0.6, "date.no_context")


def recognise(view: View) -> Iterator[Candidate]:
    """Days of birth and death, and days of events in the family's story."""
    floor = 0
    for day in view.days:
        candidate = _life_event(view, day, floor) or _event(view, day)
        floor = day.end
        if candidate is not None:
            yield candidate
