"""The scan for residual identifiers, as a step of the pipeline."""

from __future__ import annotations

from uuid import UUID

from procrastinate import Blueprint, JobContext, RetryStrategy

from app.clearance.service.scanning import scan_document
from app.intake.service.reading import read_original
from app.intake.service.uploads import document_of
from app.kit.clock import utc_now
from app.kit.jobs import runtime
from app.kit.outbox import defer
from app.reviews.service.progress import begin_step, finish_step

tasks = Blueprint()


@tasks.task(
    name="scan",
    queue="pipeline",
    retry=RetryStrategy(max_attempts=4, exponential_wait=3),
    pass_context=True,
)
def scan(context: JobContext, document_id: str) -> None:
    """Find what may still identify someone."""
    house, key = runtime(context), UUID(document_id)
    with house.sessions.begin() as session:
        if not begin_step(session, key, "scan", at=utc_now()):
            return
    with house.sessions.begin() as session:
        document, _ = document_of(session, key)
        read = read_original(house.storage, document, limit_mb=house.max_upload_mb)
        count = scan_document(session, document, read)
        message = f"{count} to settle." if count else "Nothing that identifies was found."
        finish_step(session, key, "scan", at=utc_now(), message=message)
        defer(session, "intake:segment", document_id=document_id)
