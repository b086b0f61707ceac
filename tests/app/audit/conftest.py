from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from app.kit.database import make_engine
from tests.conftest import TestDatabase

TABLES = ("audit_events", "audit_links", "audit_heads")


@pytest.fixture(scope="module")
def owner_engine(database: TestDatabase) -> Iterator[Engine]:
    engine = make_engine(database.owner_url, pool_size=1)
    yield engine
    engine.dispose()


@pytest.fixture
def owner(owner_engine: Engine) -> Engine:
    """The owner's engine, with an empty trail: cleared as only the owner can, triggers off."""
    with owner_engine.begin() as connection:
        for table in TABLES:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        connection.execute(text("TRUNCATE audit_events, audit_links, audit_heads"))
        for table in TABLES:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
    return owner_engine


@pytest.fixture(autouse=True)
def empty_trail(owner: Engine, sessions: sessionmaker[Session]) -> None:
    """Every test begins with an empty trail."""
