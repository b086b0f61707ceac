"""Tell PostgreSQL for whom a transaction reads: settings that its row policies look at.

The settings end with the transaction, so a connection that goes back to the pool carries
nothing over, and a session to which nothing was told sees no protected row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, Select, func, literal, select
from sqlalchemy.orm import Session, SessionTransaction

_KEPT = "row_security"

Settings = Mapping[str, str]


def kept_in(settings: Settings) -> dict[str, object]:
    """The ``info`` of a session factory whose every transaction begins with ``settings``."""
    return {_KEPT: dict(settings)}


def tell(session: Session, settings: Settings) -> None:
    """Use ``settings`` from now on: in the open transaction and in each that follows."""
    session.info[_KEPT] = dict(settings)
    if session.in_transaction():
        session.connection().execute(_statement(settings))


@contextmanager
def told(session: Session, settings: Settings) -> Iterator[None]:
    """Use ``settings`` for a block, then those from before.

    After an error only the session forgets them: its transaction is lost and takes no more
    statements, and with it the settings go.
    """
    before: Settings = session.info.get(_KEPT, {})
    # A setting that was never made cannot be unmade; empty, it opens nothing.
    blank = dict.fromkeys(settings, "")
    tell(session, settings)
    try:
        yield
    except BaseException:
        session.info[_KEPT] = dict(before)
        raise
    tell(session, {**blank, **before})


def tell_at_begin(
    session: Session, transaction: SessionTransaction, connection: Connection
) -> None:
    """SQLAlchemy's ``after_begin``: say it first, before any other statement."""
    settings = session.info.get(_KEPT)
    if settings and not transaction.nested:
        connection.execute(_statement(settings))


def _statement(settings: Settings) -> Select[tuple[str, ...]]:
    # The third argument is SET LOCAL: a plain SET would outlive the request in the pool.
    return select(
        *(func.set_config(name, value, literal(True)) for name, value in settings.items())
    )
