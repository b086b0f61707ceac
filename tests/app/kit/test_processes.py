import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.kit.postgres.postmaster import wait_until

CHECKOUT = Path(__file__).resolve().parents[3]

# Each child notes its process number, then waits for its end and notes how it came.
CHILD = """
import os, signal, sys, time
from pathlib import Path
notes = Path(sys.argv[1])
def end(number, frame):
    with notes.open("a") as file: file.write(f"told {number}\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN if "deaf" in sys.argv else end)
with notes.open("a") as file: file.write(f"pid {os.getpid()}\\n")
if "crash" in sys.argv: sys.exit(3)
time.sleep(60)
"""

KEEPER = """
import logging, sys
from pathlib import Path
from app.kit import processes
from app.kit.processes import Chore, Program, run_together
logging.basicConfig(level="INFO", stream=sys.stderr)
processes.FIRST_PAUSE_SECONDS = 0.05
folder, *kinds = sys.argv[1:]
programs = [
    Program(f"{kind}-{i}", [sys.executable, "-c", CHILD, str(Path(folder) / f"{kind}-{i}"), kind])
    for i, kind in enumerate(kinds)
]
def chore():
    with (Path(folder) / "chore").open("a") as file: file.write("done\\n")
    raise RuntimeError("the chore failed")
sys.exit(run_together(programs, chores=[Chore("tidying", chore, 0.2)], stop_seconds=1.0))
"""


@contextmanager
def keeper(folder: Path, *kinds: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", f"CHILD = {CHILD!r}\n{KEEPER}", str(folder), *kinds],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def noted(folder: Path, name: str, word: str) -> list[int]:
    file = folder / name
    lines = file.read_text().splitlines() if file.exists() else []
    return [int(line.split()[1]) for line in lines if line.startswith(word)]


def pids(folder: Path, name: str) -> list[int]:
    return noted(folder, name, "pid")


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def up(folder: Path, *names: str) -> None:
    assert wait_until(lambda: all(pids(folder, name) for name in names), seconds=20)


class TestStopping:
    def test_a_signal_ends_every_child_in_peace(self, tmp_path: Path) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            folder = tmp_path / number.name
            folder.mkdir()
            with keeper(folder, "web", "worker") as process:
                up(folder, "web-0", "worker-1")
                process.send_signal(number)
                assert process.wait(timeout=10) == 0
            for name in ("web-0", "worker-1"):
                assert noted(folder, name, "told") == [signal.SIGTERM]
                assert not lives(pids(folder, name)[0])

    def test_a_child_that_does_not_listen_is_killed(self, tmp_path: Path) -> None:
        with keeper(tmp_path, "deaf", "web") as process:
            up(tmp_path, "deaf-0", "web-1")
            began = time.monotonic()
            process.terminate()
            assert process.wait(timeout=10) == 0
        assert 0.9 < time.monotonic() - began < 5
        assert not lives(pids(tmp_path, "deaf-0")[0])

    def test_a_second_signal_does_not_wait(self, tmp_path: Path) -> None:
        with keeper(tmp_path, "deaf") as process:
            up(tmp_path, "deaf-0")
            began = time.monotonic()
            process.terminate()
            time.sleep(0.3)
            process.terminate()
            assert process.wait(timeout=10) == 0
        assert time.monotonic() - began < 0.9

    def test_children_end_when_their_keeper_is_killed(self, tmp_path: Path) -> None:
        with keeper(tmp_path, "web", "worker") as process:
            up(tmp_path, "web-0", "worker-1")
            process.kill()
            children = [*pids(tmp_path, "web-0"), *pids(tmp_path, "worker-1")]
            assert wait_until(lambda: not any(map(lives, children)), seconds=10)


class TestCrashing:
    def test_a_killed_child_is_started_again_and_the_others_are_left_alone(
        self, tmp_path: Path
    ) -> None:
        with keeper(tmp_path, "web", "worker") as process:
            up(tmp_path, "web-0", "worker-1")
            os.kill(pids(tmp_path, "worker-1")[0], signal.SIGKILL)
            assert wait_until(lambda: len(pids(tmp_path, "worker-1")) == 2, seconds=10)
            process.terminate()
            process.wait(timeout=10)
        assert len(pids(tmp_path, "web-0")) == 1

    def test_a_child_that_cannot_live_takes_all_down_with_a_code(self, tmp_path: Path) -> None:
        with keeper(tmp_path, "crash", "web") as process:
            _, errors = process.communicate(timeout=30)

        assert process.returncode == 1
        assert len(pids(tmp_path, "crash-0")) == 6
        assert not lives(pids(tmp_path, "web-1")[0])
        assert "crash-0 ended with 3 again; giving up" in errors


class TestChores:
    def test_a_chore_that_fails_is_logged_and_tried_again(self, tmp_path: Path) -> None:
        with keeper(tmp_path, "web") as process:
            up(tmp_path, "web-0")
            done = tmp_path / "chore"
            assert wait_until(
                lambda: done.exists() and len(done.read_text().splitlines()) >= 2, seconds=10
            )
            process.terminate()
            _, errors = process.communicate(timeout=10)
        assert "tidying failed" in errors
        assert process.returncode == 0
