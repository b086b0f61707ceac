"""The identifier engine: fold, recognise, reconcile, and point back into the document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from nlp.documents.model import Block, Document, Kind, Where
from nlp.identifiers.consistency import carried_through
from nlp.identifiers.folding import Folded, fold
from nlp.identifiers.misreadings import mend_words
from nlp.identifiers.model import Candidate, Hit, IdentifierType
from nlp.identifiers.overlap import without_overlaps
from nlp.identifiers.recognisers import (
    address,
    case_number,
    chi,
    email,
    event_date,
    gp_practice,
    incident_number,
    nhs_number,
    nickname,
    nino,
    person,
    phone,
    place,
    postcode,
    school,
    social_handle,
    url,
    vehicle,
)
from nlp.identifiers.spoken import spoken_numbers
from nlp.identifiers.view import View

Recogniser = Callable[[View], Iterator[Candidate]]

STRUCTURED: tuple[Recogniser, ...] = (
    chi.recognise,
    nhs_number.recognise,
    nino.recognise,
    phone.recognise,
    email.recognise,
    url.recognise,
    social_handle.recognise,
    postcode.recognise,
    vehicle.recognise,
    incident_number.recognise,
    case_number.recognise,
    event_date.recognise,
    address.recognise,
    school.recognise,
    gp_practice.recognise,
    place.recognise,
    nickname.recognise,
    person.recognise,
)
SPOKEN: tuple[Recogniser, ...] = (
    chi.recognise,
    nhs_number.recognise,
    nino.recognise,
    phone.recognise,
    incident_number.recognise,
    case_number.recognise,
)
"""Recognisers that also look at the text with dictated numbers turned into digits."""

_RUNNING = frozenset({Where.HEADER, Where.FOOTER, Where.PROPERTIES})


def _in_original(folded: Folded, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    for candidate in candidates:
        start, end = folded.original(candidate.start, candidate.end)
        yield Candidate(candidate.type, start, end, candidate.score, candidate.rule)


def _find(text: str) -> list[Candidate]:
    folded = fold(text)
    view = View(mend_words(folded.text))
    found = [c for recognise in STRUCTURED for c in recognise(view)]
    found += carried_through(view, without_overlaps(found))
    candidates = list(_in_original(folded, found))
    spoken = spoken_numbers(folded)
    if spoken is not None:
        heard = View(spoken.text)
        told = [c for recognise in SPOKEN for c in recognise(heard)]
        candidates.extend(_in_original(spoken, told))
    return without_overlaps(candidates)


def scan(document: Document) -> list[Hit]:
    """Residual identifiers in every part of ``document``, in text order, not overlapping.

    Offsets are into ``document.text``. ``where`` and ``page`` are those of the block in
    which the hit starts.
    """
    starts = [block.start for block in document.blocks]
    hits: list[Hit] = []
    for candidate in _find(document.text):
        block = document.blocks[max(0, bisect_right(starts, candidate.start) - 1)]
        # The date printed at the top of each page is the report's own.
        if block.where in _RUNNING and candidate.rule == "date.no_context":
            continue
        hits.append(_hit(document, block, candidate))
    return hits


def _hit(document: Document, block: Block, candidate: Candidate) -> Hit:
    return Hit(
        IdentifierType(candidate.type),
        document.text[candidate.start : candidate.end],
        block.where,
        block.page,
        candidate.start,
        candidate.end,
        round(min(candidate.score, 1.0), 3),
        candidate.rule,
    )


def scan_text(text: str) -> list[Hit]:
    """Residual identifiers in plain text, taken as the body of a document without pages."""
    block = Block(text, Where.BODY, Kind.PARAGRAPH, 0, len(text))
    return scan(Document("text/plain", text, (block,)))
