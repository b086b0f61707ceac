"""A loopback port for the server."""

import socket
from pathlib import Path

from app.kit.postgres.cluster import LOOPBACK


def free_port(memory: Path) -> int:
    """The port kept in ``memory`` while it is free, else another, which is kept there.

    A server that returns on its old port is found again by open connection pools.
    """
    try:
        port = int(memory.read_text(encoding="ascii"))
    except (OSError, ValueError):
        port = 0
    if not port or not is_free(port):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        memory.unlink(missing_ok=True)
        memory.write_text(f"{port}\n", encoding="ascii")
    return port


def is_free(port: int) -> bool:
    """Whether a server could listen on ``port`` of the loopback interface now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As PostgreSQL does: connections of the former server that linger are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
