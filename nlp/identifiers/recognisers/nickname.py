"""Nicknames, names filed surname first, and names in other scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.people.features import lists_of
from nlp.identifiers.people.words import (
    CONVENTIONS,
)
from nlp.identifiers.view import View
from nlp.identifiers.word_lists import word_set

_NICKNAME = re.compile(
    r"\b(?:known (?:to \w+ )?(?:only )?as|called|nicknamed|goes by|went by|nickname (?:is|was|"
    r"of)|aka|"
    r"a\.k\.a\.|alias|answers to|friend|boyfriend|girlfriend|partner|son|daughter|brother|sister|"
    r"uncle|aunt|man|woman|boy|girl|male|female|dealer|mate|cousin|neighbour)(?: (?:named|called|"
    r"known as|the name(?: of)?))?,? (?:[\"']([A-Z][\w'-]{1,15}(?: [A-Z][\w'-]{1,15})?)[\"']"
    r"|(?<=as |by |ed |is |ka |of )([A-Z][a-z][\w-]{1,15}(?: [A-Z][\w-]{2,15})?)(?! [A-Z]\b))"
)
_LOWER_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|dr) ([a-z][a-z'-]{2,})\b")
_CHAT = re.compile(r"(?m)^\[?\d{1,2}[:.]\d\d\]?,?\s+([a-z]{2,12}):")
_UNCLE = re.compile(r"\b([A-Z][a-z]{2,}) (?:Uncle|Auntie|Aunty|Aunt|Bhai|Baji|Ji|Bibi|Apa|Khala)\b")
_FILED = re.compile(r"(?m)^([A-Z][A-Za-z'-]{2,}), ([A-Z][a-z]+)(?: [A-Z]\.?)?$")
_OTHER_SCRIPT = re.compile(
    r"[\u0370-\u03ff\u0400-\u04ff\u0530-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u1200-\u137f\u3040-\u30ff"
    r"\u3400-\u9fff\uac00-\ud7af]+(?:[ ·][^\x00-\u036f\s]+)*"
)
_GRAMMAR = word_set(
    """
    a an at he her his in it on she that the their they this to
    """
)


def recognise(view: View) -> Iterator[Candidate]:
    """Names in ``view`` that their introduction or their script gives away."""
    for match in _NICKNAME.finditer(view.text):
        group = 1 if match[1] else 2
        first = match[group].split()[0].lower()
        if first in view.conventions.declared or first in CONVENTIONS | _GRAMMAR:
            continue
        if "common" in lists_of(first) and match[1] is None:
            continue
        yield Candidate(
            IdentifierType.PERSON, match.start(group), match.end(group), 0.75, "person.nickname"
        )
    for match in _LOWER_TITLE.finditer(view.text):
        if "common" not in lists_of(match[1]):
            yield Candidate(
                IdentifierType.PERSON, match.start(), match.end(), 0.75, "person.lower_title"
            )
    for match in _CHAT.finditer(view.text):
        yield Candidate(
            IdentifierType.PERSON, match.start(1), match.end(1), 0.75, "person.chat_log"
        )
    for match in _UNCLE.finditer(view.text):
        if "common" not in lists_of(match[1].lower()):
            yield Candidate(
                IdentifierType.PERSON, match.start(), match.end(), 0.75, "person.family_word"
            )
    for match in _FILED.finditer(view.text):
        found = lists_of(match[2].lower())
        if "given" in found and "common" not in lists_of(match[1].lower()):
            yield Candidate(
                IdentifierType.PERSON, match.start(), match.end(), 0.85, "person.surname_first"
            )
    for match in _OTHER_SCRIPT.finditer(view.text):
        yield Candidate(
            IdentifierType.PERSON, match.start(), match.end(), 0.7, "person.other_script"
        )
