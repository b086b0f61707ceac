"""All facts about a review that its text states, best passage first for each field."""

from __future__ import annotations

from collections.abc import Callable

from nlp.documents.model import Document
from nlp.segments.model import Proposal
from nlp.segments.review.circumstances import (
    read_circumstances,
    read_proceedings,
    read_publication,
)
from nlp.segments.review.committees import read_committee
from nlp.segments.review.decisions import read_decision
from nlp.segments.review.kinds import read_methodology, read_title, read_type
from nlp.segments.review.material import Material
from nlp.segments.review.people import read_involvement, read_reviewers
from nlp.segments.review.timeline import read_dates

_READERS: tuple[Callable[[Material], list[Proposal]], ...] = (
    read_type,
    read_methodology,
    read_committee,
    read_title,
    read_dates,
    read_reviewers,
    read_involvement,
    read_proceedings,
    read_circumstances,
    read_decision,
    read_publication,
)
_PER_FIELD = 3


def read_facts(document: Document, *, findings_from: int | None = None) -> tuple[Proposal, ...]:
    """At most three proposals a field, the most trusted first; the same value once.

    ``findings_from`` is the offset of the first finding, where the account of the case ends.
    A field that the text does not speak of has no proposal: silence is never read as "no".
    """
    material = Material(document, findings_from)
    kept: dict[str, list[Proposal]] = {}
    for read in _READERS:
        for proposal in read(material):
            held = kept.setdefault(proposal.field, [])
            if len(held) < _PER_FIELD and all(p.value != proposal.value for p in held):
                held.append(proposal)
    return tuple(proposal for held in kept.values() for proposal in held)
