"""Who may do what in the database: an owner that migrates, an application that serves."""

from dataclasses import dataclass, field

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from app.kit.postgres.cluster import LOOPBACK, SUPERUSER

DATABASE = "reviews"
OWNER = "reviews_owner"
APPLICATION = "reviews_app"
DRIVER = "postgresql+psycopg"

CONNECT_SECONDS = 5

LET_MATCHES_BE_INDEXED = "ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF"
MATCHES_BEFORE_POLICIES = (
    "SELECT proleakproof FROM pg_proc"
    " WHERE oid = 'pg_catalog.ts_match_vq(tsvector, tsquery)'::regprocedure"
)


@dataclass(frozen=True, slots=True)
class Passwords:
    """The three passwords of an embedded server."""

    superuser: str = field(repr=False)
    owner: str = field(repr=False)
    application: str = field(repr=False)


def url_for(role: str, password: str, port: int, database: str = DATABASE) -> URL:
    """The SQLAlchemy address of ``database`` for ``role``; its repr hides the password."""
    return URL.create(DRIVER, role, password, LOOPBACK, port, database)


def application_can_connect(passwords: Passwords, port: int) -> bool:
    """Whether the server answers and has been prepared: preparing lets the application in last.

    A database that an earlier release prepared may lack what this one adds.
    """
    try:
        with _connect(APPLICATION, passwords.application, port, DATABASE) as connection:
            found = connection.execute(MATCHES_BEFORE_POLICIES).fetchone()
            return found is not None and bool(found[0])
    except psycopg.OperationalError:
        return False


def prepare_database(passwords: Passwords, port: int, *, owner_makes_databases: bool) -> None:
    """Make the database, its two roles and the vector extension. May be repeated at will.

    Neither role is a superuser or bypasses row-level security. Tables that the owner makes are
    readable and writable by the application from the start; a migration takes rights away where
    a table is append-only. Raises psycopg.OperationalError when the server cannot be reached.
    """
    with _connect(SUPERUSER, passwords.superuser, port, "postgres") as connection:
        _make_role(connection, OWNER)
        _make_role(connection, APPLICATION)
        if owner_makes_databases:
            connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
        _let_in(connection, OWNER, passwords.owner)
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
        if known.fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER)
                )
            )
    with _connect(SUPERUSER, passwords.superuser, port, DATABASE) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        # Row policies come before every condition that might tell of a hidden row, and so keep
        # an index from being used for it. Matching words tells nothing but yes or no, and raises
        # no error that quotes a row.
        connection.execute(LET_MATCHES_BE_INDEXED)
        _grant_to_application(connection)
        _let_in(connection, APPLICATION, passwords.application)


def _connect(
    role: str, password: str, port: int, database: str
) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=LOOPBACK,
        port=port,
        user=role,
        password=password,
        dbname=database,
        connect_timeout=CONNECT_SECONDS,
        autocommit=True,
    )


def _make_role(connection: psycopg.Connection[tuple[object, ...]], role: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
    if known.fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))


def _let_in(connection: psycopg.Connection[tuple[object, ...]], role: str, password: str) -> None:
    """Set the password as a verifier made here: the server never sees the password itself."""
    verifier = connection.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    ).decode()
    connection.execute(
        sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(verifier)
        )
    )


def _grant_to_application(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    names = {
        "database": sql.Identifier(DATABASE),
        "owner": sql.Identifier(OWNER),
        "application": sql.Identifier(APPLICATION),
    }
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {application}",
        "GRANT USAGE ON SCHEMA public TO {application}",
        (
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner}"
            " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {application}"
        ),
        (
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner}"
            " GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {application}"
        ),
    ):
        connection.execute(sql.SQL(statement).format(**names))
