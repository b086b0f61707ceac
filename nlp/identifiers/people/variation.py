"""The same prose with other people in it, so that the model learns use and not names.

The passages are written by hand; what varies is only who and where. One in five names is put
together from halves of two others and stands on no list: the engine must also find those.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from functools import lru_cache

from nlp.identifiers import lexicon
from nlp.identifiers.folding import fold
from nlp.identifiers.marked import Mark, Passage
from nlp.identifiers.model import IdentifierType
from nlp.identifiers.people.words import KIN, PARTICLES, RANKS, TITLES

_UNLISTED = 0.2
_WORDLIKE = 0.1
_WORD = re.compile(r"[^\W\d_]+")
_STARTS = [
    "Ach",
    "Ard",
    "Auchen",
    "Bal",
    "Barr",
    "Blair",
    "Cairn",
    "Carn",
    "Craig",
    "Dal",
    "Drum",
    "Dun",
    "Glen",
    "Inver",
    "Kil",
    "Kin",
    "Loch",
]
_STARTS += [
    "Mill",
    "Muir",
    "Pit",
    "Strath",
    "Tor",
    "Tulli",
    "Wester",
    "Easter",
    "Brae",
    "Burn",
    "Clach",
    "Corrie",
    "Fas",
    "Garv",
    "Led",
]
_ENDS = [
    "aber",
    "allan",
    "beg",
    "bost",
    "burn",
    "bister",
    "dour",
    "drum",
    "ell",
    "garth",
    "gowan",
    "haven",
    "hill",
    "ick",
    "kirk",
    "law",
]
_ENDS += [
    "more",
    "muir",
    "nach",
    "ness",
    "ock",
    "oran",
    "rie",
    "shee",
    "side",
    "ston",
    "tarff",
    "ton",
    "turret",
    "vaich",
    "wick",
    "yre",
]


@lru_cache(maxsize=2)
def _pool(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sorted(names)) for _, names in sorted(lexicon.by_origin(name).items()))


@lru_cache(maxsize=1)
def _wordlike() -> tuple[str, ...]:
    return tuple(sorted(lexicon.word_names() & lexicon.given_names()))


@lru_cache(maxsize=1)
def _places() -> tuple[str, ...]:
    return tuple(sorted(phrase.title() for phrase in lexicon.places().spelled()))


def _draw(chance: random.Random, list_name: str) -> str:
    roll = chance.random()
    if roll < _WORDLIKE and list_name == "given_names.txt":
        return chance.choice(_wordlike())
    origin = chance.choice(_pool(list_name))
    name = chance.choice(origin)
    if roll > 1 - _UNLISTED and len(name) > 3:
        other = chance.choice(origin)
        name = name[: (len(name) + 1) // 2] + other[len(other) // 2 :]
    return name


def _like(name: str, written: str) -> str:
    """``name`` with the case of ``written``."""
    if written.isupper() and len(written) > 1:
        return name.upper()
    if written.islower():
        return name.lower()
    return name.capitalize()


def _person(text: str, chosen: dict[str, str], chance: random.Random) -> str:
    words = list(_WORD.finditer(text))
    kept = TITLES | RANKS | KIN | PARTICLES | {"s", "o", "mc", "snr", "senior", "and", "boss"}
    names = [w for w in words if fold(w.group()).text.lower() not in kept and len(w.group()) > 1]
    out, last = [], 0
    for place, word in enumerate(names):
        key = fold(word.group()).text.lower()
        titled = word.start() > 0 and bool(
            set(text[: word.start()].lower().replace(".", "").split()) & (TITLES | RANKS)
        )
        final = place == len(names) - 1 and (len(names) > 1 or titled)
        if key not in chosen:
            chosen[key] = _draw(chance, "surnames.txt" if final else "given_names.txt")
        out += [text[last : word.start()], _like(chosen[key], word.group())]
        last = word.end()
    return "".join([*out, text[last:]])


def _place(text: str, chosen: dict[str, str], chance: random.Random) -> str:
    if text not in chosen:
        unlisted = chance.choice(_STARTS) + chance.choice(_ENDS)
        chosen[text] = unlisted if chance.random() < 2 * _UNLISTED else chance.choice(_places())
    return chosen[text]


def vary(passage: Passage, seed: int) -> Passage:
    """``passage`` with every person and place exchanged, each consistently, by ``seed``."""
    chance = random.Random(f"{passage.name}-{seed}")  # noqa: S311 - not for secrets
    people: dict[str, str] = {}
    places: dict[str, str] = {}
    pieces: list[str] = []
    marks: list[Mark] = []
    length = last = 0
    for mark in passage.marks:
        text = passage.text[mark.start : mark.end]
        if mark.type == IdentifierType.PERSON:
            text = _person(text, people, chance)
        elif mark.type == IdentifierType.PLACE and " " not in text.strip():
            text = _place(text, places, chance)
        plain = passage.text[last : mark.start]
        pieces += [plain, text]
        start = length + len(plain)
        length = start + len(text)
        marks.append(Mark(mark.type, start, length, mark.entity))
        last = mark.end
    pieces.append(passage.text[last:])
    about: Mapping[str, str] = passage.about
    return Passage(passage.name, "".join(pieces), tuple(marks), about)
