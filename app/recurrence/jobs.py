"""Grouping runs beside the web: after acceptance, after a verdict, and once a night."""

from __future__ import annotations

from procrastinate import Blueprint, JobContext, RetryStrategy

from app.kit.jobs import Runtime, runtime
from app.recurrence.service.grouping import BATCH, place_into_issues

tasks = Blueprint()


@tasks.task(
    name="group",
    queue="pipeline",
    lock="recurrence:group",
    retry=RetryStrategy(max_attempts=4, exponential_wait=3),
    pass_context=True,
)
def group(context: JobContext) -> None:
    """Place every finding that waits for it; does nothing when none does."""
    _group(runtime(context))


# Edges of a review's life that queue no grouping (a hold that ran out, a restored backup) are
# caught up with here.
@tasks.periodic(cron="41 2 * * *")
@tasks.task(name="group_nightly", queue="housekeeping", pass_context=True, lock="recurrence:group")
def group_nightly(context: JobContext, timestamp: int) -> None:
    """The same, whatever happened during the day."""
    del timestamp
    _group(runtime(context))


def _group(house: Runtime) -> None:
    placed = BATCH
    while placed >= BATCH:
        with house.sessions.begin() as session:
            placed = place_into_issues(session)
