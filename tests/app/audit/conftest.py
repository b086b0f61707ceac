from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from app.kit.database import make_sessions
from tests.app.scratch import scratch_engines


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    with scratch_engines(tmp_path_factory.mktemp("audit") / "home") as pair:
        yield pair


@pytest.fixture
def owner(engines: tuple[Engine, Engine]) -> Iterator[Engine]:
    """The owner's engine; what a test leaves behind is cleared with the triggers off."""
    yield engines[1]
    with engines[1].begin() as connection:
        for table in ("audit_events", "audit_links", "audit_heads"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        connection.execute(text("TRUNCATE audit_events, audit_links, audit_heads"))
        for table in ("audit_events", "audit_links", "audit_heads"):
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


@pytest.fixture
def sessions(engines: tuple[Engine, Engine], owner: Engine) -> sessionmaker[Session]:
    """Sessions of the application's role, which commit for good."""
    return make_sessions(engines[0])
