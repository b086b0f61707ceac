"""Alerts are raised beside the web, soon after findings were grouped."""

from __future__ import annotations

from procrastinate import Blueprint, JobContext

from app.following.service import raise_new_alerts
from app.kit.jobs import runtime

tasks = Blueprint()


@tasks.periodic(cron="*/5 * * * *")
@tasks.task(name="raise_alerts", queue="housekeeping", pass_context=True, lock="following:alerts")
def raise_alerts(context: JobContext, timestamp: int) -> None:
    """Record what came back after it was recorded done and has not been told yet."""
    del timestamp
    with runtime(context).sessions.begin() as session:
        raise_new_alerts(session)
