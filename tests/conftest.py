"""One throwaway server for the whole run; one database, copied from a migrated one, a module."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import URL
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.committees.service import load_committees
from app.identity.accounts import add_person, grant_role
from app.identity.config import IdentityConfig
from app.identity.permissions import Role
from app.identity.row_security import settings_of
from app.identity.tokens import create_token
from app.kit import migrations
from app.kit.actors import SYSTEM, Actor
from app.kit.clock import utc_now
from app.kit.database import make_engine, make_sessions
from app.kit.jobs import Runtime
from app.kit.postgres import ServerHandle, throwaway_server
from app.kit.storage import Storage
from app.main import Web, create_app
from app.taxonomy.service import load_vocabularies
from app.worker import work, worker_on

numbers = itertools.count(1)
MAX_UPLOAD_MB = 5


def text_of(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerHandle]:
    """A server whose database ``reviews`` is migrated and holds the vocabularies."""
    with throwaway_server(tmp_path_factory.mktemp("server") / "home") as handle:
        migrations.upgrade(text_of(handle.owner_url))
        engine = make_engine(text_of(handle.app_url), pool_size=1)
        with make_sessions(engine).begin() as session:
            load_committees(session)
            load_vocabularies(session)
        engine.dispose()
        yield handle


@dataclass(frozen=True, slots=True)
class TestDatabase:
    """A database of a module's own, and both roles' addresses."""

    __test__ = False

    app_url: str
    owner_url: str


@pytest.fixture(scope="module")
def database(server: ServerHandle) -> Iterator[TestDatabase]:
    """A fresh copy of the migrated database. What a test commits stays within its module."""
    name = f"copy_{next(numbers)}"
    owner = server.owner_url.set(drivername="postgresql")
    with psycopg.connect(text_of(owner.set(database="postgres")), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE reviews")
        connection.execute(f"GRANT CONNECT ON DATABASE {name} TO reviews_app")
    yield TestDatabase(
        text_of(server.app_url.set(database=name)), text_of(server.owner_url.set(database=name))
    )
    with psycopg.connect(text_of(owner.set(database="postgres")), autocommit=True) as connection:
        _drop(connection, name)


def _drop(connection: psycopg.Connection, name: str) -> None:
    """Drop a database, as soon as the server's own vacuum has left it."""
    ends = time.monotonic() + 30
    while True:
        try:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        except psycopg.errors.InsufficientPrivilege:
            # The owner may end its own sessions and the service's, not the server's vacuum.
            if time.monotonic() > ends:
                raise
            time.sleep(0.2)
        else:
            return


@pytest.fixture(scope="module")
def sessions(database: TestDatabase) -> Iterator[sessionmaker[Session]]:
    """Sessions of the service's own role that commit, and that see what jobs see."""
    engine = make_engine(database.app_url, pool_size=8)
    yield make_sessions(engine, rows=settings_of(SYSTEM))
    engine.dispose()


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """One session, rolled back after the test."""
    with sessions() as session:
        yield session
        session.rollback()


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Storage:
    """Originals of this module's tests."""
    return Storage(tmp_path_factory.mktemp("originals"))


@pytest.fixture(scope="module")
def site(sessions: sessionmaker[Session], storage: Storage) -> FastAPI:
    """The whole application on the module's database."""
    return create_app(
        Web(
            # As in service: each request says for whom it reads.
            sessions=make_sessions(sessions.kw["bind"]),
            storage=storage,
            identity=IdentityConfig(
                base_url="http://testserver",
                secret="a secret of the tests, long enough",
                second_factor_required=False,
            ),
            max_upload_mb=MAX_UPLOAD_MB,
            threads=8,
        )
    )


Client = Callable[..., TestClient]


@pytest.fixture(scope="module")
def client_for(site: FastAPI, sessions: sessionmaker[Session]) -> Client:
    """``client_for("steward")`` or ``client_for("committee", "fife")``: a client with a token.

    The same role and committee give the same person; ``name`` tells two of them apart.
    """
    known: dict[tuple[str, ...], TestClient] = {}

    def make(role: str, committee: str | None = None, *, name: str = "one") -> TestClient:
        key = (role, committee or "", name)
        if key not in known:
            with sessions.begin() as session:
                address = f"{role}.{committee or 'national'}.{name}@example.org"
                person = add_person(session, email=address, name=name, by=SYSTEM, at=utc_now())
                session.flush()
                grant_role(
                    session, person, Role(role), by=SYSTEM, at=utc_now(), committee=committee
                )
                token = create_token(
                    session, person, name="tests", by=SYSTEM, at=utc_now(), strong=True
                )
            client = TestClient(site, raise_server_exceptions=False)
            client.headers["Authorization"] = f"Bearer {token.text}"
            known[key] = client
        return known[key]

    return make


@pytest.fixture(scope="module")
def run_jobs(
    database: TestDatabase, sessions: sessionmaker[Session], storage: Storage
) -> Callable[[], None]:
    """Run every waiting job with the real worker, until none is left."""
    runtime = Runtime(sessions, storage, MAX_UPLOAD_MB)

    def run() -> None:
        with worker_on(database.app_url) as worker:
            asyncio.run(work(worker, runtime, concurrency=1, until_empty=True))

    return run


@pytest.fixture
def steward() -> Actor:
    """A steward without an account, for services."""
    from uuid import uuid4

    return Actor(uuid4(), "A steward", frozenset({"steward"}))


@pytest.fixture
def shared_folder() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parents[1]
