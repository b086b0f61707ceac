"""People: the trained model, the rules it is not needed for, and what the document rules out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.people.conventions import is_scholarly, names_a_thing
from nlp.identifiers.people.features import lists_of, starts_sentence
from nlp.identifiers.people.rules import rule_score
from nlp.identifiers.people.words import (
    ACRONYMS,
    CONVENTIONS,
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

THRESHOLD = 0.4
"""Probability at which the model's word is taken; set on the voices held out in training."""

_NEVER = MONTHS - {"may", "june", "april", "august", "jan", "mar", "dec"} | WEEKDAYS
_ACRONYM = re.compile(
    r"[A-Z]{2,8}s?|[A-Z][a-z]{0,2}[A-Z]{1,5}s?|\w+n't|(?:With|Who|My|On|E)[A-Z]\w+"
)
_DERIVED = re.compile(
    r"(?:ings?|[ts]ions?|ments?|ness|it(?:y|ies)|ly|i[sz]e[sd]?|ives?|ical|ically|isms?|ists?|"
    r"ances?|"
    r"ences?|able|ible|ful|less|olog(?:y|ist)|ium|ysts?|ships?|hoods?|works?|ated?|ates|ified?|"
    r"wise)$"
)
_CONTRACTED = frozenset({"i'm", "i've", "i'd", "i'll"})
_PLAIN_RULES = frozenset({"title", "rank", "full_name", "kin"})
_LEARNED = frozenset({"professor", "prof", "lord", "sir", "dame", "baroness"})
_HEADINGS = word_set(
    """
    analysis appendix finding findings methodology recommendation summary
    """
)


