"""Destroying the bytes of what was withdrawn, and ending holds that have run out."""

from __future__ import annotations

from uuid import UUID

from procrastinate import Blueprint, JobContext, RetryStrategy
from sqlalchemy import select

from app.audit import service as audit
from app.kit.actors import SYSTEM
from app.kit.clock import utc_now
from app.kit.jobs import runtime
from app.reviews.models import Document, DocumentState, Review, State
from app.reviews.service.transitions import release_hold

tasks = Blueprint()


@tasks.task(
    name="destroy",
    queue="pipeline",
    retry=RetryStrategy(max_attempts=6, exponential_wait=5),
    pass_context=True,
)
def destroy(context: JobContext, document_id: str) -> None:
    """Remove a withdrawn document's bytes, unless another review holds the same file."""
    house = runtime(context)
    with house.sessions.begin() as session:
        document = session.get_one(Document, UUID(document_id))
        shared = session.scalar(
            select(Document.id).where(
                Document.sha256 == document.sha256, Document.state != DocumentState.DESTROYED
            )
        )
        if shared is None and house.storage.destroy(document.sha256):
            review = session.get_one(Review, document.review_id)
            audit.record(
                session,
                "document.destroyed",
                review,
                by=SYSTEM,
                at=utc_now(),
                sha256=document.sha256,
            )


@tasks.periodic(cron="17 2 * * *")
@tasks.task(name="end_holds", queue="housekeeping", pass_context=True, queueing_lock="end_holds")
def end_holds(context: JobContext, timestamp: int) -> None:
    """Let go on what was held until a day that has come."""
    del timestamp
    with runtime(context).sessions.begin() as session:
        today = utc_now().date()
        over = session.scalars(
            select(Review.reference).where(
                Review.state == State.ON_HOLD, Review.held_until <= today
            )
        ).all()
        for reference in over:
            release_hold(session, reference, by=SYSTEM, at=utc_now())
