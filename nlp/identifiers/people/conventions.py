"""What looks like a name and is none in this document: citations, letters, declared pseudonyms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.identifiers.people.words import CONVENTIONS

_NAME = r"[A-Z][A-Za-z'-]+"
_AUTHOR = rf"(?:{_NAME}(?:,? (?:[A-Z]\.[ -]?){{1,3}})?|(?:[A-Z]\. ?){{1,3}}{_NAME})"
_YEAR = r"(?:19|20)\d\d[a-z]?"
_AUTHORS = (
    rf"{_AUTHOR}(?:(?:,| and| &|, and|, &) {_AUTHOR})*(?:,? et al\.?)?(?:,? (?:and|&) others)?"
)
_CITATIONS = (
    # (Munro, 2011), (see also Brandon et al., 2012; Vincent 2013:55)
    re.compile(
        rf"\((?:see(?: also)?,? |e\.g\.,? |cf\.? |for example,? |"
        rf"after )?{_AUTHORS},? {_YEAR}[^()]{{0,160}}\)"
    ),
    # Axford and Bullock (2005:55)
    re.compile(rf"{_AUTHORS}(?:'s?)? \({_YEAR}[^()]{{0,40}}\)"),
    # Munro E (2010), Fisher S, Johnson R and Tudor P (1999)
    re.compile(
        rf"{_NAME} [A-Z]{{1,3}}(?:(?:,| and| &|, and) {_NAME} [A-Z]{{1,3}})*"
        rf"(?:,? et al\.?)?(?: \([Ee]ds?\.?\))?,? \(?{_YEAR}"
    ),
    # A line of a reference list: Vincent, S. (2010) Title.
    re.compile(
        rf"(?m){_NAME}, (?:[A-Z]\.[ -]?){{1,3}}"
        rf"(?:[^()\n]{{0,120}}?)\({_YEAR}\)[^.\n]*\."
    ),
    re.compile(rf"{_NAME} et al\.?|{_NAME} and (?:his |her |their )?colleagues(?= \()"),
    re.compile(rf"\b(?:Eds?\.?|edited by|in|In) {_AUTHORS},? \(?(?:[Ee]ds?\.?|{_YEAR})\)?"),
)
_LISTED = rf"{_NAME},? (?:[A-Z]\.?[ -]?){{1,3}}(?![a-z])"
# What only a printed source has: a place and its publisher, a volume and its pages, an edition.
# A note of a visit has towns, times and years as well, so none of these may be found in one.
_PRINTED = (
    r"(?:Press\b|Publish\w+|\bJournal of|\bBMJ\b|\bLancet\b|\b\d\w\w edn?\b|\b\d\w\w ed\.|"
    r"\(Eds?\.?\)|Stationery Office|\b(?:NSPCC|SCIE|TSO|HMSO)[,;.] ?(?:19|20)|"
    r"[.,)] (?:London|Edinburgh|Glasgow|Belfast|Cardiff|Oxford|Cambridge|Bristol|Norwich|Aldershot|"
    r"Farnham|Abingdon|Basingstoke|Buckingham|Chichester|Maidenhead|New York): [A-Z]|"
    r"ISBN|\bdoi\b|[Aa]ccessed|\d\(\d+\)[,:;]|\d: ?\d{3,}[-\u2013]\d|\d{4}\) \d+[-\u2013]\d|"
    r"(?:19|20)\d\d; ?\d+)"
)
_REFERENCE = re.compile(
    # A whole line of a reference list or a note: authors first, then what was printed and when.
    rf"(?m)^[ \t]*(?:\[?\d{{1,3}}[\].)]? )?(?:[Ss]ee (?:also )?)?"
    rf"(?=[^\n]{{0,500}}\b{_YEAR}\b)(?=[^\n]{{0,500}}?{_PRINTED})"
    rf"(?P<authors>(?:{_LISTED}(?:(?:,? (?:and|&) |, ?){_LISTED})*"
    rf"|{_NAME}, [A-Z][a-z]+(?: [A-Z]\.)?))"
    rf"(?=[ ,.:;(])[^\n]*$"
)
_SCHOLARLY = re.compile(
    r"^(?:'s)?\s*(?:argues?|argued|observes?|observed|suggests?|suggested|writes|wrote|notes|noted|"
    r"describes?|concluded?|reminds us|calls?|called|proposes?|and colleagues|and others|"
    r"(?:review|report|inquiry|model|scale|framework|principles?|theory|cycle|commission|"
    r"protocol|test|method|approach|competen\w+|guidelines?|recommendations|reforms|programme|"
    r"criteria|checklist|toolkit|matrix|triangle|syndrome|disease|analysis of)\b)"
)
_THING = (
    r"(?:review|report|inquiry|model|scale|framework|principles?|commission|protocol|test|"
    r"competenc\w+|guidelines?|syndrome|disease|criteria|trust|foundation|act|code|cycle|guardian|"
    r"institute|university|limited|council|convention|standards?|rules?|charter|toolkit|"
    r"programme)\b"
)
_GENERIC_AFTER = re.compile(rf"^(?:'s)?\s+(?i:{_THING})")
_PROPER_AFTER = re.compile(rf"^(?:'s)?\s+(?=[A-Z])(?i:{_THING})")
_DECLARED = (
    re.compile(
        r"(?:referred to|known|named|called|described|identified|appears?|hereafter|hereinafter)"
        r"(?: (?:throughout|here|hereafter|in (?:this|the) (?:report|review|document|account|"
        r"summary)|"
        r"below|from here on))*(?: (?:as|by))?(?: the (?:name|pseudonym))?,? ?\(?[\"']?"
        r"(?P<names>[A-Z][\w-]+(?: [A-Z])?(?:(?:,| and|, and|"
        r",? \w+ as) [A-Z][\w-]+(?: [A-Z])?)*)[\"']?\)?"
    ),
    re.compile(
        r"(?:pseudonyms?|not (?:his|her|their|the child(?:ren)?'?s?) real names?|fictitious names?)"
        r"[^.]{0,40}?[ (:\"'](?P<names>[A-Z][\w-]+(?:(?:,| and|, and) [A-Z][\w-]+)*)"
    ),
    re.compile(
        r"(?P<names>[A-Z][\w-]+(?:(?:,| and|, and) [A-Z][\w-]+)*)[\"']? ?\(?,? ?"
        r"(?:\(?(?:which )?(?:is |are )?(?:not (?:his|her|their|its) real names?|an? pseudonyms?|"
        r"pseudonyms?|not (?:his|her|their) (?:own|true|actual) names?|a fictitious name|"
        r"names? (?:has|have) been changed|invented names?))"
    ),
)
_IN_REPORT = re.compile(
    r"in (?:this|the) (?:report|review|document|account|summary)|throughout|hereafter|hereinafter|"
    r"pseudonym|real name|below|from here on|fictitious|name has been changed|"
    r"names have been changed|own name|true name|actual name|invented name"
)
_ALL_CHANGED = re.compile(
    r"\b(?:all |the |their |family |children's |these )*(?:names?)(?: used| in this report|"
    r" of [\w ,]{3,60}?| here)*"
    r" (?:have|has) (?:all )?been (?:changed|altered|anonymised)|pseudonyms (?:are|have been) used|"
    r"\b(?:names|first names) (?:are|used are) (?:pseudonyms|fictitious|invented|not their own|"
    r"not real)"
)


@dataclass(frozen=True, slots=True)
class Conventions:
    """Spans and words that a document itself takes out of suspicion."""

    cited: tuple[tuple[int, int], ...]
    """Where authors are cited."""
    authors: frozenset[str]
    """Surnames of cited authors, in lower case."""
    declared: frozenset[str]
    """Names that the document says are not real, in lower case."""
    all_changed: bool
    """Whether the document says that it changed the names without saying to what."""

    def is_cited(self, start: int, end: int) -> bool:
        """Whether the span lies in a citation."""
        return any(first < end and start < last for first, last in self.cited)


def _declared(text: str) -> set[str]:
    names: set[str] = set()
    for pattern in _DECLARED:
        for match in pattern.finditer(text):
            begin = max(text.rfind(".", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
            finish = text.find(".", match.end())
            finish = len(text) if finish < 0 else finish
            # The sentence, or the next one ("These are not their real names"), must say so.
            around = text[begin : finish + 90].lower()
            if not _IN_REPORT.search(around):
                continue
            for name in re.findall(r"[A-Z][\w-]+", match["names"]):
                if name.lower() not in CONVENTIONS:
                    names.add(name.lower())
    return names


def learn(text: str) -> Conventions:
    """Read the conventions of the document whose folded text is ``text``."""
    cited: list[tuple[int, int]] = []
    authors: set[str] = set()
    for pattern in _CITATIONS:
        for match in pattern.finditer(text):
            cited.append(match.span())
            head = match.group().split("(20")[0].split("(19")[0]
            authors.update(name.lower() for name in re.findall(r"[A-Z][a-z'-]{2,}", head))
    for match in _REFERENCE.finditer(text):
        cited.append(match.span())
        authors.update(name.lower() for name in re.findall(r"[A-Z][a-z'-]{2,}", match["authors"]))
    return Conventions(
        tuple(cited),
        frozenset(authors),
        frozenset(_declared(text)),
        _ALL_CHANGED.search(text.lower()) is not None,
    )


def names_a_thing(after: str, definite: bool) -> bool:
    """Whether a word followed by ``after`` gives its name to a report, a model or a law.

    ``definite`` says that an article stands before it: "the Munro review" is a thing, "Adebayo
    report by Thursday" is a note about a family.
    """
    pattern = _GENERIC_AFTER if definite else _PROPER_AFTER
    return pattern.match(after) is not None


def is_scholarly(after: str) -> bool:
    """Whether what follows is what authors do rather than what families do."""
    return _SCHOLARLY.match(after) is not None