def _by_convention(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token is the letter of a pseudonym (Child A, Ms Y) or its noun."""
    token = tokens[index]
    if len(token.key) == 1:
        return True
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return token.key in CONVENTIONS and after is not None and len(after.text) == 1


def token_scores(view: View) -> dict[int, tuple[float, str]]:
    """Score and rule of every token that names a person, before runs are joined."""
    tokens = view.tokens
    judged, blocked = view.judged, view.blocked
    scores: dict[int, tuple[float, str]] = {}
    for index, (probability, _) in judged.items():
        token = tokens[index]
        if index in blocked or token.key in _NEVER or _by_convention(tokens, index):
            continue
        if (token.text.isupper() and token.key in ACRONYMS) or token.key in _CONTRACTED:
            continue
        needed = _threshold(view, index)
        if token.key in view.habits.lower and token.capitalised and not _listed(token):
            continue  # a word that the document also writes small is a word
        score, rule = (probability, "model") if probability >= needed else (0.0, "")
        if token.capitalised:
            ruled = rule_score(tokens, index)
            # The plainer evidence is named even where the model is surer of the same.
            if ruled[0] > score or ruled[1] in _PLAIN_RULES:
                score, rule = max(score, ruled[0]), ruled[1]
        if score and not _ruled_out(view, index, rule):
            scores[index] = (score, rule)
    return scores


def _threshold(view: View, index: int) -> float:
    """How sure the model must be of one token."""
    tokens = view.tokens
    token = tokens[index]
    follows = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.key in MONTHS and not (follows and follows.capitalised and follows.gap == " "):
        return 0.85
    listed = _listed(token)
    if listed and token.key in SOFT_WORD_NAMES and starts_sentence(tokens, index):
        return 0.85
    if listed and (token.text.isupper() or not _ACRONYM.fullmatch(token.text)):
        return THRESHOLD
    if _ACRONYM.fullmatch(token.text):
        before = tokens[index - 1].key if index else ""
        return THRESHOLD if before in TITLES | RANKS | KIN else 0.97
    if _DERIVED.search(token.key):
        return 0.9
    if starts_sentence(tokens, index) or _in_title_case(tokens, index):
        return 0.5
    # A capital in mid-sentence on a word of no list has few reasons other than a name.
    return THRESHOLD / 2 if not lists_of(token.key) and token.text.istitle() else THRESHOLD


def _in_title_case(tokens: Sequence[Token], index: int) -> bool:
    """Whether the words on both sides are capitalised words that are no names: a heading."""
    beside = [tokens[i] for i in (index - 1, index + 1) if 0 <= i < len(tokens)]
    return any(t.capitalised and "common" in lists_of(t.key) for t in beside)


def _ruled_out(view: View, index: int, rule: str) -> bool:
    tokens, conventions = view.tokens, view.conventions
    token = tokens[index]
    if conventions.is_cited(token.start, token.end):
        return True
    if view.is_dated(token.start):
        return True  # the Eve of Christmas, and April the third
    if token.key in conventions.authors and index and tokens[index - 1].key in _LEARNED:
        return True
    if token.key in conventions.declared and rule not in {"title", "full_name"}:
        return True
    cited = token.key in conventions.authors and rule in {"model", "given_name", "given_name_acts"}
    if cited and (is_scholarly(view.after(token.stem_end, 40)) or not _family_like(tokens, index)):
        return True
    if rule == "full_name" and _cited_in_full(view, index):
        return True
    alone = rule in {"model", "given_name", "given_name_acts"} and not (
        index and tokens[index - 1].capitalised and "given" in lists_of(tokens[index - 1].key)
    )
    definite = bool(index) and tokens[index - 1].key in {"the", "by", "since", "following"}
    return alone and names_a_thing(view.text[token.stem_end : token.stem_end + 40], definite)


def _cited_in_full(view: View, index: int) -> bool:
    """Whether a given name stands before a cited surname that does what authors do."""
    after = view.tokens[index + 1] if index + 1 < len(view.tokens) else None
    return (
        after is not None
        and after.gap == " "
        and after.key in view.conventions.authors
        and is_scholarly(view.after(after.stem_end, 40))
    )


def _listed(token: Token) -> bool:
    return bool({"given", "surname"} & set(lists_of(token.key)))


def _family_like(tokens: Sequence[Token], index: int) -> bool:
    """A cited surname used as somebody's given name is somebody."""
    found = lists_of(tokens[index].key)
    return "given" in found and "surname" not in found


_OFTEN = 3


def _changed_names(view: View, scores: dict[int, tuple[float, str]]) -> frozenset[str]:
    """First names that a document which "changed the names" uses again and again, alone.

    A real name that slipped through stands once or twice, or with a surname or a title.
    """
    alone: dict[str, int] = {}
    full: set[str] = set()
    for run in _joined(view.tokens, scores):
        keys = [view.tokens[i].key for i in run]
        if len(run) > 1 or scores[run[0]][1] in {"title", "rank", "full_name"}:
            full.update(keys)
        else:
            alone[keys[0]] = alone.get(keys[0], 0) + 1
    return frozenset(key for key, count in alone.items() if count >= _OFTEN) - full


def _joined(tokens: Sequence[Token], scores: dict[int, tuple[float, str]]) -> Iterator[list[int]]:
    """Runs of name tokens that make one mention."""
    run: list[int] = []
    for index in sorted(scores):
        if run and _continues(tokens, run[-1], index):
            run.extend(range(run[-1] + 1, index + 1))
        else:
            if run:
                yield run
            run = [index]
    if run:
        yield run


def _continues(tokens: Sequence[Token], last: int, index: int) -> bool:
    between = tokens[last + 1 : index]
    if len(tokens[last].key) < len(tokens[last].text):  # a possessive ends a mention
        return False
    if "\n" in tokens[index].gap or any("\n" in t.gap for t in between):
        first, second = lists_of(tokens[last].key), lists_of(tokens[index].key)
        return not between and "given" in first and "surname" in second and index == last + 1
    if any(len(t.gap) > 1 for t in [*between, tokens[index]]):
        return False
    if not between:
        return True
    texts = [t.text for t in between]
    if texts == ["-"]:
        return True
    if texts == [","]:  # MACLEOD, Kirsty
        return tokens[last].text.isupper() and len(tokens[last].text) > 2
    if len(texts) <= 2 and texts[0].isalpha():
        initial = len(texts[0]) == 1 and texts[1:] in ([], ["."])
        linked = texts[0].lower() in PARTICLES | {"a"} and texts[1:] in ([], ["-"], ["'"])
        return initial or linked
    return False


def _widened(tokens: Sequence[Token], run: list[int]) -> tuple[int, int]:
    """First and last token of a mention with its title, family word and initials."""
    first, last = run[0], run[-1]
    while first > 0 and "\n" not in tokens[first].gap:
        before = tokens[first - 1]
        dotted = before.text == "." and first > 1
        word = tokens[first - 2] if dotted else before
        beside = dotted or tokens[first].gap == " "
        lead = word.key in TITLES | RANKS | KIN and word.capitalised
        short = len(word.text) == 1 or (len(word.text) < 4 and word.key not in ACRONYMS)
        initial = short and word.text.isupper() and word.key not in {"i", "a"}
        initial = initial or (dotted and len(word.text) == 1 and word.text.isupper())
        # "aged 12F" ends in a letter that is nobody's initial.
        opened = first > 1 and tokens[first - 2 - dotted].text in {"(", "[", '"'}
        initial = initial and (bool(word.gap) or word.start == 0 or opened)
        if not (beside and (lead or initial)) or tokens[first].gap.startswith("  "):
            break
        first -= 2 if dotted else 1
    final = last + 1 < len(tokens) and tokens[last + 1].gap == " " and tokens[last + 1]
    if final and len(final.text) == 1 and final.text.isupper() and final.text not in "I":
        last += 1
    return first, last


def recognise(view: View) -> Iterator[Candidate]:
    """Mentions of people in ``view``, with their titles, without the possessive ending."""
    tokens = view.tokens
    scores = token_scores(view)
    changed = _changed_names(view, scores) if view.conventions.all_changed else frozenset()
    for run in _joined(tokens, scores):
        named = [scores[i] for i in run if i in scores]
        score, rule = max(named)
        if len(run) == 1 and rule == "model" and not _worth_it(tokens, run[0], score):
            continue
        if len(run) == 1 and tokens[run[0]].key in changed:
            continue
        first, last = _widened(tokens, run)
        yield Candidate(
            IdentifierType.PERSON,
            tokens[first].start,
            tokens[last].stem_end,
            round(score, 3),
            f"person.{rule}",
        )


def _worth_it(tokens: Sequence[Token], index: int, score: float) -> bool:
    """A lone ordinary word that opens a sentence must be surer than the rest."""
    token = tokens[index]
    found = lists_of(token.key)
    if "common" in found and (starts_sentence(tokens, index) or token.text.isupper()):
        return score >= 0.7 + 0.15 * token.text.isupper()
    if "word" in found and starts_sentence(tokens, index):
        return score >= 0.6
    if not token.capitalised:
        return score >= 0.5
    return token.key not in _HEADINGS
