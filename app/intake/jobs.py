"""The pipeline's own steps: extract text, and cut it into findings. One job a step."""

from __future__ import annotations

from uuid import UUID

from procrastinate import Blueprint, JobContext, RetryStrategy

from app.audit import service as audit
from app.intake.service.reading import extract_passages, read_original, segment_document
from app.intake.service.uploads import document_of
from app.kit.actors import SYSTEM
from app.kit.clock import utc_now
from app.kit.jobs import Runtime, runtime
from app.kit.outbox import defer
from app.reviews.service.progress import begin_step, fail_step, finish_step
from nlp.documents import UnreadableDocument

tasks = Blueprint()
RETRY = RetryStrategy(max_attempts=4, exponential_wait=3)


@tasks.task(name="extract", queue="pipeline", retry=RETRY, pass_context=True)
def extract(context: JobContext, document_id: str) -> None:
    """Read the file into passages. A file that cannot be read returns the review."""
    house, key = runtime(context), UUID(document_id)
    if not _begin(house, key, "extract"):
        return
    try:
        with house.sessions.begin() as session:
            document, _ = document_of(session, key)
            read = read_original(house.storage, document, limit_mb=house.max_upload_mb)
            count = extract_passages(session, document, read)
            pages = f" on {read.pages} pages" if read.pages else ""
            finish_step(
                session, key, "extract", at=utc_now(), message=f"{count} passages{pages} read."
            )
            defer(session, "clearance:scan", document_id=document_id)
    except UnreadableDocument as error:
        return_unreadable(house, key, str(error), error.code)


@tasks.task(name="segment", queue="pipeline", retry=RETRY, pass_context=True)
def segment(context: JobContext, document_id: str) -> None:
    """Cut the text into findings, recommendations and facts about the review."""
    house, key = runtime(context), UUID(document_id)
    if not _begin(house, key, "segment"):
        return
    with house.sessions.begin() as session:
        document, review = document_of(session, key)
        read = read_original(house.storage, document, limit_mb=house.max_upload_mb)
        found = segment_document(session, document, review, read, at=utc_now())
        if found.findings:
            message = f"{found.findings} findings and {found.recommendations} recommendations."
        else:
            message = "No findings could be told apart; mark them by hand."
        finish_step(session, key, "segment", at=utc_now(), message=message)
        defer(session, "tagging:tag", document_id=document_id)


def return_unreadable(house: Runtime, document_id: UUID, message: str, code: str) -> None:
    """Tell the uploader what to do; the bytes stay."""
    with house.sessions.begin() as session:
        _, review = document_of(session, document_id)
        fail_step(session, document_id, "extract", at=utc_now(), message=message, code=code)
        review.return_with(message)
        audit.record(session, "review.returned", review, by=SYSTEM, at=utc_now(), code=code)


def _begin(house: Runtime, document_id: UUID, step: str) -> bool:
    with house.sessions.begin() as session:
        return begin_step(session, document_id, step, at=utc_now())
