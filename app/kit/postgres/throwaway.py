"""A server for tests and trials: fast, unsafe against power loss, gone with its maker."""

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

from app.kit.postgres.server import ServerHandle, ensure_server, stop_server

# Blocks until the pipe from its maker closes, which the kernel does however the maker ends.
_WATCH = 'read -r _; kill -INT "$1"'


@contextlib.contextmanager
def throwaway_server(folder: Path) -> Iterator[ServerHandle]:
    """A server whose home is ``folder``, ended on leaving, or when this process is killed.

    The folder stays: a second use of the same one starts in a fraction of the time and finds its
    databases again. The owner role may create databases. Raises PostgresError.
    """
    server = ensure_server(folder, durable=False)
    with subprocess.Popen(
        ["/bin/sh", "-c", _WATCH, "sh", str(server.pid)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as watch:
        try:
            yield server
        finally:
            stop_server(folder)
            watch.kill()
