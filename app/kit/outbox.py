"""Jobs are queued inside the transaction that makes them necessary."""

from __future__ import annotations

from typing import Any

from procrastinate import App, SyncPsycopgConnector
from procrastinate.types import JSONValue
from sqlalchemy.orm import Session

_OUTBOX = App(connector=SyncPsycopgConnector())
"""Defers by name only: it knows no task, so a lower feature never imports a higher one."""


def defer(
    session: Session,
    task: str,
    *,
    queue: str = "pipeline",
    lock: str | None = None,
    queueing_lock: str | None = None,
    priority: int = 0,
    **arguments: JSONValue,
) -> int:
    """Queue ``task`` by name. Rolls back with the session: no write, no job.

    Arguments are ids, never case text: the job table is not under the access rules
    of the reviews. Returns the job's number.
    """
    driver: Any = session.connection().connection.driver_connection
    return _OUTBOX.configure_task(
        task,
        queue=queue,
        lock=lock,
        queueing_lock=queueing_lock,
        priority=priority,
        connection=driver,
    ).defer(**arguments)
