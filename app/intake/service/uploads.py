"""Keep an uploaded document and set the pipeline going, in one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.identity.row_security import looking_everywhere
from app.intake.errors import (
    DuplicateElsewhere,
    DuplicateUpload,
    KeyReused,
    UnreadableUpload,
    UploadTooLarge,
    WrongType,
)
from app.intake.models import IdempotencyKey
from app.kit.actors import SYSTEM, Actor
from app.kit.errors import Forbidden
from app.kit.outbox import defer
from app.kit.storage import Storage, Stored, TooManyBytes
from app.reviews.access import visible_reviews, works_on
from app.reviews.errors import NotInState
from app.reviews.models import Document, DocumentState, Review, State, StepState
from app.reviews.models.lifecycle import REPROCESSED
from app.reviews.repository import Reviews
from app.reviews.schemas import Metadata
from app.reviews.service.drafts import begin_review
from app.reviews.service.progress import lay_out_steps, steps_of
from nlp.documents import (
    DocumentTooLarge,
    Limits,
    UnreadableDocument,
    UnsupportedType,
    read_document,
)

MEGABYTE = 1 << 20
CHECKED_AT_ONCE = 25 * MEGABYTE
"""Up to this size the file is read while the uploader waits, so that a bad one is refused
at once. A larger one is read by the job, which returns the review with the same message."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A document as it arrives. ``filename`` is what the sender calls it."""

    content: BinaryIO
    filename: str


def upload_review(
    session: Session,
    storage: Storage,
    sent: Metadata,
    upload: Upload,
    *,
    by: Actor,
    at: datetime,
    limit_mb: int,
    idempotency_key: str | None = None,
) -> Review:
    """Open a review with its document and hand it to the pipeline (unless it is a draft).

    The same key with the same content gives the review of the first time. Raises
    InvalidMetadata, Forbidden, WrongType, UnreadableUpload, UploadTooLarge,
    DuplicateUpload or KeyReused; then nothing is kept but the unreferenced bytes, which a
    periodic sweep removes.
    """
    stored = keep(storage, upload, limit_mb=limit_mb)
    fingerprint = _fingerprint(sent, stored)
    if idempotency_key:
        earlier = _answered_before(session, by, idempotency_key, fingerprint)
        if earlier is not None:
            return earlier
    refuse_unreadable(storage, stored, upload.filename, limit_mb=limit_mb)
    refuse_duplicate(session, stored, by=by)
    review = begin_review(session, sent, by=by, at=at)
    document = attach(session, review, stored, upload.filename, by=by, at=at)
    if idempotency_key:
        session.add(
            IdempotencyKey(
                actor_id=by.id, key=idempotency_key, fingerprint=fingerprint, review_id=review.id
            )
        )
    if not sent.draft:
        hand_over(session, review, document, by=by, at=at)
    return review


def submit_review(session: Session, reference: str, *, by: Actor, at: datetime) -> Review:
    """Hand a draft, or a review that was returned, over to the pipeline.

    Raises ReviewNotFound, NotInState, Forbidden, or UnreadableUpload when no document has
    been uploaded yet.
    """
    review = Reviews(session, by).get_for_update(reference)
    _require_own(review, by)
    document = current_document(session, review)
    if document is None:
        raise UnreadableUpload(
            f"Upload the report first: post it to /v1/reviews/{reference}/versions.",
            code="no_document",
        )
    hand_over(session, review, document, by=by, at=at)
    return review


def upload_version(
    session: Session,
    storage: Storage,
    reference: str,
    upload: Upload,
    *,
    by: Actor,
    at: datetime,
    limit_mb: int,
) -> Review:
    """Replace a review's document by a new version; the earlier one is kept as superseded.

    Reading starts afresh unless the review is a draft. Raises as ``upload_review`` does.
    """
    review = Reviews(session, by).get_for_update(reference)
    _require_own(review, by)
    if review.state not in REPROCESSED:
        raise NotInState(reference, state=review.state, wanted="a new version")
    stored = keep(storage, upload, limit_mb=limit_mb)
    refuse_unreadable(storage, stored, upload.filename, limit_mb=limit_mb)
    refuse_duplicate(session, stored, by=by)
    document = attach(session, review, stored, upload.filename, by=by, at=at)
    if review.state is State.DRAFT:
        return review
    if review.state is not State.RETURNED:
        review.return_with("A new version of the document was sent.")
    hand_over(session, review, document, by=by, at=at)
    return review


