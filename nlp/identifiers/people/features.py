"""What the name model sees of a word: its shape, the lists, its neighbours, the document.

A word that is a known name is never a feature by itself, so the model learns how names are
used and not which names its training passages happened to use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.identifiers import lexicon
from nlp.identifiers.people.words import (
    ACRONYMS,
    KIN,
    LOCATIVE,
    MONTHS,
    PARTICLES,
    RANKS,
    RELATIONS,
    SOFT_WORD_NAMES,
    SPEECH,
    TITLES,
    WEEKDAYS,
)
from nlp.identifiers.tokens import Token
from nlp.identifiers.word_lists import word_set

_SENTENCE_ENDS = word_set(
    """
    ! * . : ; ? •
    """
)
_BOUNDARY = "<>"


@lru_cache(maxsize=32768)
def lists_of(key: str) -> tuple[str, ...]:
    """Which closed lists hold the word ``key`` (lower case)."""
    parts = [p for p in key.replace("'", "-").split("-") if p] or [key]
    found: list[str] = []
    for name, words in (
        ("given", lexicon.given_names()),
        ("surname", lexicon.surnames()),
        ("word", lexicon.word_names()),
        ("common", lexicon.common_words()),
        ("title", TITLES),
        ("rank", RANKS),
        ("kin", KIN),
        ("relation", RELATIONS),
        ("month", MONTHS),
        ("weekday", WEEKDAYS),
        ("speech", SPEECH),
        ("locative", LOCATIVE),
        ("acronym", ACRONYMS),
        ("particle", PARTICLES),
    ):
        if key in words or (len(parts) > 1 and all(p in words for p in parts)):
            found.append(name)
    if not found and len(key) > 6 and key.startswith(("abdul", "abdel", "abdal")):
        found.append("given")
    if not found and len(key) > 4 and key[-1] == "s" and key[:-1] in lexicon.given_names():
        found.append("given")  # a possessive typed without its apostrophe
    if key in lexicon.places():
        found.append("place")
    if key in lexicon.public_areas():
        found.append("area")
    return tuple(found)


def _shape(text: str) -> str:
    if text.isdigit():
        return "9"
    if not text[0].isalpha():
        return text[0]
    if text.isupper():
        return "X" if len(text) == 1 else "XX" if len(text) < 4 else "XXX"
    if text[0].isupper():
        return "XxX" if any(c.isupper() for c in text[1:]) else "Xx"
    return "x"


@lru_cache(maxsize=32768)
def _kind(key: str, shape: str) -> str:
    """A word as its neighbours see it: itself when it is ordinary, its class when a name."""
    found = lists_of(key)
    if shape == "9":
        return "9"
    if not key[0].isalpha():
        return key[0]
    if shape != "x" and "common" not in found:
        if "title" in found:
            return "<title>"
        if "given" in found:
            return "<given>"
        if "surname" in found:
            return "<surname>"
        if "place" in found or "area" in found:
            return "<place>"
        if "month" in found or "weekday" in found:
            return "<calendar>"
        return "<capital>"
    return key


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document uses each word: what only the whole text can tell about one mention."""

    lower: frozenset[str]
    """Words that also occur without a capital."""
    inside: frozenset[str]
    """Words that occur with a capital in mid-sentence."""
    titled: frozenset[str]
    """Words that follow a title somewhere."""
    paired: frozenset[str]
    """Words that stand beside a given name or before a surname somewhere."""
    repeated: frozenset[str]
    """Words that occur with a capital three times or more."""


