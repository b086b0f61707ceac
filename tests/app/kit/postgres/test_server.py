import contextlib
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from app.kit.postgres import (
    ServerHandle,
    ensure_server,
    running_server,
    stop_server,
    throwaway_server,
)
from app.kit.postgres.errors import ClusterFromAnotherVersion
from app.kit.postgres.postmaster import is_alive, wait_until
from tests.app.kit.postgres.conftest import ENSURE, answer, command, connect, open_path, run

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="says what happens when root starts it")

ORDINARY = 65534  # nobody, on every Linux
OTHER = 65533

# Busy in a loop that never waits, so that it does not notice when its parent is gone.
BUSY = b"SELECT count(*) FROM generate_series(1, 100000000000)"


def kill(server: ServerHandle) -> None:
    os.kill(server.pid, signal.SIGKILL)
    data = server.home / "postgres" / "data"
    assert wait_until(lambda: not is_alive(server.pid, data), seconds=5)


def has_server(home: Path) -> bool:
    return running_server(home) is not None


class TestStarting:
    def test_a_new_home_answers_both_roles(self, home: Path) -> None:
        server = ensure_server(home, durable=False)

        assert server.started
        assert answer(server.owner_url, "SELECT current_user") == "reviews_owner"
        assert answer(server.app_url, "SELECT current_user") == "reviews_app"

    def test_a_second_call_meets_the_same_server(self, home: Path) -> None:
        first = ensure_server(home, durable=False)
        second = ensure_server(home, durable=False)

        assert not second.started
        assert (second.pid, second.app_url) == (first.pid, first.app_url)

    def test_a_real_home_keeps_fsync_and_a_throwaway_does_not(self, home: Path) -> None:
        assert answer(ensure_server(home).app_url, "SHOW fsync") == "on"
        stop_server(home)
        assert answer(ensure_server(home, durable=False).app_url, "SHOW fsync") == "off"

    def test_callers_that_race_get_one_server(self, home: Path) -> None:
        with contextlib.ExitStack() as stack:
            racers = [stack.enter_context(command(ENSURE, home)) for _ in range(5)]
            results = [racer.communicate(timeout=90) for racer in racers]

        assert {racer.returncode for racer in racers} == {0}, results
        assert len({output for output, _ in results}) == 1

    def test_a_home_of_any_length_will_do(self, home: Path) -> None:
        far = home.joinpath(*("a-folder-with-a-long-name-" * 3 for _ in range(8)))
        server = ensure_server(far, durable=False)
        try:
            assert len(str(far)) > 600
            assert answer(server.app_url, "SELECT 1") == 1
        finally:
            stop_server(far)

    def test_two_homes_run_side_by_side(self, home: Path, tmp_path: Path) -> None:
        with throwaway_server(tmp_path / "other") as other:
            server = ensure_server(home, durable=False)
            assert server.port != other.port
            with connect(server.owner_url) as connection:
                connection.execute("CREATE TABLE here ()")
            assert answer(other.owner_url, "SELECT to_regclass('here')") is None

    def test_a_busy_port_of_the_last_start_is_given_up(self, home: Path) -> None:
        before = ensure_server(home, durable=False)
        stop_server(home)
        squatter = "import socket, sys; s = socket.create_server(('127.0.0.1', int(sys.argv[1])));"
        squatter += "print('here', flush=True); sys.stdin.read()"
        with subprocess.Popen(
            [sys.executable, "-c", squatter, str(before.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            after = ensure_server(home, durable=False)
            process.kill()

        assert after.port != before.port
        assert answer(after.app_url, "SELECT 1") == 1

    def test_a_folder_of_another_version_is_left_alone(self, home: Path) -> None:
        ensure_server(home, durable=False)
        stop_server(home)
        (home / "postgres" / "data" / "PG_VERSION").write_text("16\n")

        with pytest.raises(ClusterFromAnotherVersion, match="written by PostgreSQL 16"):
            ensure_server(home, durable=False)


class TestRecovering:
    def test_a_server_outlives_its_command_and_is_adopted(self, home: Path) -> None:
        pid = int(run(ENSURE, home))

        server = ensure_server(home, durable=False)

        assert server.pid == pid
        assert not server.started

    def test_a_killed_server_comes_back_on_its_port_with_its_data(self, home: Path) -> None:
        before = ensure_server(home)
        with connect(before.owner_url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
        kill(before)

        after = ensure_server(home)

        assert after.started
        assert after.app_url == before.app_url
        assert answer(after.app_url, "SELECT number FROM kept") == 42

    def test_a_busy_backend_of_a_killed_server_is_ended(self, home: Path) -> None:
        before = ensure_server(home, durable=False)
        with contextlib.closing(connect(before.app_url)) as connection:
            backend = connection.info.backend_pid
            connection.pgconn.send_query(BUSY)
            time.sleep(0.3)
            kill(before)
            data = home / "postgres" / "data"
            assert is_alive(backend, data)

            after = ensure_server(home, durable=False)

            assert not is_alive(backend, data)
            assert answer(after.app_url, "SELECT 1") == 1

    def test_a_lock_file_naming_some_other_process_is_no_obstacle(self, home: Path) -> None:
        before = ensure_server(home, durable=False)
        lock = home / "postgres" / "data" / "postmaster.pid"
        lines = lock.read_text().splitlines()
        kill(before)
        lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

        assert answer(ensure_server(home, durable=False).app_url, "SELECT 1") == 1

    @pytest.mark.parametrize("seconds", [0.2, 0.5, 0.8, 1.1, 1.4, 1.7])
    def test_a_first_start_killed_at_any_moment_is_completed(
        self, home: Path, seconds: float
    ) -> None:
        with command(ENSURE, home) as starting:
            time.sleep(seconds)
            starting.kill()

        server = ensure_server(home, durable=False)

        assert answer(server.app_url, "SELECT '[1,2]'::vector::text") == "[1,2]"

    def test_a_server_that_is_stopping_is_waited_for(self, home: Path) -> None:
        before = ensure_server(home, durable=False)
        os.kill(before.pid, signal.SIGINT)

        after = ensure_server(home, durable=False)

        assert answer(after.app_url, "SELECT 1") == 1
        assert after.pid != before.pid


class TestStopping:
    def test_stopping_ends_every_process_and_tells_whether_one_ran(self, home: Path) -> None:
        server = ensure_server(home, durable=False)
        with connect(server.app_url):
            assert stop_server(home)

        assert not is_alive(server.pid, home / "postgres" / "data")
        assert not has_server(home)
        assert not stop_server(home)

    def test_a_home_without_a_database_has_nothing_to_stop(self, home: Path) -> None:
        assert not stop_server(home)
        assert not home.exists()

    def test_a_server_that_hangs_is_ended_by_force(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.kit.postgres.postmaster.FAST_STOP_SECONDS", 0.3)
        monkeypatch.setattr("app.kit.postgres.postmaster.FORCED_STOP_SECONDS", 0.3)
        server = ensure_server(home, durable=False)
        os.kill(server.pid, signal.SIGSTOP)

        assert stop_server(home)
        assert not is_alive(server.pid, home / "postgres" / "data")


class TestThrowaway:
    def test_it_ends_with_its_block(self, tmp_path: Path) -> None:
        with throwaway_server(tmp_path / "trial") as server:
            assert answer(server.owner_url, "SELECT 1") == 1
        assert not has_server(tmp_path / "trial")

    def test_it_ends_when_its_maker_is_killed(self, home: Path) -> None:
        program = """
import sys
from pathlib import Path
from app.kit.postgres import throwaway_server
with throwaway_server(Path(sys.argv[1])) as server:
    print(server.pid, flush=True)
    sys.stdin.read()
"""
        with command(program, home) as maker:
            assert maker.stdout is not None
            pid = int(maker.stdout.readline())
            assert is_alive(pid, home / "postgres" / "data")
            maker.kill()
        assert wait_until(lambda: not is_alive(pid, home / "postgres" / "data"), seconds=10)

    def test_its_owner_may_make_databases(self, tmp_path: Path) -> None:
        with (
            throwaway_server(tmp_path / "trial") as server,
            connect(server.owner_url) as connection,
        ):
            connection.execute("CREATE DATABASE copy TEMPLATE reviews")


class TestGuarding:
    def test_secrets_are_for_their_owner_alone(self, home: Path) -> None:
        ensure_server(home, durable=False)
        secrets = home / "secrets"

        assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
        assert len(list(secrets.iterdir())) == 3
        assert {stat.S_IMODE(file.stat().st_mode) for file in secrets.iterdir()} == {0o600}

    def test_the_representation_shows_no_password(self, home: Path) -> None:
        server = ensure_server(home, durable=False)
        values = [file.read_text().strip() for file in (home / "secrets").iterdir()]

        assert not [value for value in values if value in repr(server)]

    @pytest.mark.parametrize("role", ["postgres", "reviews_owner", "reviews_app"])
    @pytest.mark.parametrize("password", [None, "", "postgres", "wrong"])
    def test_nobody_enters_without_the_password(
        self, shared: ServerHandle, role: str, password: str | None
    ) -> None:
        url = shared.app_url.set(username=role)._replace(password=password)
        with pytest.raises(psycopg.OperationalError, match="password"):
            connect(url)

    @pytest.mark.parametrize("role", ["reviews_owner", "reviews_app"])
    def test_no_role_stands_above_row_security(self, shared: ServerHandle, role: str) -> None:
        url = shared.owner_url if role == "reviews_owner" else shared.app_url
        question = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert answer(url, "SELECT current_user") == role
        assert answer(url, question) is False

    def test_the_application_writes_rows_and_makes_no_tables(self, shared: ServerHandle) -> None:
        with connect(shared.owner_url) as owner:
            owner.execute("CREATE TABLE rows (id int GENERATED ALWAYS AS IDENTITY, word text)")
        with connect(shared.app_url) as application:
            application.execute("INSERT INTO rows (word) VALUES ('seen')")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute("CREATE TABLE mine ()")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute("TRUNCATE rows")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute("ALTER TABLE rows ADD COLUMN more text")

    def test_the_log_never_quotes_a_statement_or_its_values(self, shared: ServerHandle) -> None:
        with connect(shared.owner_url) as owner:
            owner.execute("CREATE TABLE unique_words (word text PRIMARY KEY)")
            for _ in range(2):
                with contextlib.suppress(psycopg.errors.UniqueViolation):
                    owner.execute("INSERT INTO unique_words VALUES ('Thistlewood')")

        log = (shared.home / "logs" / "postgres.log").read_text()

        assert "duplicate key value" in log
        assert "Thistlewood" not in log

    @as_root
    def test_root_runs_it_as_somebody_else(self, shared: ServerHandle) -> None:
        assert Path(f"/proc/{shared.pid}").stat().st_uid != 0

    @as_root
    def test_a_home_that_the_account_cannot_reach_works_and_stays_closed(self, home: Path) -> None:
        home.parent.chmod(0o700)
        server = ensure_server(home, durable=False)

        assert answer(server.app_url, "SELECT 1") == 1
        assert stat.S_IMODE(home.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(home.stat().st_mode) == 0o700


@as_root
class TestOrdinaryUser:
    """What root's tests do not show: the same code in an ordinary account."""

    PROGRAM = """
import sys
from pathlib import Path
from app.kit.postgres import ensure_server, stop_server
home = Path(sys.argv[1])
first = ensure_server(home)
assert first.started and not ensure_server(home).started
print(Path(f"/proc/{first.pid}").stat().st_uid, stop_server(home))
"""

    @pytest.fixture
    def open_home(self, home: Path) -> Path:
        """A folder of nobody's, reachable through pytest's closed ones."""
        home.mkdir()
        os.chown(home, ORDINARY, ORDINARY)
        open_path(home.parent, mode=0o711)
        return home

    def test_it_starts_and_stops_a_server_of_its_own(self, open_home: Path) -> None:
        assert run(self.PROGRAM, open_home, user=ORDINARY) == f"{ORDINARY} True\n"

    def test_root_serves_the_home_of_an_ordinary_user_as_that_user(self, open_home: Path) -> None:
        run(self.PROGRAM, open_home, user=ORDINARY)

        server = ensure_server(open_home, durable=False)

        assert Path(f"/proc/{server.pid}").stat().st_uid == ORDINARY
        stop_server(open_home)
        assert run(self.PROGRAM, open_home, user=ORDINARY) == f"{ORDINARY} True\n"

    @pytest.mark.parametrize("mode", [0o700, 0o755])
    def test_it_is_told_when_the_home_is_somebody_elses(self, open_home: Path, mode: int) -> None:
        ensure_server(open_home, durable=False)
        open_home.chmod(mode)
        program = """
import sys
from pathlib import Path
from app.kit.postgres import PostgresError, ensure_server, stop_server
for act in (ensure_server, stop_server):
    try:
        act(Path(sys.argv[1]))
    except PostgresError as error:
        print(type(error).__name__)
"""
        assert run(program, open_home, user=OTHER).split() == ["HomeBelongsToAnother"] * 2
        assert has_server(open_home)
