"""A whole database into one file and back, with PostgreSQL's own programs.

The programs run as the owner of the schema, who is no superuser: row-level security is left on,
and the settings that show every row are given with the connection.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.engine import URL

from app.kit.postgres.errors import DumpFailed
from app.kit.postgres.programs import packaged_programs


def dump_database(url: URL, target: Path, *, settings: Mapping[str, str]) -> None:
    """Write everything in the database at ``url`` into ``target``, as of one instant.

    ``settings`` are those under which the owner's own queries see every row. Raises DumpFailed
    with pg_dump's words.
    """
    command = [
        "pg_dump", "--format=custom", "--no-owner", "--no-comments", "--enable-row-security",
        "--file", str(target),
    ]  # fmt: skip
    options = " ".join(f"-c {name}={value}" for name, value in settings.items() if value)
    _run(command, url, options=options)


def load_database(url: URL, source: Path) -> None:
    """Read ``source`` into the empty database at ``url``: all of it or nothing.

    The roles that the file grants rights to must be there. Raises DumpFailed.
    """
    command = [
        "pg_restore", "--no-owner", "--no-comments", "--exit-on-error", "--single-transaction",
        "--dbname", url.database or "", str(source),
    ]  # fmt: skip
    _run(command, url)


def _run(command: Sequence[str], url: URL, *, options: str = "") -> None:
    program = packaged_programs().path(command[0])
    given = {
        "PGHOST": url.host,
        "PGPORT": str(url.port or 5432),
        "PGUSER": url.username,
        "PGDATABASE": url.database,
        # In the environment of the program alone: a command line is open to everybody.
        "PGPASSWORD": url.password,
        "PGOPTIONS": options,
        "PGSSLMODE": str(url.query.get("sslmode", "")),
        "PATH": os.environ.get("PATH", ""),
        "LC_ALL": "C",
    }
    done = subprocess.run(
        [str(program), *command[1:]],
        env={name: value for name, value in given.items() if value},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        # PostgreSQL's first line names what went wrong; later ones may quote rows.
        said = (done.stderr.strip().splitlines() or ["it gave no reason"])[0]
        raise DumpFailed(f"{command[0]} ended with {done.returncode}: {said}")
