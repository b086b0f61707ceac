"""Tagging as the last step of the pipeline: then the review waits for people."""

from __future__ import annotations

from uuid import UUID

from procrastinate import Blueprint, JobContext, RetryStrategy

from app.audit import service as audit
from app.kit.actors import SYSTEM
from app.kit.clock import utc_now
from app.kit.jobs import runtime
from app.reviews.models import State
from app.reviews.service.progress import begin_step, finish_step
from app.tagging.service.replacing import replace_retired
from app.tagging.service.suggesting import review_of, tag_review

tasks = Blueprint()


@tasks.periodic(cron="*/5 * * * *")
@tasks.task(
    name="replace_retired", queue="housekeeping", pass_context=True, lock="tagging:replace_retired"
)
def replace(context: JobContext, timestamp: int) -> None:
    """Code anew, batch by batch, what a new version of a vocabulary has retired."""
    del timestamp
    more = True
    while more:
        with runtime(context).sessions.begin() as session:
            more = replace_retired(session, at=utc_now()) > 0


@tasks.task(
    name="tag",
    queue="pipeline",
    retry=RetryStrategy(max_attempts=4, exponential_wait=3),
    pass_context=True,
)
def tag(context: JobContext, document_id: str) -> None:
    """Suggest tags and hand the review to people."""
    house, key = runtime(context), UUID(document_id)
    with house.sessions.begin() as session:
        if not begin_step(session, key, "tag", at=utc_now()):
            return
    with house.sessions.begin() as session:
        review = review_of(session, key)
        unsure = tag_review(session, review, at=utc_now())
        message = f"Tagged; {unsure} left to a person." if unsure else "Tagged."
        finish_step(session, key, "tag", at=utc_now(), message=message)
        if review.state is State.PROCESSING:
            review.enter_clearance()
            audit.record(session, "review.read", review, by=SYSTEM, at=utc_now())
