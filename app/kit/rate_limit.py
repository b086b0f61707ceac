"""How often anybody may try: token buckets in the memory of the process.

Several web processes each keep their own, so the limit is for one process. The lock-out of an
account, which must hold exactly, is in the database (``app.identity.lockout``).
"""

from __future__ import annotations

import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.kit.errors import TooMany
from app.kit.problems import answer, problem_of

MOST_BUCKETS = 50_000
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` at once, then ``per_minute`` evenly."""

    burst: int
    per_minute: float


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Sign-in is counted by address, other writes by whoever signs them (else by address)."""

    sign_in: Rate = field(default_factory=lambda: Rate(burst=20, per_minute=20))
    writes: Rate = field(default_factory=lambda: Rate(burst=120, per_minute=240))
    sign_in_prefix: str = "/sign-in"


class Buckets:
    """Token buckets by key; the ones longest unused are forgotten first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, rate: Rate) -> int:
        """Take one token: 0 when there was one, else the seconds to wait for it."""
        now = self._clock()
        level, seen = self._levels.pop(key, (float(rate.burst), now))
        level = min(float(rate.burst), level + (now - seen) * rate.per_minute / 60)
        allowed = level >= 1
        self._levels[key] = (level - 1 if allowed else level, now)
        if len(self._levels) > MOST_BUCKETS:
            self._levels.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - level) * 60 / rate.per_minute))


class RateLimit:
    """ASGI middleware that answers 429 to whoever asks too often."""

    def __init__(
        self, app: ASGIApp, *, limits: RateLimits, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._limits = limits
        self._buckets = Buckets(clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on while its bucket holds a token."""
        wait = self._wait(scope) if scope["type"] == "http" else 0
        if not wait:
            await self._app(scope, receive, send)
            return
        error = TooMany(f"Too many requests. Try again in {wait} seconds.", retry_after=wait)
        await answer(Request(scope, receive), problem_of(error))(scope, receive, send)

    def _wait(self, scope: Scope) -> int:
        if scope["method"] not in _UNSAFE:
            return 0
        address = scope["client"][0] if scope.get("client") else "unknown"
        if scope["path"].startswith(self._limits.sign_in_prefix):
            return self._buckets.take(f"sign-in {address}", self._limits.sign_in)
        headers = Headers(scope=scope)
        shown = headers.get("authorization") or headers.get("cookie")
        # Secrets are not kept in memory for longer than a request needs them.
        by = hashlib.sha256(shown.encode()).hexdigest() if shown else address
        return self._buckets.take(f"write {by}", self._limits.writes)