def starts_sentence(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token opens a sentence, a line or a quotation."""
    if index == 0:
        return True
    before = tokens[index - 1]
    if before.text in {'"', "'", "(", "["}:
        return index == 1 or tokens[index - 2].text in _SENTENCE_ENDS
    return before.text in _SENTENCE_ENDS or "\n" in tokens[index].gap


def habits(tokens: Sequence[Token]) -> Habits:
    """Collect the document-wide habits of every word."""
    lower: set[str] = set()
    inside: set[str] = set()
    titled: set[str] = set()
    paired: set[str] = set()
    counts: dict[str, int] = {}
    previous: Token | None = None
    for index, token in enumerate(tokens):
        if not token.text[0].isalpha():
            previous = token
            continue
        if not token.capitalised:
            if token.gap:  # what stands inside an address or a user name says nothing
                lower.add(token.key)
            previous = token
            continue
        counts[token.key] = counts.get(token.key, 0) + 1
        if not starts_sentence(tokens, index):
            inside.add(token.key)
        if previous is not None and previous.text[0].isupper() and "\n" not in token.gap:
            if previous.key in TITLES or previous.key in RANKS:
                titled.add(token.key)
            if "given" in lists_of(previous.key) and "common" not in lists_of(previous.key):
                paired.add(token.key)
            if "surname" in lists_of(token.key) and "common" not in lists_of(token.key):
                paired.add(previous.key)
        previous = token
    repeated = {key for key, count in counts.items() if count >= 3}
    return Habits(*(frozenset(s) for s in (lower, inside, titled, paired, repeated)))


def _at(tokens: Sequence[Token], index: int) -> tuple[str, str]:
    if 0 <= index < len(tokens):
        token = tokens[index]
        return _kind(token.key, _shape(token.text)), _shape(token.text)
    return _BOUNDARY, _BOUNDARY


def candidates(tokens: Sequence[Token]) -> Iterator[int]:
    """Which tokens the model judges: capitalised words, and known names without a capital."""
    for index, token in enumerate(tokens):
        text = token.text
        if not text[0].isalpha():
            continue
        if text[0].isupper():
            yield index
        elif len(text) > 2 and text.isascii():
            found = lists_of(token.key)
            if "given" in found and "common" not in found and token.key not in SOFT_WORD_NAMES:
                yield index


def _neighbour_is_name(tokens: Sequence[Token], index: int) -> list[str]:
    if not 0 <= index < len(tokens):
        return []
    token = tokens[index]
    if not token.text[0].isupper():
        return ["lower"]
    return [name for name in lists_of(token.key) if name in {"given", "surname", "common", "place"}]


def features(tokens: Sequence[Token], index: int, habit: Habits) -> list[str]:
    """The features of one token, as strings; see the module for what they may not say."""
    token = tokens[index]
    key, shape = token.key, _shape(token.text)
    found = lists_of(key)
    before, before_shape = _at(tokens, index - 1)
    after, after_shape = _at(tokens, index + 1)
    second_before, second_after = _at(tokens, index - 2)[0], _at(tokens, index + 2)[0]
    opens = starts_sentence(tokens, index)
    known = "+".join(n for n in found if n in {"given", "surname", "word", "common", "place"})
    out = [
        "bias",
        f"shape={shape}",
        f"known={known}",
        f"known={known}|opens={opens}",
        f"before={before}",
        f"after={after}",
        f"before2={second_before}|{before}",
        f"after2={after}|{second_after}",
        f"around={before}|{after}",
        f"shapes={before_shape}|{shape}|{after_shape}",
        f"length={min(len(key), 8)}",
        f"known={known}|after={after}",
        f"known={known}|before={before}",
    ]
    out += [f"in={name}" for name in found]
    out += [f"previous={n}" for n in _neighbour_is_name(tokens, index - 1)]
    out += [f"next={n}" for n in _neighbour_is_name(tokens, index + 1)]
    if not known or "common" in found:
        out.append(f"word={key}")
    if not found and len(key) > 3:
        out += [f"ends={key[-3:]}", f"ends={key[-2:]}", f"begins={key[:3]}"]
        out.append("unknown")
        out.append(f"unknown|opens={opens}")
    if len(key) < len(token.text):
        out += ["possessive", f"possessive|{known}"]
    out += _document_features(key, known, opens, habit)
    return out


def _document_features(key: str, known: str, opens: bool, habit: Habits) -> list[str]:
    out: list[str] = []
    if key in habit.lower:
        out += ["also_lower", f"also_lower|{known}"]
    if key in habit.inside:
        out += ["capital_inside", f"capital_inside|{known}"]
    elif opens:
        out.append("only_opens")
    if key in habit.titled:
        out.append("titled_somewhere")
    if key in habit.paired:
        out += ["paired_somewhere", f"paired_somewhere|{known}"]
    if key in habit.repeated:
        out.append(f"repeated|{known}")
    return out
