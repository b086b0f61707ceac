"""A cluster on disk, and the command line that serves it.

PostgreSQL is given its data folder as ``/proc/self/cwd``: the folder we put it in, whatever it is
called. So the account that it runs as needs no right on the folders above (a home below /root
stays closed), and no length of path matters. Linux only, like the package's Linux build.
"""

import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.kit.postgres.accounts import Account
from app.kit.postgres.errors import ClusterFromAnotherVersion, ServerDidNotStart
from app.kit.postgres.postmaster import end_processes
from app.kit.postgres.programs import MAJOR_VERSION, Programs

HERE = "/proc/self/cwd"
SUPERUSER = "postgres"
LOOPBACK = "127.0.0.1"

_SHARED_MEMORY_NEEDED = 512 * 1024 * 1024

# Only passwords over the loopback interface; no line trusts anybody.
_HOST_RULES = f"host all all {LOOPBACK}/32 scram-sha-256\n"


@dataclass(frozen=True, slots=True)
class Cluster:
    """The files of one server: ``home/postgres`` and its log in ``home/logs``."""

    home: Path

    @property
    def folder(self) -> Path:
        """The folder that the server's account owns."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """Where the server writes its messages."""
        return self.home / "logs" / "postgres.log"

    @property
    def lock(self) -> Path:
        """The file whose lock serialises start and stop."""
        return self.home / "postgres.lock"

    @property
    def exists(self) -> bool:
        """Whether the cluster has been made."""
        return self.data.is_dir()


def make_cluster(
    cluster: Cluster, programs: Programs, account: Account, *, password: str, durable: bool
) -> None:
    """Make the data folder, whole or not at all.

    ``password`` becomes the superuser's. Raises ServerDidNotStart with initdb's own words.
    """
    cluster.folder.mkdir(exist_ok=True)
    account.own(cluster.folder, 0o700)
    draft = cluster.folder / "data.unfinished"
    if draft.exists():
        # A command killed here may have left its initdb at work.
        end_processes(draft)
        shutil.rmtree(draft)
    draft.mkdir()
    account.own(draft, 0o700)
    password_file = cluster.folder / f"password.{secrets.token_hex(4)}"
    password_file.touch(0o600)
    try:
        password_file.write_text(password, encoding="ascii")
        account.own(password_file, 0o600)
        options = [] if durable else ["--no-sync"]
        done = account.run(
            [programs.path("initdb"), "--pgdata", HERE, "--username", SUPERUSER,
             "--pwfile", f"../{password_file.name}", "--auth", "scram-sha-256",
             # Collation of our own: the same order on every machine, whatever locales it has.
             "--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin",
             "--builtin-locale", "C.UTF-8", "--no-instructions", *options],
            cwd=draft,
        )  # fmt: skip
    finally:
        password_file.unlink()
    if done.returncode != 0:
        raise ServerDidNotStart(f"The database could not be made: {done.stderr.strip()}")
    rules = draft / "pg_hba.conf"
    rules.write_text(_HOST_RULES, encoding="ascii")
    account.own(rules, 0o600)
    draft.rename(cluster.data)


def check_version(cluster: Cluster) -> None:
    """Raise ClusterFromAnotherVersion unless our programs can open the data folder."""
    found = (cluster.data / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != str(MAJOR_VERSION):
        raise ClusterFromAnotherVersion(
            f"{cluster.data} was written by PostgreSQL {found} and this release carries "
            f"{MAJOR_VERSION}. Back it up with the release that wrote it (`reviews backup`) and "
            "restore the backup into a new REVIEWS_HOME."
        )


def launch(
    cluster: Cluster, programs: Programs, account: Account, *, port: int, durable: bool
) -> int:
    """Start the server, detached from this process, and return its process number.

    The server gets init for a parent, so that it outlives this command and leaves no zombie.
    Whether it becomes ready is for the caller to watch.
    """
    cluster.log.parent.mkdir(exist_ok=True, mode=0o700)
    command = [str(programs.path("postgres")), "-D", HERE, *_settings(port, durable=durable)]
    descriptor = os.open(cluster.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        started = account.run(
            ["/bin/sh", "-c", '"$@" 1>&2 & echo $!', "sh", *command],
            cwd=cluster.data,
            stderr=descriptor,
        )
    finally:
        os.close(descriptor)
    return int(started.stdout)


def _settings(port: int, *, durable: bool) -> Sequence[str]:
    """The server's settings, as options: a new release's tuning holds from the next start."""
    values: dict[str, object] = {
        "port": port,
        "listen_addresses": LOOPBACK,
        "unix_socket_directories": "",
        "cluster_name": "reviews",
        "password_encryption": "scram-sha-256",
        "max_connections": 100,
        "shared_buffers": "256MB" if durable else "128MB",
        "effective_cache_size": "1GB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "dynamic_shared_memory_type": _shared_memory_type(),
        "max_wal_size": "1GB",
        "checkpoint_timeout": "15min",
        "random_page_cost": 1.1,
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "log_checkpoints": "off",
        # Statements and the details of errors quote case text; the log must never hold it.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    if not durable:
        values |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return [part for name, value in values.items() for part in ("-c", f"{name}={value}")]


def _shared_memory_type() -> str:
    """POSIX shared memory, unless a container grants so little that a large query would fail."""
    try:
        facts = os.statvfs("/dev/shm")  # noqa: S108 - asked for its size, not written to
    except OSError:
        return "mmap"
    return "posix" if facts.f_bavail * facts.f_frsize >= _SHARED_MEMORY_NEEDED else "mmap"
