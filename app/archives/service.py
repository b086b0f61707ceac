"""Bring an archive in: upload, wait for the pipeline, and with ``accept`` confirm the batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.archives.manifest import Line
from app.clearance.service.clearing import sign_off
from app.clearance.service.decisions import count_unsettled
from app.intake.errors import DuplicateUpload
from app.intake.service.uploads import Upload, current_document, upload_review
from app.kit.actors import Actor
from app.kit.errors import DomainError
from app.kit.storage import Storage
from app.reviews.models import Document, Review, ReviewLink, State
from app.reviews.repository import Reviews
from app.reviews.service.transitions import accept_review
from app.tagging.service.deciding import confirm_batch


class Fate(StrEnum):
    """What became of one line of the manifest."""

    UPLOADED = "uploaded"
    KNOWN = "already here"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Imported:
    """One line's outcome. ``reason`` says why a file was refused."""

    line: Line
    fate: Fate
    reference: str | None
    reason: str = ""


def import_line(
    session: Session, storage: Storage, line: Line, *, by: Actor, at: datetime, limit_mb: int
) -> Imported:
    """Upload one file of the archive. A file that is here already is left as it is.

    A refused file is reported, not raised: the others go on. The caller commits each line
    by itself, so an interrupted import is resumed by running it again.
    """
    try:
        with line.path.open("rb") as content, session.begin_nested():
            review = upload_review(
                session,
                storage,
                line.metadata,
                Upload(content, line.path.name),
                by=by,
                at=at,
                limit_mb=limit_mb,
            )
    except DuplicateUpload as duplicate:
        return Imported(line, Fate.KNOWN, duplicate.reference)
    except DomainError as error:
        return Imported(line, Fate.REFUSED, None, str(error))
    return Imported(line, Fate.UPLOADED, review.reference)


def link_lines(session: Session, imported: list[Imported]) -> int:
    """Tie initial reviews to the ones they led to, as the manifest says; returns how many."""
    references = {each.line.path.name: each.reference for each in imported if each.reference}
    known = select(Review.reference, Review.id).where(Review.reference.in_(references.values()))
    ids = dict(session.execute(known).all())
    made = 0
    for each in imported:
        other = references.get(each.line.leads_to)
        if each.reference is None or other is None:
            continue
        made += _link(session, ids[each.reference], ids[other])
    return made


def _link(session: Session, earlier: UUID, later: UUID) -> bool:
    known = session.scalar(
        select(ReviewLink.id).where(
            ReviewLink.from_id == earlier, ReviewLink.to_id == later, ReviewLink.kind == "led_to"
        )
    )
    if known is None:
        session.add(ReviewLink(from_id=earlier, to_id=later, kind="led_to"))
    return known is None


@dataclass(frozen=True, slots=True)
class Accepted:
    """Where a review of the batch stands after one steward answered for it."""

    reference: str
    state: str
    unsettled: int = 0
    reason: str = ""


def accept_imported(session: Session, reference: str, *, by: Actor, at: datetime) -> Accepted:
    """Clear, confirm and accept one imported review, as far as its state allows.

    A document with unsettled identifiers stays in clearance: no batch waives that. Running
    it again on an accepted review changes nothing.
    """
    review = Reviews(session, by).get_for_update(reference)
    if review.state is State.CLEARANCE:
        document = current_document(session, review)
        unsettled = count_unsettled(session, document.id) if document is not None else 0
        if unsettled:
            return Accepted(reference, review.state, unsettled)
        sign_off(session, reference, by=by, at=at, batch=True)
    try:
        if review.state is State.CONFIRMATION:
            confirm_batch(session, review, by=by, at=at)
            accept_review(session, reference, by=by, at=at, batch=True)
    except DomainError as error:
        return Accepted(reference, review.state, reason=str(error))
    return Accepted(reference, review.state)


def still_reading(session: Session, references: list[str]) -> int:
    """How many of these reviews the pipeline has not finished with."""
    states = session.scalars(select(Review.state).where(Review.reference.in_(references)))
    return sum(state in {State.SUBMITTED, State.PROCESSING} for state in states)


def unread(session: Session) -> Iterator[UUID]:
    """Documents whose review is still being read, oldest first."""
    yield from session.scalars(
        select(Document.id)
        .join(Review, Review.id == Document.review_id)
        .where(Review.state == State.PROCESSING, Document.state == "current")
        .order_by(Document.uploaded_at)
    )
