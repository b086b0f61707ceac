"""PostgreSQL without an installation: a server embedded in the home, or the operator's own."""

from app.kit.postgres.access import DatabaseAccess, open_database, parse_database_url
from app.kit.postgres.dumps import dump_database, load_database
from app.kit.postgres.errors import PostgresError
from app.kit.postgres.server import ServerHandle, ensure_server, running_server, stop_server
from app.kit.postgres.throwaway import throwaway_server

__all__ = [
    "DatabaseAccess",
    "PostgresError",
    "ServerHandle",
    "dump_database",
    "ensure_server",
    "load_database",
    "open_database",
    "parse_database_url",
    "running_server",
    "stop_server",
    "throwaway_server",
]
