"""People: the trained model, the rules it is not needed for, and what the document rules out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.people.conventions import is_scholarly, names_a_thing
from nlp.identifiers.people.features import lists_of, starts_sentence
from nlp.identifiers.people.words import (
    ACRONYMS,
    CONVENTIONS,
    FIRM_WORD_NAMES,
    FORMS_OF_ADDRESS,
    KIN,
    MONTHS,
    PARTICLES,
    RANKS,
    SOFT_WORD_NAMES,
    SPEECH,
    STATES,
    TITLES,
    WEEKDAYS,
)
from nlp.identifiers.tokens import Token
from nlp.identifiers.view import View

THRESHOLD = 0.4
"""Probability at which the model's word is taken; set on the voices held out in training."""

_NEVER = MONTHS - {"may", "june", "april", "august", "jan", "mar", "dec"} | WEEKDAYS
_NICKNAME = re.compile(
    r"\b(?:known (?:to \w+ )?(?:only )?as|called|nicknamed|goes by|went by|nickname (?:is|was|"
    r"of)|aka|"
    r"a\.k\.a\.|alias|answers to|friend|boyfriend|girlfriend|partner|son|daughter|brother|sister|"
    r"uncle|aunt|man|woman|boy|girl|male|female|dealer|mate|cousin|neighbour)(?: (?:named|called|"
    r"known as|the name(?: of)?))?,? (?:[\"']([A-Z][\w'-]{1,15}(?: [A-Z][\w'-]{1,15})?)[\"']"
    r"|(?<=as |by |ed |is |ka |of )([A-Z][a-z][\w-]{1,15}(?: [A-Z][\w-]{2,15})?)(?! [A-Z]\b))"
)
_FILED = re.compile(r"(?m)^([A-Z][A-Za-z'-]{2,}), ([A-Z][a-z]+)(?: [A-Z]\.?)?$")
_OTHER_SCRIPT = re.compile(
    r"[\u0370-\u03ff\u0400-\u04ff\u0530-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u1200-\u137f\u3040-\u30ff"
    r"\u3400-\u9fff\uac00-\ud7af]+(?:[ ·][^\x00-\u036f\s]+)*"
)
_GRAMMAR = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "it",
        "he",
        "she",
        "they",
        "his",
        "her",
        "their",
        "in",
        "on",
        "at",
        "to",
    ]
)
_HEADINGS = frozenset(
    ["analysis", "findings", "finding", "summary", "appendix", "recommendation", "methodology"]
)


