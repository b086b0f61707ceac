"""The processes of a cluster, read from its lock file and from the kernel.

A process belongs to a cluster when it runs the ``postgres`` program with the cluster's data
folder as its working folder. A number in ``postmaster.pid`` proves nothing on its own: after a
crash it may belong to any other program by now.
"""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.kit.postgres.errors import ServerDidNotStop

POLL_SECONDS = 0.02
FAST_STOP_SECONDS = 30.0
FORCED_STOP_SECONDS = 10.0

_PID_FILE = "postmaster.pid"
_PORT_LINE = 3
_STATUS_LINE = 7


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The live main process of a cluster."""

    pid: int
    port: int
    status: str

    @property
    def is_ready(self) -> bool:
        """Whether it said that it accepts connections."""
        return self.status == "ready"


def find_postmaster(data: Path) -> Postmaster | None:
    """The live main process of the cluster in ``data``, or None."""
    try:
        lines = (data / _PID_FILE).read_text(encoding="utf-8").splitlines()
        pid, port = int(lines[0]), int(lines[_PORT_LINE])
    except (OSError, ValueError, IndexError):
        # Absent, or half written by a server in its first instant or its last.
        return None
    if not is_alive(pid, data):
        return None
    return Postmaster(pid, port, lines[_STATUS_LINE].strip() if len(lines) > _STATUS_LINE else "")


def is_alive(pid: int, data: Path) -> bool:
    """Whether ``pid`` is a process of the cluster in ``data``; a zombie is not."""
    return _works_in(data, pid, "postgres")


def clear_leftovers(data: Path) -> None:
    """End what a killed main process left: orphaned backends and a lock file of nobody's.

    Call it only under the home's lock and when no main process lives. The order matters: the
    lock file is PostgreSQL's own guard against two servers on one folder, so it goes last.
    Raises ServerDidNotStop when an orphan outlives every signal.
    """
    end_processes(data, program="postgres")
    (data / _PID_FILE).unlink(missing_ok=True)


def end_processes(folder: Path, *, program: str | None = None) -> None:
    """End every process that works in ``folder`` (and runs ``program``, when one is named).

    Raises ServerDidNotStop when one outlives every signal.
    """
    for how in (signal.SIGTERM, signal.SIGKILL):
        found = _processes(folder, program)
        if not found:
            return
        _send(how, found)
        wait_until(lambda: not _processes(folder, program), seconds=FORCED_STOP_SECONDS)
    left = _processes(folder, program)
    if left:
        raise ServerDidNotStop(f"Processes {left} still use {folder}.")


def stop_postmaster(data: Path, postmaster: Postmaster) -> None:
    """End the server: disconnect clients and write a checkpoint; by force when that hangs.

    Raises ServerDidNotStop when a process outlives every signal.
    """
    for how, seconds in (
        (signal.SIGINT, FAST_STOP_SECONDS),
        (signal.SIGQUIT, FORCED_STOP_SECONDS),
        (signal.SIGKILL, FORCED_STOP_SECONDS),
    ):
        _send(how, [postmaster.pid])
        if wait_until(lambda: not is_alive(postmaster.pid, data), seconds=seconds):
            break
    clear_leftovers(data)


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Whether ``condition`` came true within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _processes(folder: Path, program: str | None) -> list[int]:
    """The processes that work in ``folder``, of those that this account may look at."""
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in numbers if _works_in(folder, pid, program)]


def _works_in(folder: Path, pid: int, program: str | None) -> bool:
    process = Path("/proc") / str(pid)
    try:
        # An upgrade of the package replaces the file below a running server.
        running = str((process / "exe").readlink()).removesuffix(" (deleted)")
        named = program is None or Path(running).name == program
        return named and (process / "cwd").samefile(folder)
    except OSError:
        # Gone, a zombie, or a stranger's.
        return False


def _send(how: signal.Signals, pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, how)
