"""What the harmless details that are left say together, as the workbench shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.clearance.models import Action
from app.clearance.service.workbench import MarkedPassage
from nlp.documents.model import READER_VISIBLE, Where
from nlp.identifiers.jigsaw import THRESHOLD, Detail, assess
from nlp.identifiers.model import Hit, IdentifierType


@dataclass(frozen=True, slots=True)
class Together:
    """The jigsaw risk of the text as others would read it now.

    ``details`` are what is left, the rarest first; ``advice`` the shortest way to bring the
    score down. The score orders texts for a person's attention and proves nothing.
    """

    score: float
    details: Sequence[Detail]
    advice: Sequence[str]

    @property
    def raised(self) -> bool:
        """Whether a person should look again before signing."""
        return self.score >= THRESHOLD

    @property
    def singles_out(self) -> bool:
        """Whether the details together would leave about one family."""
        return self.score >= 1


def assess_together(passages: Sequence[MarkedPassage]) -> Together:
    """Put the passages together as readers would see them and weigh what is left.

    What was removed, generalised or pseudonymised is gone; what was kept, or is not decided
    yet, counts as it stands. Parts of the file that no reader sees do not count.
    """
    parts: list[str] = []
    hits: list[Hit] = []
    at = 0
    for passage in passages:
        if passage.place not in READER_VISIBLE:
            continue
        for piece in passage.pieces:
            words, span = piece.text, piece.span
            if span is not None and span.action not in {None, Action.NOT_AN_IDENTIFIER}:
                words = span.replacement or ""
            elif span is not None and span.type in set(IdentifierType):
                kind = IdentifierType(span.type)
                end = at + len(words)
                hits.append(
                    Hit(kind, words, Where.BODY, passage.page, at, end, span.score, span.rule)
                )
            parts.append(words)
            at += len(words)
        parts.append("\n")
        at += 1
    risk = assess("".join(parts), hits)
    return Together(risk.score, risk.details, risk.advice)
