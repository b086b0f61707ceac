"""Count what a call asks the database."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker


@contextlib.contextmanager
def counted_queries(sessions: sessionmaker[Session]) -> Iterator[list[str]]:
    """The statements sent while the block runs, on every connection of the engine.

    The one that tells the database for whom a transaction reads is not counted.
    """
    sent: list[str] = []

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("SELECT set_config"):
            sent.append(statement)

    engine = sessions.kw["bind"]
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
