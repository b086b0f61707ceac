"""Run the service's processes together: all up, or all down.

Children are restarted when they crash, told to end when we are told, and end with us even when we
are killed. Each is in a session of its own, so that Ctrl-C reaches us alone and they end in order.
"""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from app.kit import tethered

log = logging.getLogger(__name__)

STOP_SECONDS = 15.0
LOOK_SECONDS = 0.2
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# A process that lives this long has started well: its next crash is a new one.
STEADY_SECONDS = 60.0
CRASHES_BEFORE_GIVING_UP = 6

EXIT_OK = 0
EXIT_FAILED = 1

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Program:
    """A command to keep running, under a name for the log."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to see to between looks at the children, such as the database server."""

    name: str
    act: Callable[[], object]
    every_seconds: float


def run_together(
    programs: Sequence[Program],
    *,
    chores: Sequence[Chore] = (),
    stop_seconds: float = STOP_SECONDS,
) -> int:
    """Keep ``programs`` running until SIGINT, SIGTERM or SIGHUP; the exit code to end with.

    A crashed program is restarted after a pause that doubles. One that crashes
    CRASHES_BEFORE_GIVING_UP times without ever living STEADY_SECONDS takes all down, and the code
    is EXIT_FAILED. On a signal each gets SIGTERM, and SIGKILL after ``stop_seconds``; a second
    signal kills at once. A chore that raises is logged and tried again at its next time. Call it
    from the main thread, which must outlive the children.
    """
    children = [_Child(program) for program in programs]
    timetable = [_Timetable(chore) for chore in chores]
    with _signals() as told:
        try:
            while not told.to_stop.is_set():
                for child in children:
                    child.tend()
                if any(child.has_given_up for child in children):
                    return EXIT_FAILED
                for entry in timetable:
                    entry.act_when_due()
                told.to_stop.wait(LOOK_SECONDS)
            return EXIT_OK
        finally:
            _stop_all(children, told, stop_seconds)


class _Told:
    """What the operator has asked for."""

    def __init__(self) -> None:
        self.to_stop = threading.Event()
        self.to_stop_now = threading.Event()

    def hear(self, _number: int, _frame: FrameType | None) -> None:
        if self.to_stop.is_set():
            self.to_stop_now.set()
        self.to_stop.set()


@contextlib.contextmanager
def _signals() -> Iterator[_Told]:
    told = _Told()
    before = {number: signal.signal(number, told.hear) for number in _STOP_SIGNALS}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Child:
    """One program and the process that runs it now."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._not_before = 0.0
        self._crashes = 0

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def has_given_up(self) -> bool:
        return self._crashes >= CRASHES_BEFORE_GIVING_UP

    def tend(self) -> None:
        """Notice a crash; start when it is time."""
        now = time.monotonic()
        if self._process is not None and self._process.poll() is not None:
            self._note_crash(self._process.returncode, now)
            self._process = None
        if self._process is None and not self.has_given_up and now >= self._not_before:
            self._start(now)

    def signal(self, number: signal.Signals) -> None:
        """Send ``number`` to the process and, when it is SIGKILL, to all that it started."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if number is signal.SIGKILL:
                os.killpg(self._process.pid, number)
            else:
                self._process.send_signal(number)

    def reap(self) -> None:
        """Wait for a process that has been killed."""
        if self._process is not None:
            self._process.wait()

    def _start(self, now: float) -> None:
        tether = [sys.executable, "-I", "-S", str(Path(tethered.__file__)), str(os.getpid())]
        self._process = subprocess.Popen(
            [*tether, *self._program.command],
            env=os.environ | dict(self._program.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._started = now
        log.info("%s started as process %d", self._program.name, self._process.pid)

    def _note_crash(self, code: int, now: float) -> None:
        if now - self._started >= STEADY_SECONDS:
            self._crashes = 0
        self._crashes += 1
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (self._crashes - 1), LONGEST_PAUSE_SECONDS)
        self._not_before = now + pause
        if self.has_given_up:
            log.error("%s ended with %d again; giving up", self._program.name, code)
        else:
            log.error("%s ended with %d; restart in %.1f s", self._program.name, code, pause)


class _Timetable:
    """When a chore is due."""

    def __init__(self, chore: Chore) -> None:
        self._chore = chore
        self._due = time.monotonic() + chore.every_seconds

    def act_when_due(self) -> None:
        if time.monotonic() < self._due:
            return
        try:
            self._chore.act()
        except Exception:
            log.exception("%s failed", self._chore.name)
        self._due = time.monotonic() + self._chore.every_seconds


def _stop_all(children: Sequence[_Child], told: _Told, seconds: float) -> None:
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while any(child.runs for child in children) and time.monotonic() < deadline:
        if told.to_stop_now.wait(LOOK_SECONDS / 4):
            break
    for child in children:
        # Also for those that ended well: their own children may have stayed.
        child.signal(signal.SIGKILL)
        child.reap()
