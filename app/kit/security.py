"""What every response carries, and how much anybody may send: pure ASGI, so streams stay streams.

install_problem_handlers(app)   # first, innermost
install_security(app, SecurityConfig(secure=True))
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.body_limit import BodyLimit
from app.kit.rate_limit import RateLimit, RateLimits

_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": browsers then send "Origin: null", and forms could not be checked.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
        "interest-cohort=(), browsing-topics=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


@dataclass(frozen=True, slots=True)
class SecurityConfig:
    """``secure``: the service is reached over https. Sizes are bytes."""

    secure: bool
    max_body: int = 64 * 1024 * 1024
    static_prefix: str = "/static/"
    limits: RateLimits = field(default_factory=RateLimits)


def install_security(app: FastAPI, config: SecurityConfig) -> None:
    """Add headers (outermost), the rate limit and the body limit to ``app``."""
    app.add_middleware(BodyLimit, max_body=config.max_body)
    app.add_middleware(RateLimit, limits=config.limits)
    app.add_middleware(SecurityHeaders, config=config)


class SecurityHeaders:
    """Headers, a nonce for inline scripts (``request.state.csp_nonce``) and a request id."""

    def __init__(self, app: ASGIApp, config: SecurityConfig) -> None:
        self._app = app
        self._config = config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and put the headers on its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce, request_id = secrets.token_urlsafe(16), _request_id(scope)
        state = scope.setdefault("state", {})
        state["csp_nonce"], state["request_id"] = nonce, request_id
        static = scope["path"].startswith(self._config.static_prefix)

        async def dress(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_ALWAYS)
                # A file that stands alone brings the narrower policy that fits it.
                headers.setdefault("Content-Security-Policy", content_security_policy(nonce))
                headers["X-Request-ID"] = request_id
                if self._config.secure:
                    headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
                if not static:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, dress)


def content_security_policy(nonce: str) -> str:
    """Only our own files, and inline code that carries this response's nonce."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


def _request_id(scope: Scope) -> str:
    """The caller's id if it is harmless in a log, else one of ours."""
    sent = Headers(scope=scope).get("x-request-id", "")
    return sent if _REQUEST_ID.fullmatch(sent) else secrets.token_hex(16)
