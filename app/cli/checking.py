"""What the doctor looks at."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

from sqlalchemy import text

from app.kit import migrations
from app.settings import load_settings
from app.wiring import Installation, open_installation

LEAST_FREE_BYTES = 2 << 30


def checks() -> Iterator[tuple[str, str | None]]:
    """Name of each check and what to mend; None when all is well."""
    settings = load_settings()
    yield "settings", None
    try:
        installation = open_installation(settings)
    except Exception as error:
        yield "database", str(error)
        return
    for name, look in LOOKS:
        try:
            yield name, look(installation)
        except Exception as error:
            yield name, f"{type(error).__name__}: {error}"


def _schema(installation: Installation) -> str | None:
    if migrations.present(installation.owner_url) == migrations.newest():
        return None
    return "the schema is not the newest; run `reviews migrate`"


def _vocabularies(installation: Installation) -> str | None:
    with installation.sessions(pool_size=1)() as session:
        count = session.scalar(text("SELECT count(*) FROM concepts"))
    return None if count else "no vocabularies are loaded; run `reviews migrate`"


def _originals(installation: Installation) -> str | None:
    storage = installation.storage
    with installation.sessions(pool_size=1)() as session:
        addresses = session.scalars(
            text("SELECT DISTINCT sha256 FROM documents WHERE state <> 'destroyed'")
        ).all()
    lost = sum(not storage.holds(each) for each in addresses)
    return f"{lost} originals are missing; restore them from a backup" if lost else None


def _jobs(installation: Installation) -> str | None:
    with installation.sessions(pool_size=1)() as session:
        failed = session.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        )
    return f"{failed} jobs have failed; see the worker's log" if failed else None


def _space(installation: Installation) -> str | None:
    free = shutil.disk_usage(installation.home.path).free
    return None if free > LEAST_FREE_BYTES else f"only {free >> 20} MB are free on the disk"


def _models(installation: Installation) -> str | None:
    from app.tagging.service.current import encoder, tagger  # noqa: PLC0415 - slow to load

    with installation.sessions(pool_size=1)() as session:
        tagger(session).tag(["Nobody asked the children what a visit was like for them."])
        encoder(session).encode(["Nobody asked the children."])
    return None


LOOKS: tuple[tuple[str, Callable[[Installation], str | None]], ...] = (
    ("schema", _schema),
    ("vocabularies", _vocabularies),
    ("originals", _originals),
    ("jobs", _jobs),
    ("disk", _space),
    ("models", _models),
)
