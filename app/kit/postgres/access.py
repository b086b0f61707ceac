"""Where the database is: the server that the operator names, or the embedded one of the home."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.kit.postgres.errors import DatabaseAddressRefused
from app.kit.postgres.roles import DRIVER
from app.kit.postgres.server import ServerHandle, ensure_server

_ACCEPTED_SCHEMES = frozenset({"postgres", "postgresql", DRIVER})


@dataclass(frozen=True, slots=True)
class DatabaseAccess:
    """The two addresses of a database. ``server`` is None when the database is not ours to run."""

    app_url: URL
    owner_url: URL
    server: ServerHandle | None


def open_database(
    home: Path, *, given_url: str | None = None, given_owner_url: str | None = None
) -> DatabaseAccess:
    """The database of the installation in ``home``.

    With ``given_url`` no server is started: the application connects there, and migrations use
    ``given_owner_url`` or, without it, the same address. Otherwise the embedded server is ensured.
    Raises PostgresError.
    """
    if given_url is None:
        if given_owner_url is not None:
            raise DatabaseAddressRefused("DATABASE_OWNER_URL is of use only with DATABASE_URL.")
        server = ensure_server(home)
        return DatabaseAccess(server.app_url, server.owner_url, server)
    app_url = parse_database_url(given_url, name="DATABASE_URL")
    owner_url = (
        app_url
        if given_owner_url is None
        else parse_database_url(given_owner_url, name="DATABASE_OWNER_URL")
    )
    return DatabaseAccess(app_url, owner_url, None)


def parse_database_url(text: str, *, name: str) -> URL:
    """``text`` as an address for our driver. Raises DatabaseAddressRefused without quoting it.

    The schemes ``postgres`` and ``postgresql`` of other tools are understood.
    """
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError) as error:
        # The text may hold a password, so neither it nor the parser's message is shown.
        raise DatabaseAddressRefused(
            f"{name} is not a database address. "
            "It should read postgresql://USER:PASSWORD@HOST:5432/NAME."
        ) from error
    if url.drivername not in _ACCEPTED_SCHEMES:
        raise DatabaseAddressRefused(f"{name} must name a PostgreSQL database (postgresql://…).")
    if not url.database:
        raise DatabaseAddressRefused(f"{name} names no database: end it with /NAME.")
    return url.set(drivername=DRIVER)
