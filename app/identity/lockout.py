"""Wrong attempts make the next one wait, longer each time."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.identity.models import SignInAttempt
from app.identity.repository import Attempts

FREE_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


def wait_after(failures: int) -> timedelta | None:
    """How long to wait after so many wrong attempts in a row: 30 s, doubling up to 15 minutes."""
    if failures < FREE_ATTEMPTS:
        return None
    doublings = min(failures - FREE_ATTEMPTS, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


class Lockout:
    """The attempts at one address. Its row is locked, so parallel guesses are counted one by one.

    Addresses without an account are treated alike: a lock-out tells nothing about who exists.
    """

    def __init__(self, session: Session, email: str, at: datetime) -> None:
        hashed = hashlib.sha256(email.strip().lower().encode()).hexdigest()
        self._row: SignInAttempt = Attempts(session).lock(hashed, at)
        self._at = at
        if at - self._row.last_failed_at > FORGOTTEN_AFTER:
            self.forgive()

    @property
    def seconds_left(self) -> int:
        """How long the address must still wait; 0 when an attempt may be made."""
        until = self._row.locked_until
        if until is None or until <= self._at:
            return 0
        return int((until - self._at).total_seconds()) + 1

    def count_failure(self) -> int:
        """Another wrong attempt; how many there are now."""
        self._row.failures += 1
        self._row.last_failed_at = self._at
        wait = wait_after(self._row.failures)
        self._row.locked_until = None if wait is None else self._at + wait
        return self._row.failures

    def forgive(self) -> None:
        """A right attempt, or a day's rest."""
        self._row.failures = 0
        self._row.locked_until = None
