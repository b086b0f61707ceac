"""Scan a document and keep every hit for a person to decide on."""

from __future__ import annotations

from bisect import bisect_right
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.clearance.models import ResidualIdentifier
from app.reviews.models import Document, Passage
from nlp.documents import Document as ReadDocument
from nlp.identifiers import scan

PICTURE = "PICTURE"
"""The type of a page that shows a picture without text: a person has to look at it."""


def scan_document(session: Session, document: Document, read: ReadDocument) -> int:
    """Record the residual identifiers of a document; returns how many.

    Running it again replaces what nobody has decided on yet; decisions stay, and a hit
    that coincides with a decided one is not listed twice.
    """
    session.execute(
        delete(ResidualIdentifier).where(
            ResidualIdentifier.document_id == document.id, ResidualIdentifier.action.is_(None)
        )
    )
    decided = set(
        session.execute(
            select(ResidualIdentifier.start, ResidualIdentifier.end).where(
                ResidualIdentifier.document_id == document.id
            )
        ).all()
    )
    passages = Passages(session, document.id)
    found = [
        ResidualIdentifier(
            document_id=document.id,
            passage_id=passages.at(hit.start),
            type=hit.type,
            text=hit.text,
            place=hit.where,
            page=hit.page,
            start=hit.start,
            end=hit.end,
            score=hit.score,
            rule=hit.rule,
        )
        for hit in scan(read)
        if (hit.start, hit.end) not in decided
    ]
    # Nobody decided on a picture yet when its place is free; a picture has no offsets.
    found += [
        ResidualIdentifier(
            document_id=document.id,
            type=PICTURE,
            text=f"picture on page {page}",
            place="body",
            page=page,
            start=-page,
            end=-page,
            score=0.5,
            rule="page without text",
        )
        for page in read.image_pages
        if (-page, -page) not in decided
    ]
    session.add_all(found)
    session.flush()
    return len(found)


class Passages:
    """Finds the passage that an offset falls into."""

    def __init__(self, session: Session, document_id: UUID) -> None:
        rows = session.execute(
            select(Passage.start, Passage.end, Passage.id)
            .where(Passage.document_id == document_id)
            .order_by(Passage.start)
        ).all()
        self._starts = [row.start for row in rows]
        self._rows = rows

    def at(self, offset: int) -> UUID | None:
        """The id of the passage that holds ``offset``, if one does."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._rows[index].end:
            return None
        key: UUID = self._rows[index].id
        return key
