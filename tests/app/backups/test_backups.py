"""A real installation written out by pg_dump and read back into a second real server."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import URL, make_url, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session, sessionmaker

from app import audit
from app.backups import service
from app.backups.errors import BackupDamaged, NotABackup, TargetInTheWay
from app.backups.manifest import DUMP, NAME, Manifest, read_manifest, write_manifest
from app.backups.service import Restored
from app.identity.row_security import settings_of
from app.kit.actors import SYSTEM
from app.kit.clock import utc_now
from app.kit.database import make_engine, make_sessions
from app.kit.home import Home, open_home
from app.kit.postgres import PostgresError, ServerHandle, load_database, throwaway_server
from app.kit.storage import Storage
from app.reviews.models import Document, Review
from tests.conftest import TestDatabase, text_of
from tests.factories.repository import Said, add_counted_review, themed

ORIGINAL = b"An invented report, word for word."


def tables_of(url: str) -> dict[str, tuple[int, str]]:
    """Number of rows and a digest of all rows of every table, whatever row security says."""
    plain = text_of(make_url(url).set(drivername="postgresql"))
    found = {}
    with psycopg.connect(plain, options="-c reviews.everything=on") as connection:
        names = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        for (name,) in names:
            row = connection.execute(
                f"SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"  # noqa: S608
                f" FROM {name} t"
            ).fetchone()
            assert row is not None
            found[name] = (row[0], row[1])
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A demonstration's home with an original, a half-arrived file and the signing key."""
    made = open_home(tmp_path_factory.mktemp("kept") / "home", demonstration=True)
    made.secrets.mkdir()
    (made.secrets / "secret-key").write_text("a key that signs what people hold\n")
    (made.secrets / "postgres-app").write_text("a password of this server alone\n")
    made.originals.mkdir()
    (made.originals / "incoming-1").write_bytes(b"half a fi")
    return made


@pytest.fixture(scope="module")
def filled(sessions: sessionmaker[Session], home: Home) -> str:
    """Reviews with findings, an original and an audit trail; the digest of the original."""
    stored = Storage(home.originals).put(io.BytesIO(ORIGINAL), limit=1_000)
    with sessions.begin() as session:
        for year in (2014, 2015):
            review = add_counted_review(session, Said(tags=themed("supervision")), year=year)
            audit.record(session, "review.published", review, by=SYSTEM, at=utc_now())
        session.add(
            Document(
                review_id=review.id,
                version=1,
                filename="report.txt",
                sha256=stored.sha256,
                size=stored.size,
                uploaded_by=uuid4(),
            )
        )
    return stored.sha256


@pytest.fixture(scope="module")
def backup(
    sessions: sessionmaker[Session],
    home: Home,
    database: TestDatabase,
    filled: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    assert filled
    target = tmp_path_factory.mktemp("backups") / "monday"
    with sessions() as session:
        url = make_url(database.owner_url)
        service.make_backup(session, target, home=home, owner_url=url, at=utc_now())
    return target


@dataclass(frozen=True, slots=True)
class Second:
    """The installation that was made of the backup."""

    home: Home
    server: ServerHandle
    sessions: sessionmaker[Session]
    found: Restored
    rows: dict[str, tuple[int, str]]
    """What every table held before anybody worked on."""


@pytest.fixture(scope="module")
def second(backup: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Second]:
    path = tmp_path_factory.mktemp("second") / "home"
    manifest = service.begin_restore(backup, path)
    with throwaway_server(path) as server:
        service.restore_database(backup, owner_url=server.owner_url)
        engine = make_engine(text_of(server.app_url), pool_size=2)
        sessions = make_sessions(engine, rows=settings_of(SYSTEM))
        with sessions() as session:
            found = service.check_restored(session, manifest, Storage(path / "originals"))
        rows = tables_of(text_of(server.owner_url))
        yield Second(open_home(path), server, sessions, found, rows)
        engine.dispose()


class TestWhatComesBack:
    def test_every_row_of_every_table(self, database: TestDatabase, second: Second) -> None:
        before, after = tables_of(database.owner_url), second.rows
        assert after.keys() == before.keys()
        # Looking at the trail links its newest events.
        differing = {name for name in before if before[name] != after[name]}
        assert differing <= {"audit_links"}
        assert before["reviews"][0] == 2

    def test_the_audit_trail_holds(self, second: Second) -> None:
        assert second.found.faults == []
        assert second.found.events >= 2

    def test_every_original(self, second: Second, filled: str) -> None:
        assert (second.found.documents, second.found.originals) == (1, 1)
        assert Storage(second.home.originals).read(filled) == ORIGINAL

    def test_a_demonstration_stays_one(self, second: Second) -> None:
        assert second.home.is_demonstration

    def test_the_signing_key_closed_to_others(self, second: Second) -> None:
        key = second.home.secrets / "secret-key"
        assert key.read_text() == "a key that signs what people hold\n"
        assert key.stat().st_mode & 0o077 == 0


class TestWhatGuardsIt:
    def test_row_security_is_in_force_again(self, second: Second) -> None:
        plain = text_of(second.server.app_url.set(drivername="postgresql"))
        with psycopg.connect(plain) as connection:
            assert connection.execute("SELECT count(*) FROM reviews").fetchone() == (0,)
            forced = connection.execute(
                "SELECT count(*) FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
            ).fetchone()
        assert forced is not None
        assert forced[0] >= 20

    def test_the_trail_is_append_only_again(self, second: Second) -> None:
        with second.sessions() as session, pytest.raises(ProgrammingError, match="append-only"):
            session.execute(text("DELETE FROM audit_events"))

    def test_the_service_can_work_on(self, second: Second) -> None:
        with second.sessions.begin() as session:
            add_counted_review(session, Said(), year=2016)
        with second.sessions() as session:
            assert len(session.scalars(select(Review)).all()) == second.rows["reviews"][0] + 1


class TestWhatIsWritten:
    def test_no_half_arrived_file_and_no_password_of_a_server(self, backup: Path) -> None:
        names = [path.name for path in backup.rglob("*") if path.is_file()]
        assert "incoming-1" not in names
        assert "postgres-app" not in names
        assert {NAME, DUMP, "secret-key"} <= set(names)

    def test_it_is_closed_to_others(self, backup: Path) -> None:
        assert backup.stat().st_mode & 0o077 == 0

    def test_every_file_has_its_digest(self, backup: Path) -> None:
        written = {
            str(path.relative_to(backup)) for path in backup.rglob("*") if path.is_file()
        } - {NAME}
        assert set(read_manifest(backup).files) == written

    def test_a_folder_with_something_in_it_is_left_alone(
        self, session: Session, home: Home, database: TestDatabase, tmp_path: Path
    ) -> None:
        (tmp_path / "letter.txt").write_text("Mine")
        with pytest.raises(TargetInTheWay, match="not empty"):
            service.make_backup(
                session,
                tmp_path,
                home=home,
                owner_url=make_url(database.owner_url),
                at=utc_now(),
            )
        assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]

    def test_what_fails_half_way_leaves_nothing(
        self, session: Session, home: Home, database: TestDatabase, tmp_path: Path
    ) -> None:
        nowhere = make_url(database.owner_url).set(database="nowhere")
        with pytest.raises(PostgresError, match="pg_dump"):
            service.make_backup(session, tmp_path / "b", home=home, owner_url=nowhere, at=utc_now())
        assert list(tmp_path.iterdir()) == []


