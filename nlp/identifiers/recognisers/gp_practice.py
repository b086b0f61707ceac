"""Medical practices and health centres by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers import lexicon
from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.people.words import TITLES
from nlp.identifiers.view import View

_WORD = r"(?:St\.? )?[A-Z][A-Za-z']+"
_PRACTICE = re.compile(
    rf"\b(?P<name>{_WORD}(?: (?:of |and |the |& )?{_WORD}){{0,3}}) (?P<kind>"
    r"(?:Medical|Health|Group|GP|Family|Doctors'?|General|Clinical|Dental|Surgery)"
    r" (?:Practice|Centre|Center|Group|Surgery|Clinic|Partnership)|Surgery|Medical Group|"
    r"Practice)\b"
)
_GENERIC = frozenset(
    [
        "the",
        "a",
        "an",
        "her",
        "his",
        "their",
        "our",
        "this",
        "that",
        "local",
        "general",
        "good",
        "best",
        "code",
        "key",
        "social",
        "poor",
        "safe",
        "reflective",
        "significant",
        "community",
        "mental",
        "child",
        "children's",
        "family",
        "named",
        "new",
        "old",
        "nhs",
        "learning",
        "group",
        "clinical",
        "general",
        "nurse",
        "gp",
        "primary",
        "health",
        "care",
        "child",
        "national",
        "scottish",
        "multi",
        "joint",
        "emergency",
        "day",
        "current",
        "professional",
        "evidence",
        "effective",
        "direct",
        "professional",
        "work",
        "anti",
        "current",
        "own",
        "sound",
        "usual",
        "both",
        "each",
        "every",
        "another",
        "previous",
        "former",
        "rural",
        "city",
        "and",
        "of",
        "in",
        "at",
        "from",
        "to",
        "for",
        "by",
        "school",
        "nursing",
        "medical",
        "doctor",
        "doctors",
        "child",
        "protection",
        "adult",
        "public",
        "practice",
        "youth",
        "early",
        "years",
    ]
)


def recognise(view: View) -> Iterator[Candidate]:
    """Named practices in ``view``; "the practice" and "good practice" name none."""
    for match in _PRACTICE.finditer(view.text):
        name, kind = match["name"], match["kind"]
        begin = name.find(" of ") + 4 if name.split()[0].lower() in TITLES and " of " in name else 0
        for word in re.compile(r"\S+").finditer(name, begin):
            if word.group().lower() not in _GENERIC:
                break
            begin = word.end() + 1
        if name[:begin].endswith(("Old ", "New ")) and name[begin:]:
            begin -= 4
        rest = name[begin:]
        if not rest:
            continue
        # "Practice" alone follows many an ordinary word ("Home Visiting Practice").
        words = rest.lower().split()
        told = words[-1] in {"medical", "health", "group", "doctors", "dental"} and len(words) > 1
        if (
            kind == "Practice"
            and not told
            and all(
                w in lexicon.common_words() and w not in {"riverside", "harbour", "park"}
                for w in words
            )
        ):
            continue
        yield Candidate(
            IdentifierType.GP_PRACTICE,
            match.start() + begin,
            match.end(),
            0.75 if kind == "Practice" else 0.9,
            "gp_practice.named",
        )
