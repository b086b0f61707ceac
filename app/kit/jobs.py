"""What a job is given to work with. Jobs get ids; everything else comes from here."""

from __future__ import annotations

from dataclasses import dataclass

from procrastinate import JobContext
from sqlalchemy.orm import Session, sessionmaker

from app.kit.storage import Storage

CONTEXT = "runtime"


@dataclass(frozen=True, slots=True)
class Runtime:
    """The worker's side of the house: sessions, originals and their limits."""

    sessions: sessionmaker[Session]
    storage: Storage
    max_upload_mb: int


def runtime(context: JobContext) -> Runtime:
    """The runtime that the worker was started with."""
    found: Runtime = context.additional_context[CONTEXT]
    return found
