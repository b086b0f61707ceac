"""What needs no model: titles, full names, names that are words by what is said of them."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.identifiers.people.features import lists_of, starts_sentence
from nlp.identifiers.people.words import (
    FIRM_WORD_NAMES,
    FORMS_OF_ADDRESS,
    KIN,
    MONTHS,
    RANKS,
    SOFT_WORD_NAMES,
    SPEECH,
    STATES,
    TITLES,
)
from nlp.identifiers.tokens import Token
from nlp.identifiers.word_lists import word_set

_MODALS = frozenset({"will", "would", "can", "may", "might", "is", "was", "has", "had"})
_BETWEEN = frozenset({"been", "not", "also", "then", "still", "always", "often", "never", "being"})
_OF_PEOPLE = word_set(
    """
    admitted afraid aged angry arrested asleep awake born bruised collected crying detained
    discharged distressed drunk examined frightened hurt hungry immunised injured interviewed
    missing pregnant removed safe screaming sedated shouting sleeping sobbing spoken staying tearful
    thirsty tired unconscious unwell upset vaccinated weighed well
    """
)


def key_is_soft(key: str) -> bool:
    """Whether the word is one that people are also called: Comfort, Hope, Will."""
    return key in SOFT_WORD_NAMES or key in FIRM_WORD_NAMES


def rule_score(tokens: Sequence[Token], index: int) -> tuple[float, str]:
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
        ranked = before.key in RANKS and before.capitalised
        ranked = ranked and (not common or key_is_soft(token.key))
        named = "given" in found or "surname" in found or before.text.isupper()
        if ranked and named and "acronym" not in found:
            return 0.92, "rank"
        if before.key in KIN and before.capitalised and "given" in found and not common:
            return 0.9, "kin"
    if _filed(tokens, index):
        return 0.85, "surname_first"
    if _double_name(tokens, index):
        return 0.8, "double_name"
    clear_given = "given" in found and not common and "word" not in found and "place" not in found
    if after is not None and _full_name(token, after):
        return (0.8 if common else 0.95), "full_name"
    if before is not None and _full_name(before, token):
        return (0.8 if "common" in lists_of(before.key) else 0.95), "full_name"
    if clear_given and "area" not in found and len(token.key) > 2:
        return 0.8, "given_name"
    unlisted = not found and starts_sentence(tokens, index) and len(token.key) > 3
    if unlisted and after is not None and after.key in SPEECH and token.text.istitle():
        return 0.55, "unlisted_acts"
    if before is not None and _family_of(before, token):
        return 0.6, "family"
    if _before_an_initial(tokens, index):
        return 0.6, "initial_follows"
    return _word_name(tokens, index)


def _family_of(before: Token, token: Token) -> bool:
    """Whether a surname stands for the whole family: “placed with the Lamonts”."""
    singular = token.key[:-2] if token.key.endswith(("ses", "xes", "zes")) else token.key[:-1]
    found = set(lists_of(singular))
    return (
        before.key == "the"
        and token.gap == " "
        and token.text.istitle()
        and token.key.endswith("s")
        and len(singular) > 3
        and "surname" in found
        and not found & {"common", "place", "area", "word"}
        and "common" not in lists_of(token.key)
    )


def _before_an_initial(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word on no list of words stands as a list of those present has it: “Pike R,”."""
    token = tokens[index]
    found = set(lists_of(token.key))
    if not token.text.istitle() or len(token.key) < 4 or found - {"surname"}:
        return False
    if index + 2 >= len(tokens):
        return False
    initial, end = tokens[index + 1], tokens[index + 2]
    alone = len(initial.text) == 1 and initial.text.isupper() and initial.gap == " "
    return alone and (end.text in ",.;:)" or end.key in {"and", "or"})


def _said_of_people(tokens: Sequence[Token], index: int) -> bool:
    """Whether what is said next is said of people: “Hope was asleep”, “Joy had been crying”."""
    rest = [token.key for token in tokens[index + 1 : index + 5]]
    told = next((key for key in rest if key not in STATES | _BETWEEN), "")
    return told in _OF_PEOPLE


def _filed(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token is filed as records and file names are: MACLEOD, Kirsty; Macleod_Kirsty."""
    token = tokens[index]
    found = lists_of(token.key)
    if not {"given", "surname"} & set(found) or "common" in found:
        return False
    if any(tokens[i].text == "_" for i in (index - 1, index + 1) if 0 <= i < len(tokens)):
        return True
    if not token.text.isupper() or index + 2 >= len(tokens) or tokens[index + 1].text != ",":
        return False
    return tokens[index + 2].capitalised and "given" in lists_of(tokens[index + 2].key)


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
    if after is not None and after.key in STATES and _said_of_people(tokens, index):
        return 0.6, "word_name"
    if key == "will" and after is not None and after.text in _MODALS:
        return 0.7, "word_name"
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
    # A clear first name lends its neighbour on no list the standing of a surname.
    clear = "given" in leads and not {"common", "word", "place", "area"} & set(leads)
    if clear and not follows and second.text.istitle() and second.gap == " ":
        return True
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
