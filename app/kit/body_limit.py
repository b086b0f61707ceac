"""No request body is larger than the service takes."""

from __future__ import annotations

import asyncio
import contextlib

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.errors import TooLarge
from app.kit.problems import answer, problem_of

DRAIN_FACTOR = 8
DRAIN_SECONDS = 60.0


class BodyLimit:
    """Refuses bodies over ``max_body`` bytes, announced or not, without keeping them."""

    def __init__(self, app: ASGIApp, *, max_body: int) -> None:
        self._app = app
        self._max = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413 where the body is too large; pass everything else on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > self._max:
            await self._drain(receive)
            await self._refuse(scope, receive, send)
            return
        await self._count(scope, receive, send)

    async def _count(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Follow a body that comes in chunks. What the application says to a cut one is dropped."""
        read, exceeded, begun, ended = 0, False, False, False

        async def count() -> Message:
            nonlocal read, exceeded, ended
            if exceeded:
                return {"type": "http.disconnect"}
            message = await receive()
            read += len(message.get("body", b""))
            ended = not message.get("more_body", False)
            if read > self._max:
                exceeded = True
                return {"type": "http.disconnect"}
            return message

        async def guard(message: Message) -> None:
            nonlocal begun
            if exceeded and not begun:
                return
            begun = True
            await send(message)

        try:
            await self._app(scope, count, guard)
        except Exception:
            if not exceeded or begun:
                raise
        if exceeded and not begun:
            if not ended:
                await self._drain(receive)
            await self._refuse(scope, receive, send)

    async def _drain(self, receive: Receive) -> None:
        """Read on and forget: most clients look for an answer only after they sent all."""
        read = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                while read < DRAIN_FACTOR * self._max:
                    message = await receive()
                    read += len(message.get("body", b""))
                    if message["type"] != "http.request" or not message.get("more_body", False):
                        return

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        size = f"{self._max / 1024 / 1024:.0f} MB"
        error = TooLarge(f"The service takes at most {size} in one request. Send a smaller file.")
        await answer(Request(scope, receive), problem_of(error))(scope, receive, send)
