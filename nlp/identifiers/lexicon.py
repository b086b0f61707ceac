"""The lists the engine knows: names by origin, places, words, organisations. Read once."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from nlp.identifiers.folding import fold
from nlp.identifiers.phrases import Phrases

_LISTS = Path(__file__).parent / "lists"


def _lines(name: str) -> list[str]:
    text = (_LISTS / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=4)
def by_origin(name: str) -> dict[str, frozenset[str]]:
    """The words of a name list ("given_names.txt", "surnames.txt") under each origin."""
    found: dict[str, frozenset[str]] = {}
    origin = ""
    for line in _lines(name):
        if line.startswith("["):
            origin = line.strip("[]")
        else:
            words = fold(line).text.lower().split()
            found[origin] = found.get(origin, frozenset()) | frozenset(words)
    return found


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Every given name and short form, in lower case."""
    return frozenset().union(*by_origin("given_names.txt").values())


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Every surname, in lower case."""
    return frozenset().union(*by_origin("surnames.txt").values())


@lru_cache(maxsize=1)
def word_names() -> frozenset[str]:
    """Names that are also words, months, places or roles, in lower case."""
    return frozenset(word.lower() for line in _lines("word_names.txt") for word in line.split())


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Words that reviews write without a capital, in lower case."""
    return frozenset(word for line in _lines("common_words.txt") for word in line.split())


@lru_cache(maxsize=1)
def places() -> Phrases:
    """Villages, islands, towns and districts below council level."""
    names = (p.strip() for line in _lines("places.txt") if line[0] != "[" for p in line.split(","))
    return Phrases(p for p in names if p)


@lru_cache(maxsize=1)
def public_areas() -> Phrases:
    """Council areas, health boards, nations and large cities, which point at no family."""
    return Phrases(_lines("public_areas.txt"))


@lru_cache(maxsize=1)
def agencies() -> Phrases:
    """Organisations, methods, laws and scales that look like names and are not."""
    return Phrases(_lines("agencies.txt"))


@lru_cache(maxsize=8192)
def is_name(key: str) -> bool:
    """Whether ``key`` (lower case) or each part of a double name is a known name."""
    parts = [part for part in re.split(r"[-']", key) if part]
    return bool(parts) and all(p in given_names() or p in surnames() for p in parts)