@pytest.fixture
def copy(backup: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(backup, tmp_path / "copy"))


class TestWhatIsRefused:
    def test_an_altered_file_is_named_and_nothing_is_made(self, copy: Path, tmp_path: Path) -> None:
        (copy / DUMP).write_bytes((copy / DUMP).read_bytes()[:-1])
        with pytest.raises(BackupDamaged, match=DUMP):
            service.begin_restore(copy, tmp_path / "home")
        assert not (tmp_path / "home").exists()

    def test_a_missing_original_is_named(self, copy: Path, tmp_path: Path, filled: str) -> None:
        Storage(copy / "originals").destroy(filled)
        with pytest.raises(BackupDamaged, match=filled):
            service.begin_restore(copy, tmp_path / "home")

    def test_a_folder_that_is_no_backup(self, tmp_path: Path) -> None:
        with pytest.raises(NotABackup, match="reviews backup"):
            service.begin_restore(tmp_path, tmp_path / "home")

    def test_a_backup_of_a_later_release(self, copy: Path, tmp_path: Path) -> None:
        now = read_manifest(copy)
        later = Manifest(now.made, "9999", now.demonstration, now.events, now.head, now.files)
        write_manifest(copy, later)
        with pytest.raises(NotABackup, match="9999"):
            service.begin_restore(copy, tmp_path / "home")

    def test_a_home_that_holds_an_installation(self, copy: Path, home: Home) -> None:
        with pytest.raises(TargetInTheWay, match="already holds"):
            service.begin_restore(copy, home.path)

    def test_a_database_that_holds_one(self, backup: Path, database: TestDatabase) -> None:
        with pytest.raises(TargetInTheWay, match="DATABASE_URL"):
            service.restore_database(backup, owner_url=make_url(database.owner_url))

    def test_a_dump_that_cannot_be_read_says_so_without_rows(
        self, server: ServerHandle, tmp_path: Path
    ) -> None:
        (tmp_path / DUMP).write_bytes(b"nothing of the kind")
        with pytest.raises(PostgresError, match="pg_restore ended"):
            load_database(_other(server.owner_url), tmp_path / DUMP)


def _other(url: URL) -> URL:
    return url.set(database="postgres")


class TestAfterwards:
    def test_what_the_backup_never_had_is_told(
        self, sessions: sessionmaker[Session], backup: Path, tmp_path: Path, filled: str
    ) -> None:
        with sessions() as session:
            found = service.check_restored(session, read_manifest(backup), Storage(tmp_path))
        assert found.missing == [filled]

    def test_a_trail_that_is_shorter_than_it_was_is_told(
        self, sessions: sessionmaker[Session], backup: Path, home: Home
    ) -> None:
        now = read_manifest(backup)
        longer = Manifest(now.made, now.schema, False, now.events + 50, now.head, now.files)
        with sessions() as session:
            found = service.check_restored(session, longer, Storage(home.originals))
        assert any("the backup had" in each for each in found.faults)