def _by_convention(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token is the letter of a pseudonym (Child A, Ms Y) or its noun."""
    token = tokens[index]
    if len(token.key) == 1:
        return True
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return token.key in CONVENTIONS and after is not None and len(after.text) == 1


def _rule_score(tokens: Sequence[Token], index: int) -> tuple[float, str]:
    """What the plain rules say of one capitalised token."""
    token = tokens[index]
    found = lists_of(token.key)
    before = tokens[index - 1] if index else None
    if before is not None and before.text == "." and index > 1 and not token.gap.count("\n"):
        before = tokens[index - 2] if tokens[index - 2].key in TITLES | RANKS else before
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    common = "common" in found
    if before is not None and "\n" not in token.gap:
        formal = before.key in FORMS_OF_ADDRESS
        if before.key in TITLES and before.capitalised and (formal or not _is_role_noun(token)):
            return 0.96, "title"
        ranked = before.key in RANKS and before.capitalised and not common
        named = "given" in found or "surname" in found or before.text.isupper()
        if ranked and named and "acronym" not in found:
            return 0.92, "rank"
        if before.key in KIN and before.capitalised and "given" in found and not common:
            return 0.9, "kin"
    if _double_name(tokens, index):
        return 0.8, "double_name"
    clear_given = "given" in found and not common and "word" not in found and "place" not in found
    if after is not None and _full_name(token, after):
        return (0.8 if common else 0.95), "full_name"
    if before is not None and _full_name(before, token):
        return (0.8 if "common" in lists_of(before.key) else 0.95), "full_name"
    if clear_given and "area" not in found and len(token.key) > 2:
        return 0.8, "given_name"
    return _word_name(tokens, index)


def _double_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token is half of a hyphenated name of which one half is known: Ka-Ming."""
    for step in (1, -1):
        mark, other = index + step, index + 2 * step
        if not 0 <= other < len(tokens) or tokens[mark].text != "-":
            continue
        if tokens[max(mark, index)].gap or tokens[max(mark, other)].gap:
            continue
        halves = [set(lists_of(tokens[i].key)) for i in (index, other)]
        known = any("given" in half for half in halves)
        if tokens[other].capitalised and known and not any("common" in half for half in halves):
            return True
    return False


def _stands_alone(tokens: Sequence[Token], index: int) -> bool:
    """Whether a capital in mid-sentence has no other reason: no heading, no capitals beside it."""
    if starts_sentence(tokens, index) or "\n" in tokens[index].gap:
        return False
    beside = [tokens[i] for i in (index - 1, index + 1) if 0 <= i < len(tokens)]
    return not any(t.capitalised and len(t.text) > 1 for t in beside) and not any(
        t.text in {'"', "'", ":"} or t.text.isdigit() for t in beside
    )


def _word_name(tokens: Sequence[Token], index: int) -> tuple[float, str]:
    """A name that is a word, by what is said of it: "Mark told the nurse", "Rose's room"."""
    token = tokens[index]
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    key = token.key
    firm = key in FIRM_WORD_NAMES
    if not firm and key not in SOFT_WORD_NAMES:
        known = "given" in lists_of(key) and "common" not in lists_of(key)
        if known and after is not None and after.key in SPEECH:
            return 0.55, "given_name_acts"
        return 0.0, ""
    if len(key) < len(token.text) and (firm or key not in MONTHS | {"summer", "autumn", "winter"}):
        return 0.65, "word_name"
    if after is not None and after.key in SPEECH and (firm or after.key not in STATES):
        return 0.65, "word_name"
    seasonal = key in MONTHS or key in {"summer", "autumn", "winter", "king", "prince", "duke"}
    if not seasonal and _stands_alone(tokens, index):
        return 0.6, "word_name_inside"
    return 0.0, ""


def _full_name(first: Token, second: Token) -> bool:
    """Whether two neighbours read as a given name and a surname."""
    if not (first.capitalised and second.capitalised and second.gap in {" ", "\n"}):
        return False
    if len(first.key) < len(first.text):
        return False
    leads, follows = lists_of(first.key), lists_of(second.key)
    if "given" not in leads or "surname" not in follows:
        return False
    if first.key in MONTHS:  # "May Firth": no month is followed by a bare surname
        return second.gap == " " and not {"month", "title", "kin", "place"} & set(follows)
    if "common" in follows:
        return "common" not in leads and "word" not in leads and second.gap == " "
    # "Will Campbell" is a man; "May Hill" may be a month and a place.
    return "common" not in leads or second.gap == " "


def _is_role_noun(token: Token) -> bool:
    """Whether the title before ``token`` is part of a thing: Sheriff Court, Lord Advocate."""
    found = lists_of(token.key)
    return "common" in found and "given" not in found and "surname" not in found


def token_scores(view: View) -> dict[int, tuple[float, str]]:
    """Score and rule of every token that names a person, before runs are joined."""
    tokens = view.tokens
    judged, blocked = view.judged, view.blocked
    scores: dict[int, tuple[float, str]] = {}
    for index, (probability, _) in judged.items():
        token = tokens[index]
        if index in blocked or token.key in _NEVER or _by_convention(tokens, index):
            continue
        if token.text.isupper() and token.key in ACRONYMS:
            continue
        needed = _threshold(tokens, index)
        score, rule = (probability, "model") if probability >= needed else (0.0, "")
        if token.capitalised:
            ruled = _rule_score(tokens, index)
            if ruled[0] > score:
                score, rule = ruled
        if score and not _ruled_out(view, index, rule):
            scores[index] = (score, rule)
    return scores


def _threshold(tokens: Sequence[Token], index: int) -> float:
    """How sure the model must be of one token."""
    token = tokens[index]
    found = lists_of(token.key)
    follows = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.key in MONTHS and not (follows and follows.capitalised and follows.gap == " "):
        return 0.85
    if token.text.isupper() and 1 < len(token.text) < 6 and not {"given", "surname"} & set(found):
        before = tokens[index - 1].key if index else ""
        return THRESHOLD if before in TITLES | RANKS | KIN else 0.97
    return THRESHOLD


def _ruled_out(view: View, index: int, rule: str) -> bool:
    tokens, conventions = view.tokens, view.conventions
    token = tokens[index]
    if conventions.is_cited(token.start, token.end):
        return True
    if token.key in conventions.declared and rule not in {"title", "full_name"}:
        return True
    cited = token.key in conventions.authors and rule in {"model", "given_name", "given_name_acts"}
    if cited and (is_scholarly(view.after(token.stem_end, 40)) or not _family_like(tokens, index)):
        return True
    alone = rule in {"model", "given_name", "given_name_acts"} and not (
        index and tokens[index - 1].capitalised and "given" in lists_of(tokens[index - 1].key)
    )
    definite = bool(index) and tokens[index - 1].key in {"the", "by", "since", "following"}
    return alone and names_a_thing(view.text[token.stem_end : token.stem_end + 40], definite)


def _family_like(tokens: Sequence[Token], index: int) -> bool:
    """A cited surname used as somebody's given name is somebody."""
    found = lists_of(tokens[index].key)
    return "given" in found and "surname" not in found


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
        initial = initial and (bool(word.gap) or word.start == 0)
        if not (beside and (lead or initial)) or tokens[first].gap.startswith("  "):
            break
        first -= 2 if dotted else 1
    final = last + 1 < len(tokens) and tokens[last + 1].gap == " " and tokens[last + 1]
    if final and len(final.text) == 1 and final.text.isupper() and final.text not in "I":
        last += 1
    return first, last


def _introduced(view: View) -> Iterator[Candidate]:
    """Nicknames and foreign-script names, by how they are introduced or written."""
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


def recognise(view: View) -> Iterator[Candidate]:
    """Mentions of people in ``view``, with their titles, without the possessive ending."""
    yield from _introduced(view)
    tokens = view.tokens
    scores = token_scores(view)
    for run in _joined(tokens, scores):
        named = [scores[i] for i in run if i in scores]
        score, rule = max(named)
        if len(run) == 1 and rule == "model" and not _worth_it(tokens, run[0], score):
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
