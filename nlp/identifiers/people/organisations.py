"""Which words of a text belong to an organisation, a law, a method or a public area."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.identifiers import lexicon
from nlp.identifiers.people.features import lists_of
from nlp.identifiers.people.words import TITLES
from nlp.identifiers.tokens import Token


def blocked_tokens(tokens: Sequence[Token]) -> frozenset[int]:
    """Tokens inside the name of an organisation, a law, a method or a public area."""
    blocked: set[int] = set()
    for phrases in (lexicon.agencies(), lexicon.public_areas()):
        for first, last in phrases.find(tokens):
            if last - first == 1 and _beside_a_name(tokens, first):
                continue
            blocked.update(range(first, last))
    return frozenset(blocked)


def _beside_a_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether a single word stands in a full name ("Angus Petrie", "Mr Stirling")."""
    if index > 0 and tokens[index].gap in {" ", ". "}:
        before = tokens[index - 1]
        found = lists_of(before.key)
        if before.capitalised and (
            before.key in TITLES or ("given" in found and "common" not in found)
        ):
            return True
        if before.text == "." and index > 1 and tokens[index - 2].key in TITLES:
            return True
    if index + 1 < len(tokens) and tokens[index + 1].gap == " ":
        after = tokens[index + 1]
        found = lists_of(after.key)
        return (
            after.capitalised
            and "surname" in found
            and "common" not in found
            and "given" in lists_of(tokens[index].key)
        )
    return False
