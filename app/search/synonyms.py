"""What else to look for: the vocabularies' own names for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MOST_VARIANTS = 8
# “Thresholds and referral” names two things; its alternative labels are not synonyms.
_JOINS_TWO = re.compile(r"\band\b|,|/", re.IGNORECASE)


def synonym_sets(concepts: Iterable[tuple[str, Sequence[str]]]) -> list[tuple[str, ...]]:
    """Names of one thing each, from (label, alternative labels) of the concepts."""
    sets = []
    for label, alternatives in concepts:
        if _JOINS_TWO.search(label):
            continue
        names = dict.fromkeys(each.lower() for each in (label, *alternatives))
        if len(names) > 1:
            sets.append(tuple(names))
    return sets


def variants(query: str, sets: Sequence[tuple[str, ...]]) -> list[str]:
    """The query again with each name that it holds exchanged for each of its synonyms.

    At most eight, in the order of the query's words. A word inside a longer quoted phrase is
    left alone: whoever quotes wants those words.
    """
    found: list[tuple[int, str]] = []
    for names in sets:
        for name in sorted(names, key=len, reverse=True):
            match = re.search(rf'"{re.escape(name)}"|\b{re.escape(name)}\b', query, re.IGNORECASE)
            if match is None or query[: match.start()].count('"') % 2:
                continue
            for other in names:
                # A longer name that contains the word is found by the word already.
                if other != name and not re.search(rf"\b{re.escape(name)}\b", other):
                    swapped = f'{query[: match.start()]}"{other}"{query[match.end() :]}'
                    found.append((match.start(), swapped))
            break
    ordered = [words for _, words in sorted(found, key=lambda each: each[0])]
    return list(dict.fromkeys(ordered))[:MOST_VARIANTS]
