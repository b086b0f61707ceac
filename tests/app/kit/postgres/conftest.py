import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import URL

from app.kit.postgres import ServerHandle, stop_server, throwaway_server

CHECKOUT = Path(__file__).resolve().parents[4]

Connection = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home that does not exist yet, whose server is ended afterwards."""
    path = tmp_path / "home"
    yield path
    stop_server(path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerHandle]:
    """One server for the claims that leave it as it was."""
    with throwaway_server(tmp_path_factory.mktemp("shared") / "home") as server:
        yield server


def open_path(folder: Path, *, mode: int = 0o755) -> None:
    """Let others into pytest's own folders down to this one."""
    everybodys = Path(tempfile.gettempdir())
    for each in [folder, *folder.parents]:
        if each == everybodys:
            return
        each.chmod(mode)


def connect(url: URL) -> Connection:
    address = url.set(drivername="postgresql")
    return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)


def answer(url: URL, question: str) -> object:
    with connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


ENSURE = """
import sys
from pathlib import Path
from app.kit.postgres import ensure_server
print(ensure_server(Path(sys.argv[1]), durable=False).pid, flush=True)
"""


# Taken on inside the program, since an ordinary account may be unable to enter the folder that
# the interpreter lies in. What the standard library loads late is loaded first.
BECOME = """
import encodings.ascii, encodings.idna, os, stringprep
import app.kit.postgres
os.setgroups([])
os.setgid({user})
os.setuid({user})
"""


@contextlib.contextmanager
def command(
    program: str, *arguments: object, user: int | None = None
) -> Iterator[subprocess.Popen[str]]:
    """``program`` in a Python of its own, as account ``user`` when given; killed on leaving."""
    prelude = "" if user is None else BECOME.format(user=user)
    with subprocess.Popen(
        [sys.executable, "-c", prelude + program, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def run(program: str, *arguments: object, user: int | None = None) -> str:
    """What ``program`` prints; fails when it fails."""
    with command(program, *arguments, user=user) as process:
        output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    return output
