"""Tagging as the last step of the pipeline, and re-coding after a change of model."""

from __future__ import annotations

from uuid import UUID

from procrastinate import Blueprint, JobContext, RetryStrategy

from app.audit import service as audit
from app.kit.actors import SYSTEM
from app.kit.clock import utc_now
from app.kit.jobs import runtime
from app.reviews.models import State
from app.reviews.service.progress import begin_step, finish_step
from app.tagging.service.current import current_version
from app.tagging.service.recoding import TASK, begin_recoding, recode_review, reviews_left
from app.tagging.service.register import find_model
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


@tasks.task(
    name="recode",
    queue="pipeline",
    lock=TASK,
    retry=RetryStrategy(max_attempts=4, exponential_wait=3),
    pass_context=True,
)
def recode(context: JobContext, version: str, after: str | None = None, recoded: int = 0) -> None:
    """Re-code the next reviews and queue the job for those that follow.

    Gives way when ``version`` is not in use any more: whatever took its place has jobs of its
    own. After the last review it looks once more from the first, for what was being read with
    the earlier model while this went by.
    """
    house = runtime(context)
    with house.sessions.begin() as session:
        if current_version(session) != version:
            return
        reviews = reviews_left(session, version, after=UUID(after) if after else None)
    for review in reviews:
        with house.sessions.begin() as session:
            if current_version(session) != version:
                return
            recoded += recode_review(session, review, at=utc_now())
    with house.sessions.begin() as session:
        if reviews or after:
            last = str(reviews[-1]) if reviews else None
            begin_recoding(session, version, after=last, recoded=recoded)
        elif recoded:
            model = find_model(session, version)
            audit.record(session, "model.recoded", model, by=SYSTEM, at=utc_now(), findings=recoded)
