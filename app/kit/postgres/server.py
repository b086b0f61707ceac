"""Start, adopt and stop the embedded server of a home."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL

from app.kit.postgres import roles
from app.kit.postgres.accounts import Account, account_for
from app.kit.postgres.cluster import (
    SUPERUSER,
    Cluster,
    check_version,
    launch,
    make_cluster,
)
from app.kit.postgres.errors import HomeBelongsToAnother, ServerBusy, ServerDidNotStart
from app.kit.postgres.ports import free_port, is_free
from app.kit.postgres.postmaster import (
    Postmaster,
    clear_leftovers,
    find_postmaster,
    stop_postmaster,
    wait_until,
)
from app.kit.postgres.programs import Programs, packaged_programs, programs_for
from app.kit.postgres.readiness import await_ready, end_of, is_prepared
from app.kit.postgres.roles import Passwords
from app.kit.secret_files import read_or_make_secret

LOCK_SECONDS = 150.0
PORT_TRIALS = 5
LOG_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ServerHandle:
    """A server that answers. ``started`` tells whether this call started or met it."""

    home: Path
    pid: int
    port: int
    started: bool
    owner_url: URL
    app_url: URL
    superuser_url: URL = field(repr=False)

    @property
    def programs(self) -> Programs:
        """``pg_dump``, ``pg_restore`` and the rest, of the server's own version."""
        return packaged_programs()


def ensure_server(home: Path, *, durable: bool = True) -> ServerHandle:
    """The server of ``home``, started (and made, the first time) when none runs.

    Any number of processes may call at once: one starts it and all get it. A server that outlived
    the command that started it is adopted; the traces of one that was killed are cleared first.
    It outlives this process; ``stop_server`` ends it. ``durable=False`` trades safety against
    power loss for speed, for tests. Raises PostgresError.
    """
    cluster = _cluster_of(home)
    with _explained(cluster), _locked(cluster):
        account = account_for(cluster.folder)
        passwords = _passwords(cluster.home)
        met = _adoptable(cluster)
        if met is not None and is_prepared(cluster, met, passwords, throwaway=not durable):
            return _handle(cluster, met, passwords, started=False)
        # None runs, or the one we met was told to end as we met it.
        fresh = _start(cluster, account, passwords, durable=durable)
        if not is_prepared(cluster, fresh, passwords, throwaway=not durable):
            raise ServerDidNotStart(f"PostgreSQL ended early.\n{end_of(cluster.log)}")
        return _handle(cluster, fresh, passwords, started=True)


def stop_server(home: Path) -> bool:
    """End the server of ``home`` and whatever a killed one left; whether one was running.

    Raises PostgresError when it belongs to another account or will not end.
    """
    cluster = _cluster_of(home)
    with _explained(cluster):
        if not cluster.folder.exists():
            return False
    with _explained(cluster), _locked(cluster):
        account_for(cluster.folder)
        postmaster = find_postmaster(cluster.data)
        if postmaster is None:
            clear_leftovers(cluster.data)
            return False
        stop_postmaster(cluster.data, postmaster)
        return True


def running_server(home: Path) -> ServerHandle | None:
    """The server of ``home`` if one runs and accepts connections; starts nothing."""
    cluster = _cluster_of(home)
    with _explained(cluster):
        if not cluster.folder.exists():
            return None
        account_for(cluster.folder)
        postmaster = find_postmaster(cluster.data)
        if postmaster is None or not postmaster.is_ready:
            return None
        return _handle(cluster, postmaster, _passwords(cluster.home), started=False)


def _cluster_of(home: Path) -> Cluster:
    return Cluster(home.expanduser().resolve())


def _passwords(home: Path) -> Passwords:
    secrets = home / "secrets"
    return Passwords(
        superuser=read_or_make_secret(secrets / "postgres-superuser"),
        owner=read_or_make_secret(secrets / "postgres-owner"),
        application=read_or_make_secret(secrets / "postgres-app"),
    )


def _handle(
    cluster: Cluster, postmaster: Postmaster, passwords: Passwords, *, started: bool
) -> ServerHandle:
    port = postmaster.port
    return ServerHandle(
        home=cluster.home,
        pid=postmaster.pid,
        port=port,
        started=started,
        owner_url=roles.url_for(roles.OWNER, passwords.owner, port),
        app_url=roles.url_for(roles.APPLICATION, passwords.application, port),
        superuser_url=roles.url_for(SUPERUSER, passwords.superuser, port),
    )


@contextlib.contextmanager
def _explained(cluster: Cluster) -> Iterator[None]:
    """Say what a closed folder means here."""
    try:
        yield
    except PermissionError as error:
        raise HomeBelongsToAnother(
            f"{cluster.home} is closed to this account ({error}). Run the command as the account "
            "that made it, or choose another REVIEWS_HOME."
        ) from error


@contextlib.contextmanager
def _locked(cluster: Cluster) -> Iterator[None]:
    """Hold the home's lock. The kernel frees it when we die, so it cannot go stale."""
    cluster.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(cluster.lock, os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        if not wait_until(lambda: _try_lock(descriptor), seconds=LOCK_SECONDS):
            raise ServerBusy(f"Another command has held {cluster.lock} for {LOCK_SECONDS:.0f} s.")
        yield
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _adoptable(cluster: Cluster) -> Postmaster | None:
    """The running server once it is ready; None when there is none or it is on its way out."""
    postmaster = find_postmaster(cluster.data)
    if postmaster is None or postmaster.status == "stopping":
        return None
    return await_ready(cluster, postmaster.pid)


def _start(
    cluster: Cluster, account: Account, passwords: Passwords, *, durable: bool
) -> Postmaster:
    programs = programs_for(account)
    if not cluster.exists:
        make_cluster(cluster, programs, account, password=passwords.superuser, durable=durable)
    check_version(cluster)
    leaving = find_postmaster(cluster.data)
    if leaving is not None:
        stop_postmaster(cluster.data, leaving)
    clear_leftovers(cluster.data)
    _turn_log(cluster.log)
    for _ in range(PORT_TRIALS):
        port = free_port(cluster.home / "postgres.port")
        pid = launch(cluster, programs, account, port=port, durable=durable)
        postmaster = await_ready(cluster, pid)
        if postmaster is not None:
            return postmaster
        if is_free(port):
            break
        # Between our look and the server's, another program took the port.
    raise ServerDidNotStart(f"PostgreSQL did not start.\n{end_of(cluster.log)}")


def _turn_log(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
