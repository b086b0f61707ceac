"""The document as the person who clears it sees it: its words with every span marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clearance.models import ResidualIdentifier, SignOff
from app.clearance.schemas import IdentifierMarked, IdentifierType
from app.clearance.service.decisions import list_identifiers, mark_identifier
from app.kit.actors import Actor
from app.kit.errors import FieldError, Invalid
from app.reviews.models import Document, DocumentState, Review
from app.reviews.repository import Reviews
from app.reviews.service.viewing import view_passages


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``span`` when it may identify somebody."""

    text: str
    span: ResidualIdentifier | None


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A passage in pieces that join to its text."""

    kind: str
    place: str
    page: int | None
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything that clearing one document needs."""

    passages: Sequence[MarkedPassage]
    spans: Sequence[ResidualIdentifier]
    signed_once: bool

    @property
    def unsettled(self) -> int:
        """How many spans have no decision yet."""
        return sum(span.action is None for span in self.spans)

    def alike(self, chosen: ResidualIdentifier) -> int:
        """How many spans have the same type and words, itself included."""
        words = chosen.text.lower()
        return sum(span.type == chosen.type and span.text.lower() == words for span in self.spans)


def open_workbench(session: Session, reference: str, *, by: Actor) -> Workbench:
    """The current document of a review with its spans. Raises ReviewNotFound."""
    spans = list_identifiers(session, reference, by=by)
    passages = view_passages(session, reference, by=by)
    return Workbench(mark_passages(passages, spans), spans, _signed_once(session, reference, by))


def mark_passages(
    passages: Sequence[dict[str, Any]], spans: Sequence[ResidualIdentifier]
) -> list[MarkedPassage]:
    """Cut each passage where a span begins or ends. Of spans that overlap the first counts.

    Passages and spans carry offsets in the document's text and come in its order.
    """
    return [
        MarkedPassage(each["kind"], each["where"], each["page"], list(_pieces(each, spans)))
        for each in passages
    ]


def _pieces(passage: dict[str, Any], spans: Sequence[ResidualIdentifier]) -> Iterator[Piece]:
    start, end, words = passage["start"], passage["end"], passage["text"]
    done = start
    for span in spans:
        if span.end <= done or span.start >= end or span.start < start:
            continue
        if span.start < done:
            continue
        if span.start > done:
            yield Piece(words[done - start : span.start - start], None)
        yield Piece(words[span.start - start : span.end - start], span)
        done = min(span.end, end)
    if done < end:
        yield Piece(words[done - start :], None)


def mark_words(
    session: Session, reference: str, words: str, kind: IdentifierType, *, by: Actor, at: datetime
) -> int:
    """Mark every place where exactly these words stand and nothing is marked yet.

    Returns how many. Raises Invalid when the document does not hold the words.
    """
    passages = view_passages(session, reference, by=by)
    known = [(span.start, span.end) for span in list_identifiers(session, reference, by=by)]
    shape = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)") if words else None
    places = [
        (each["start"] + found.start(), each["start"] + found.end())
        for each in passages
        for found in (shape.finditer(each["text"]) if shape else ())
    ]
    if not places:
        detail = "Enter words exactly as they stand in the document"
        raise Invalid(detail, errors=[FieldError("words", detail, "not_in_document")])
    fresh = [(a, b) for a, b in places if not any(a < end and b > start for start, end in known)]
    for start, end in fresh:
        sent = IdentifierMarked(type=kind, start=start, end=end)
        mark_identifier(session, reference, sent, by=by, at=at)
    return len(fresh)


def _signed_once(session: Session, reference: str, by: Actor) -> bool:
    review: Review = Reviews(session, by).get(reference)
    signed = session.scalar(
        select(SignOff.id)
        .join(Document, Document.id == SignOff.document_id)
        .where(Document.review_id == review.id, Document.state == DocumentState.CURRENT)
        .limit(1)
    )
    return signed is not None
