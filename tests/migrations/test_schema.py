"""The migrations build what the models describe, and can be undone."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import make_url

from app.kit import migrations
from tests.conftest import TestDatabase, text_of


@pytest.fixture
def empty(database: TestDatabase) -> str:
    """The owner's address of a database that has been taken down to nothing."""
    migrations.downgrade(database.owner_url)
    return database.owner_url


def tables(url: str) -> set[str]:
    plain = text_of(make_url(url).set(drivername="postgresql"))
    with psycopg.connect(plain) as connection:
        rows = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
    return {name for (name,) in rows}


class TestSchema:
    def test_models_and_migrations_agree(self, empty: str) -> None:
        migrations.upgrade(empty)
        assert migrations.drift(empty) == []

    def test_going_down_leaves_nothing_behind(self, empty: str) -> None:
        assert tables(empty) == {"alembic_version"}
        assert migrations.present(empty) is None

    def test_it_goes_up_again_after_going_down(self, empty: str) -> None:
        migrations.upgrade(empty)
        migrations.downgrade(empty)
        migrations.upgrade(empty)
        assert migrations.present(empty) == migrations.newest()
        assert {"reviews", "findings", "tags", "procrastinate_jobs"} <= tables(empty)

    def test_a_drifted_column_is_noticed(self, empty: str) -> None:
        migrations.upgrade(empty)
        plain = text_of(make_url(empty).set(drivername="postgresql"))
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute("ALTER TABLE reviews ADD COLUMN stray text")
        assert len(migrations.drift(empty)) == 1
