"""Medical practices and health centres by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers import lexicon
from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.people.words import TITLES
from nlp.identifiers.view import View
from nlp.identifiers.word_lists import word_set

_WORD = r"(?:St\.? )?[A-Z][A-Za-z']+"
_PRACTICE = re.compile(
    rf"\b(?P<name>{_WORD}(?: (?:of |and |the |& )?{_WORD}){{0,3}}) (?P<kind>"
    r"(?:Medical|Health|Group|GP|Family|Doctors'?|General|Clinical|Dental|Surgery)"
    r" (?:Practice|Centre|Center|Group|Surgery|Clinic|Partnership)|Surgery|Medical Group|"
    r"Practice)\b"
)
_GENERIC = word_set(
    """
    a adult an and another anti at best both by care child children's city clinical code
    community current day direct doctor doctors each early effective emergency every evidence
    family for former from general good gp group health her his in joint key learning local
    medical mental multi named national new nhs nurse nursing of old our own poor practice
    previous primary professional protection public reflective rural safe school scottish
    significant social sound that the their this to usual work years youth
    """
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
