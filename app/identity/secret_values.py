"""Random secrets and the hashes they are stored as."""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken

TOKEN_PREFIX = "crr_"  # noqa: S105 - the public start of every token, so that scanners find leaks
SHOWN_LETTERS = 10


class InvalidSeal(ValueError):
    """What was sealed was changed, is too old, or was sealed under another secret."""


def new_secret() -> str:
    """256 random bits as text that fits a cookie, a header or a form."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """A bearer token: ``crr_`` and 256 random bits."""
    return TOKEN_PREFIX + new_secret()


def hash_secret(secret: str) -> str:
    """SHA-256 in hexadecimal. Enough for random secrets, which nobody can guess their way to."""
    return hashlib.sha256(secret.encode()).hexdigest()


def seal(value: str, *, secret: str) -> str:
    """Encrypt what must be read again (a one-time-code secret) under the installation's secret."""
    return _box(secret).encrypt(value.encode()).decode()


def unseal(sealed: str, *, secret: str, within_seconds: int | None = None) -> str:
    """What ``seal`` hid. Raises InvalidSeal under another secret, or when it is too old."""
    try:
        return _box(secret).decrypt(sealed.encode(), ttl=within_seconds).decode()
    except InvalidToken as error:
        raise InvalidSeal from error


def _box(secret: str) -> Fernet:
    key = hashlib.sha256(b"sealed values\0" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