def keep(storage: Storage, upload: Upload, *, limit_mb: int) -> Stored:
    """Put the bytes into storage. Raises UploadTooLarge, or UnreadableUpload for no bytes."""
    try:
        stored = storage.put(upload.content, limit=limit_mb * MEGABYTE)
    except TooManyBytes as error:
        raise UploadTooLarge(limit_mb) from error
    if stored.size == 0:
        raise UnreadableUpload(
            "The file is empty. Check that it was saved and choose it again.", code="empty_file"
        )
    return stored


def refuse_unreadable(storage: Storage, stored: Stored, filename: str, *, limit_mb: int) -> None:
    """Read the file now and refuse it with the reader's own sentence when that fails."""
    if stored.size > CHECKED_AT_ONCE:
        return
    try:
        read_document(storage.path(stored.sha256), filename=filename, limits=limits(limit_mb))
    except UnsupportedType as error:
        raise WrongType(str(error)) from error
    except DocumentTooLarge as error:
        raise UnreadableUpload(str(error), code=error.code) from error
    except UnreadableDocument as error:
        raise UnreadableUpload(str(error), code=error.code) from error


def limits(limit_mb: int) -> Limits:
    """The reader's limits for the service's own limit on uploads."""
    return Limits(file_size=limit_mb * MEGABYTE)


def refuse_duplicate(session: Session, stored: Stored, *, by: Actor) -> None:
    """Refuse bytes that some review holds already, naming it only to those who may see it."""
    same = (
        select(Review)
        .join(Document, Document.review_id == Review.id)
        .where(
            Document.sha256 == stored.sha256,
            Document.state != DocumentState.DESTROYED,
            Review.state != State.WITHDRAWN,
        )
    )
    seen = session.scalar(same.where(visible_reviews(by)).limit(1))
    if seen is not None:
        raise DuplicateUpload(seen.reference)
    with looking_everywhere(session):
        elsewhere = session.scalar(same.with_only_columns(Review.id).limit(1))
    if elsewhere is not None:
        raise DuplicateElsewhere


def attach(
    session: Session, review: Review, stored: Stored, filename: str, *, by: Actor, at: datetime
) -> Document:
    """Make the stored bytes the current document of the review."""
    earlier = current_document(session, review)
    number = session.scalar(
        select(func.max(Document.version)).where(Document.review_id == review.id)
    )
    if earlier is not None:
        earlier.state = DocumentState.SUPERSEDED
        session.flush()
    document = Document(
        review_id=review.id,
        version=(number or 0) + 1,
        supersedes_id=earlier.id if earlier else None,
        filename=filename[-200:] or "document",
        sha256=stored.sha256,
        size=stored.size,
        state=DocumentState.CURRENT,
        uploaded_by=by.id,
        uploaded_at=at,
    )
    session.add(document)
    session.flush()
    lay_out_steps(session, document.id)
    audit.record(
        session,
        "document.uploaded",
        review,
        by=by,
        at=at,
        version=document.version,
        sha256=stored.sha256,
        size=stored.size,
    )
    return document


def hand_over(
    session: Session, review: Review, document: Document, *, by: Actor, at: datetime
) -> None:
    """Submit the review and queue its first step. Rolls back as one with the upload.

    A document that has been read goes to people at once.
    """
    review.submit(at, by=by.id)
    audit.record(session, "review.submitted", review, by=by, at=at)
    review.begin_processing()
    session.flush()
    if all(step.state is StepState.DONE for step in steps_of(session, document.id)):
        # Read before: what people corrected and decided since must not be read over.
        review.enter_clearance()
        audit.record(session, "review.read", review, by=SYSTEM, at=at)
        return
    defer(session, "intake:extract", document_id=str(document.id))


def current_document(session: Session, review: Review) -> Document | None:
    """The version in force, if any document was uploaded."""
    return session.scalar(
        select(Document).where(
            Document.review_id == review.id, Document.state == DocumentState.CURRENT
        )
    )


def _require_own(review: Review, by: Actor) -> None:
    if not works_on(by, review):
        raise Forbidden("Only the review's own committee and the stewards may send its document.")


def _fingerprint(sent: Metadata, stored: Stored) -> str:
    return hashlib.sha256(f"{sent.model_dump_json()}{stored.sha256}".encode()).hexdigest()


def _answered_before(session: Session, by: Actor, key: str, fingerprint: str) -> Review | None:
    entry = session.get(IdempotencyKey, (by.id, key))
    if entry is None:
        return None
    if entry.fingerprint != fingerprint:
        raise KeyReused
    return session.get_one(Review, entry.review_id)


def document_of(session: Session, document_id: UUID) -> tuple[Document, Review]:
    """A document and its review, for a job."""
    document = session.get_one(Document, document_id)
    return document, session.get_one(Review, document.review_id)
