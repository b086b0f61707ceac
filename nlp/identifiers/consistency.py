"""What is known of a document carried through it: a name caught once is caught everywhere.

Runs after the recognisers, over the same view. A person found with certainty in one place is
looked for in every other, as a first name alone, a surname alone, a possessive, initials, in
lower case or run together; the same for a birthday and for an unlisted village or school.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.identifiers.dates import find_days
from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.people.features import lists_of, starts_sentence
from nlp.identifiers.people.words import (
    ACRONYMS,
    CONVENTIONS,
    FIRM_WORD_NAMES,
    KIN,
    MONTHS,
    PARTICLES,
    RANKS,
    SOFT_WORD_NAMES,
    TITLES,
    WEEKDAYS,
)
from nlp.identifiers.tokens import Token
from nlp.identifiers.view import View
from nlp.identifiers.word_lists import word_set

_SURE = 0.6
_CARRIED = 0.75
_NOT_NAMES = TITLES | RANKS | KIN | PARTICLES | WEEKDAYS | (MONTHS - {"may", "june", "april"})
_GRAMMAR = word_set(
    """
    anyone anybody someone somebody everyone people staff practitioners professionals
    any all some each who what where when a an and as at be by for from he her his i if in is
    it its no not of on or our she that the
    their there these they this those to we with you your
    """
)
_SMALL_WORDS = frozenset(
    {"do", "am", "us", "me", "my", "up", "go", "so", "are", "was", "has", "had"}
)
_DATES = frozenset(
    {IdentifierType.DATE_OF_BIRTH, IdentifierType.DATE_OF_DEATH, IdentifierType.EXACT_DATE}
)
_SCHOOL_WORDS = word_set(
    """
    academy and campus catholic centre class college early grammar high infant junior lady
    nursery of our playgroup primary rc roman saint school secondary special st the years
    """
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people a document is known to name."""

    keys: frozenset[str]
    """Parts of their names, in lower case."""
    initials: frozenset[str]
    """Initials of those named in full, in capitals, without dots."""
    joined: frozenset[str]
    """Full names without the space between."""


def _names(view: View, candidate: Candidate) -> list[Token]:
    return [
        token
        for token in view.tokens_in(candidate.start, candidate.end)
        if token.text[0].isalpha() and len(token.key) > 1 and token.key not in _NOT_NAMES
    ]


def _carriable(token: Token) -> bool:
    """Whether a name part is distinctive enough to be looked for everywhere."""
    key = token.key
    if "." in key or key in _GRAMMAR or len(key) < 3:
        return len(key) == 2 and "." not in key and not lists_of(key)
    found = lists_of(key)
    return "common" not in found or bool({"given", "surname"} & set(found))


def cast_of(view: View, candidates: Sequence[Candidate]) -> Cast:
    """The names that ``candidates`` settle, leaving out those that are too unsure."""
    keys: set[str] = set()
    initials: set[str] = set()
    joined: set[str] = set()
    for candidate in candidates:
        if candidate.type != IdentifierType.PERSON or candidate.score < _SURE:
            continue
        names = _names(view, candidate)
        keys.update(token.key for token in names if _carriable(token))
        if len(names) > 1:
            initials.add("".join(token.key[0].upper() for token in names))
            initials.add((names[0].key[0] + names[-1].key[0]).upper())
            first, last = names[0].key, names[-1].key
            initials.add((last[0] + first[0]).upper())
            joined.update({first + last, last + first, first[0] + last, last[0] + first})
    return Cast(frozenset(keys - view.conventions.declared), frozenset(initials), frozenset(joined))


def _carries(view: View, index: int, cast: Cast) -> tuple[float, str] | None:
    token = view.tokens[index]
    key = token.key
    plain = key.replace(".", "")
    short = token.text.isupper() and 2 <= len(plain) <= 3
    short = short and plain not in RANKS | TITLES | _GRAMMAR | _SMALL_WORDS
    if short and plain.upper() in cast.initials:
        dotted = "." in key
        return (0.7, "initials") if dotted or plain not in ACRONYMS else None
    if key in cast.joined and len(key) > 5 and not lists_of(key):
        return 0.8, "joined"
    if key not in cast.keys and not ("-" in key and set(key.split("-")) & cast.keys):
        return None
    found = lists_of(key)
    ordinary = "common" in found or "word" in found or "place" in found or "area" in found
    if not token.capitalised:
        return (0.6, "lower_case") if not ordinary and len(key) > 3 else None
    if ordinary and starts_sentence(view.tokens, index):
        after = view.tokens[index + 1] if index + 1 < len(view.tokens) else None
        if after is None or (after.key in _GRAMMAR and after.key not in {"is", "and", "with"}):
            return None
        if "common" in found and key not in FIRM_WORD_NAMES | SOFT_WORD_NAMES:
            return None
    return _CARRIED, "everywhere"


def _people(view: View, cast: Cast) -> Iterator[Candidate]:
    for index, token in enumerate(view.tokens):
        if not token.text[0].isalpha() or index in view.blocked:
            continue
        carried = _carries(view, index, cast)
        if carried is None or view.conventions.is_cited(token.start, token.end):
            continue
        before = view.tokens[index - 1].key if index else ""
        if before in CONVENTIONS and len(token.key) == 1:
            continue
        score, rule = carried
        yield Candidate(
            IdentifierType.PERSON, token.start, token.stem_end, score, f"consistency.{rule}"
        )


def _days(view: View, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The same day written again, wherever and however."""
    days = find_days(view.text)
    kinds: dict[tuple[int | None, int | None, int | None], IdentifierType] = {}
    by_start = {c.start: c for c in candidates if c.type in _DATES}
    for day in days:
        found = by_start.get(day.start)
        if found is None or day.day is None or day.year is None:
            continue
        if kinds.get(day.value, IdentifierType.EXACT_DATE) == IdentifierType.EXACT_DATE:
            kinds[day.value] = found.type
    for day in days:
        kind = kinds.get(day.value)
        found = by_start.get(day.start)
        if kind is not None and (found is None or found.type != kind):
            score = 0.9 if kind != IdentifierType.EXACT_DATE else 0.6
            yield Candidate(kind, day.start, day.end, score, "consistency.same_day")


def _proper_words(view: View, candidates: Sequence[Candidate]) -> dict[str, IdentifierType]:
    """Distinctive words of the schools and unlisted places that were found."""
    words: dict[str, IdentifierType] = {}
    for candidate in candidates:
        if candidate.type not in {IdentifierType.SCHOOL, IdentifierType.PLACE}:
            continue
        if candidate.score < _SURE or candidate.rule == "place.unit":
            continue
        inside = view.tokens_in(candidate.start, candidate.end)
        proper = [t for t in inside if t.capitalised and t.key not in _SCHOOL_WORDS]
        if len(proper) == 1 and candidate.rule.startswith(("school.", "place.model", "place.kind")):
            found = set(lists_of(proper[0].key))
            if not found & {"common", "given", "surname", "word", "area", "title"}:
                words.setdefault(proper[0].key, candidate.type)
    return words


def _sites(view: View, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    words = _proper_words(view, candidates)
    for token in view.tokens:
        if token.capitalised and token.key in words:
            yield Candidate(
                words[token.key], token.start, token.stem_end, 0.65, "consistency.everywhere"
            )


def carried_through(view: View, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Further candidates that follow from those found, in no particular order."""
    return [
        *_people(view, cast_of(view, candidates)),
        *_days(view, candidates),
        *_sites(view, candidates),
    ]
