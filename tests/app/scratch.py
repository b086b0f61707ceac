"""A database of its own for tests that commit, with the tables of the access rooms."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, Table

import app.audit.models
import app.identity.models  # noqa: F401 - registers its tables
from app.kit.database import Base, make_engine
from app.kit.postgres import throwaway_server

ROOMS = ("app.audit.models", "app.identity.models")


@contextlib.contextmanager
def scratch_engines(folder: Path) -> Iterator[tuple[Engine, Engine]]:
    """Engines of the application role and of the owner on a new server in ``folder``."""
    with throwaway_server(folder) as server:
        owner = make_engine(server.owner_url.render_as_string(hide_password=False))
        application = make_engine(server.app_url.render_as_string(hide_password=False))
        tables = [
            mapper.local_table
            for mapper in Base.registry.mappers
            if mapper.class_.__module__ in ROOMS and isinstance(mapper.local_table, Table)
        ]
        Base.metadata.create_all(owner, tables=tables)
        try:
            yield application, owner
        finally:
            application.dispose()
            owner.dispose()
