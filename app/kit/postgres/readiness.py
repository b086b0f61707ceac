"""Wait for a server to accept connections and to be prepared for the application."""

import time
from pathlib import Path

import psycopg

from app.kit.postgres import roles
from app.kit.postgres.cluster import Cluster
from app.kit.postgres.errors import ServerDidNotStart
from app.kit.postgres.postmaster import POLL_SECONDS, Postmaster, find_postmaster, is_alive
from app.kit.postgres.roles import Passwords

START_SECONDS = 30.0
# A server that repeats its log after a crash is at work, not stuck.
RECOVERY_SECONDS = 300.0
SHELL_SECONDS = 1.0
LOG_LINES_SHOWN = 12


def await_ready(cluster: Cluster, pid: int) -> Postmaster | None:
    """The main process ``pid`` once it accepts connections, None when it has ended.

    Raises ServerDidNotStart when it takes longer than any recovery should.
    """
    began = time.monotonic()
    while time.monotonic() - began < RECOVERY_SECONDS:
        # Asked before its file is read: a process that ended since has a file that is up to date.
        alive = is_alive(pid, cluster.data)
        postmaster = find_postmaster(cluster.data)
        if postmaster is not None and postmaster.pid == pid and postmaster.is_ready:
            return postmaster
        # In its first instant the process is still the shell that becomes the server.
        if not alive and time.monotonic() - began > SHELL_SECONDS:
            return None
        time.sleep(POLL_SECONDS)
    raise ServerDidNotStart(f"PostgreSQL is still not ready.\n{end_of(cluster.log)}")


def is_prepared(
    cluster: Cluster, postmaster: Postmaster, passwords: Passwords, *, throwaway: bool
) -> bool:
    """Whether the server lets the application in, after preparing the database when need be.

    False when the server ends meanwhile. Raises ServerDidNotStart when it runs and refuses us.
    """
    deadline = time.monotonic() + START_SECONDS
    while not roles.application_can_connect(passwords, postmaster.port):
        try:
            roles.prepare_database(passwords, postmaster.port, owner_makes_databases=throwaway)
        except psycopg.OperationalError as error:
            now = find_postmaster(cluster.data)
            if now is None or now.pid != postmaster.pid or now.status == "stopping":
                return False
            if time.monotonic() > deadline:
                raise ServerDidNotStart(
                    f"PostgreSQL runs (process {postmaster.pid}) and refuses us: {error}\n"
                    f"{end_of(cluster.log)}"
                ) from error
            time.sleep(POLL_SECONDS)
    return True


def end_of(log: Path) -> str:
    """The last lines of the server's log, to show with an error."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return f"(no log at {log})"
    return "\n".join([f"The end of {log}:", *lines[-LOG_LINES_SHOWN:]])
