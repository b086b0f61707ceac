"""Random secrets and the hashes they are stored as."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_PREFIX = "crr_"  # noqa: S105 - the public start of every token, so that scanners find leaks
SHOWN_LETTERS = 10


def new_secret() -> str:
    """256 random bits as text that fits a cookie, a header or a form."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """A bearer token: ``crr_`` and 256 random bits."""
    return TOKEN_PREFIX + new_secret()


def hash_secret(secret: str) -> str:
    """SHA-256 in hexadecimal. Enough for random secrets, which nobody can guess their way to."""
    return hashlib.sha256(secret.encode()).hexdigest()
