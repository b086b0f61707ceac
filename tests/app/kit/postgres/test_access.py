from pathlib import Path

import pytest

from app.kit.postgres import open_database, parse_database_url
from app.kit.postgres.errors import DatabaseAddressRefused
from tests.app.kit.postgres.conftest import answer

GIVEN = "postgresql://app:word@db.example:5432/reviews"


class TestGivenDatabase:
    def test_it_serves_and_migrates_at_the_one_address_and_starts_nothing(self, home: Path) -> None:
        access = open_database(home, given_url=GIVEN)

        assert access.server is None
        assert access.app_url == access.owner_url
        assert not home.exists()

    def test_migrations_have_their_own_address_when_it_is_given(self, home: Path) -> None:
        access = open_database(
            home, given_url=GIVEN, given_owner_url="postgresql://owner:other@db.example/reviews"
        )

        assert access.app_url.username == "app"
        assert access.owner_url.username == "owner"

    def test_an_owner_without_a_database_is_refused(self, home: Path) -> None:
        with pytest.raises(DatabaseAddressRefused, match="only with DATABASE_URL"):
            open_database(home, given_owner_url=GIVEN)


class TestEmbeddedDatabase:
    def test_it_is_started_when_no_address_is_given(self, home: Path) -> None:
        access = open_database(home)

        assert access.server is not None
        assert answer(access.app_url, "SELECT current_user") == "reviews_app"
        assert answer(access.owner_url, "SELECT current_user") == "reviews_owner"


class TestAddresses:
    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
    def test_every_customary_scheme_means_our_driver(self, scheme: str) -> None:
        url = parse_database_url(f" {scheme}://a:b@h:1/d\n", name="DATABASE_URL")
        assert url.render_as_string(hide_password=False) == "postgresql+psycopg://a:b@h:1/d"

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "not a database address"),
            ("just words with a hunter2 password", "not a database address"),
            ("postgresql://u:hunter2@h:port/d", "not a database address"),
            ("mysql://u:hunter2@h/d", "must name a PostgreSQL database"),
            ("sqlite:///reviews.db", "must name a PostgreSQL database"),
            ("postgresql+asyncpg://u:hunter2@h/d", "must name a PostgreSQL database"),
            ("postgresql://u:hunter2@h", "names no database"),
            ("postgresql://u:hunter2@h/", "names no database"),
        ],
    )
    def test_anything_else_is_refused_without_being_quoted(self, text: str, reason: str) -> None:
        with pytest.raises(DatabaseAddressRefused, match=reason) as refusal:
            parse_database_url(text, name="DATABASE_URL")
        assert "DATABASE_URL" in str(refusal.value)
        assert "hunter2" not in str(refusal.value)
