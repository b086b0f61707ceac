"""Generated secrets, one to a file, readable by their owner alone."""

import os
import secrets
from pathlib import Path

SECRET_BYTES = 32


def read_or_make_secret(path: Path) -> str:
    """The secret kept in ``path``; made there, mode 0600, when there is none.

    Callers that race all get the same value. The folder is made with mode 0700. A file that
    others may read is closed to them before it is used.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _place(path, secrets.token_urlsafe(SECRET_BYTES))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return path.read_text(encoding="ascii").strip()


def _place(path: Path, value: str) -> None:
    """Write ``value`` whole or not at all; whoever links first wins."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(value + "\n")
            file.flush()
            # A home whose database knows a password that its file lost would be locked out.
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)
