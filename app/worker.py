"""The jobs' composition root: every task under its feature's name, and the housekeeping."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from procrastinate import App, JobContext, PsycopgConnector
from sqlalchemy import make_url

import app.clearance.jobs
import app.following.jobs
import app.intake.jobs
import app.recurrence.jobs
import app.reviews.jobs
import app.tagging.jobs
from app.kit.jobs import CONTEXT, Runtime
from app.kit.logs import configure_logging
from app.settings import load_settings
from app.wiring import open_installation

log = logging.getLogger(__name__)

TASKS = (
    ("intake", app.intake.jobs.tasks),
    ("clearance", app.clearance.jobs.tasks),
    ("reviews", app.reviews.jobs.tasks),
    ("tagging", app.tagging.jobs.tasks),
    ("recurrence", app.recurrence.jobs.tasks),
    ("following", app.following.jobs.tasks),
)
STALLED_SECONDS = 45
KEEP_DONE_HOURS = 72


@cache
def _every_task() -> App:
    # Once a process: adding a blueprint renames its tasks, so a second time would rename again.
    every = App(connector=PsycopgConnector())
    for feature, tasks in TASKS:
        every.add_tasks_from(tasks, namespace=feature)
    _add_housekeeping(every)
    return every


@contextmanager
def worker_on(url: str) -> Iterator[App]:
    """The job application on ``url`` with every task, named ``feature:task``."""
    conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connector = PsycopgConnector(conninfo=conninfo, min_size=1, max_size=4)
    with _every_task().replace_connector(connector) as worker:
        yield worker


def _add_housekeeping(worker: App) -> None:
    @worker.periodic(cron="* * * * *")
    @worker.task(
        name="kit:retry_stalled",
        queue="housekeeping",
        queueing_lock="kit:retry_stalled",
        pass_context=True,
    )
    async def retry_stalled(context: JobContext, timestamp: int) -> None:
        """Give back what a killed worker left behind: nobody else would ever take it."""
        del timestamp
        manager = context.app.job_manager
        stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
        for job in stalled:
            log.warning("retrying job %s, which its worker left", job.id)
            await manager.retry_job(job)

    @worker.periodic(cron="23 3 * * *")
    @worker.task(
        name="kit:forget_done",
        queue="housekeeping",
        queueing_lock="kit:forget_done",
        pass_context=True,
    )
    async def forget_done(context: JobContext, timestamp: int) -> None:
        """Delete what was done days ago."""
        del timestamp
        await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_DONE_HOURS)


async def work(worker: App, runtime: Runtime, *, concurrency: int, until_empty: bool) -> None:
    """Run jobs until told to stop, or with ``until_empty`` until none is left."""
    async with worker.open_async():
        await worker.run_worker_async(
            concurrency=concurrency,
            wait=not until_empty,
            additional_context={CONTEXT: runtime},
            install_signal_handlers=not until_empty,
            listen_notify=not until_empty,
            fetch_job_polling_interval=2.0,
        )


def run() -> None:
    """Work as this process's settings say; ends on SIGTERM after the job at hand."""
    settings = load_settings()
    installation = open_installation(settings)
    configure_logging(
        settings.logs.level,
        process="worker",
        folder=installation.home.logs,
        terminal_level=settings.logs.terminal,
    )
    concurrency = settings.jobs.concurrency
    sessions = installation.sessions(pool_size=concurrency + 1, application="reviews-worker")
    with worker_on(installation.app_url) as worker:
        asyncio.run(
            work(
                worker,
                installation.runtime(sessions),
                concurrency=concurrency,
                until_empty=False,
            )
        )
