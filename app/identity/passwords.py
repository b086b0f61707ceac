"""Passwords: argon2id with the library's parameters (RFC 9106, low-memory profile)."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.identity.errors import InvalidAccount
from app.identity.secret_values import new_secret
from app.kit.errors import FieldError

SHORTEST = 12
LONGEST = 128

_HASHER = PasswordHasher()


def hash_password(password: str, *, email: str) -> str:
    """The hash to keep. Raises InvalidAccount for a password that is too easily guessed.

    Length and not composition is asked for (NIST SP 800-63B, 5.1.1.2).
    """
    if problem := _weakness(password, email):
        raise InvalidAccount(problem, errors=[FieldError("password", problem, "weak_password")])
    return _HASHER.hash(password)


def is_right_password(password: str, kept: str | None) -> bool:
    """Whether ``password`` belongs to the hash ``kept``.

    With None (no such account, or one without a password) the same work is done in vain, so
    that the time of the answer does not tell which accounts exist.
    """
    try:
        _HASHER.verify(kept or _hash_of_nobody(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def needs_rehash(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _hash_of_nobody() -> str:
    return _HASHER.hash(new_secret())


def _weakness(password: str, email: str) -> str | None:
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters; a few unrelated words are good."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if len(set(password.lower())) < 5:
        return "Use more different characters."
    name = email.split("@", 1)[0].lower()
    if len(name) >= 4 and name in password.lower():
        return "Leave your e-mail address out of the password."
    return None
