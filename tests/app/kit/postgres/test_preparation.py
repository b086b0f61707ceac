"""An operator's own server, prepared by the script that compose.yaml runs, equals the embedded."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import URL

from app.kit.postgres import ServerHandle, throwaway_server
from app.kit.postgres.programs import packaged_programs
from tests.app.kit.postgres.conftest import CHECKOUT, answer, connect

ROLES = """
SELECT string_agg(concat_ws(' ', rolname, rolsuper, rolcreaterole, rolbypassrls, rolcanlogin), ', '
                  ORDER BY rolname)
FROM pg_roles WHERE rolname LIKE 'reviews%'
"""
DEFAULT_PRIVILEGES = """
SELECT string_agg(concat_ws(' ', defaclrole::regrole, defaclobjtype, defaclacl::text), ', '
                  ORDER BY defaclobjtype)
FROM pg_default_acl
"""
DATABASE = "SELECT concat(datdba::regrole, datacl::text) FROM pg_database WHERE datname = 'reviews'"
EXTENSION = "SELECT extversion FROM pg_extension WHERE extname = 'vector'"


def prepare(server: ServerHandle, secrets: Path) -> None:
    programs = packaged_programs().folder
    subprocess.run(
        ["/bin/bash", str(CHECKOUT / "deploy" / "prepare-database.sh")],
        env={
            "PATH": f"{programs}:/usr/bin:/bin",
            "SECRETS": str(secrets),
            "PGHOST": "127.0.0.1",
            "PGPORT": str(server.port),
            "PGPASSWORD": str(server.superuser_url.password),
        },
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[URL, URL]]:
    """The addresses, for owner and application, of a bare server after the script."""
    folder = tmp_path_factory.mktemp("own")
    with throwaway_server(folder / "home") as server:
        with connect(server.superuser_url.set(database="postgres")) as superuser:
            superuser.execute("DROP DATABASE reviews")
            superuser.execute("DROP ROLE reviews_owner, reviews_app")
        (folder / "owner_password").write_text("it's-an-'owner';DROP\n")
        (folder / "app_password").write_text("the-application's\n")
        prepare(server, folder)
        yield (
            server.owner_url.set(password="it's-an-'owner';DROP"),
            server.app_url.set(password="the-application's"),
        )


class TestPreparedDatabase:
    @pytest.mark.parametrize("question", [DEFAULT_PRIVILEGES, DATABASE, EXTENSION, ROLES])
    def test_it_is_as_the_embedded_one(
        self, prepared: tuple[URL, URL], shared: ServerHandle, question: str
    ) -> None:
        owner_url, _ = prepared
        expected = answer(shared.owner_url, question)

        assert expected
        assert answer(owner_url, question) == expected

    def test_the_application_uses_what_the_owner_makes(self, prepared: tuple[URL, URL]) -> None:
        owner_url, app_url = prepared
        with connect(owner_url) as owner:
            owner.execute("CREATE TABLE rows (id int GENERATED ALWAYS AS IDENTITY, word text)")
        with connect(app_url) as application:
            application.execute("INSERT INTO rows (word) VALUES ('seen')")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute("DROP TABLE rows")

    def test_nobody_else_may_enter(self, prepared: tuple[URL, URL]) -> None:
        _, app_url = prepared
        with pytest.raises(psycopg.OperationalError, match="password"):
            connect(app_url.set(password="postgres"))
