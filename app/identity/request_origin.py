"""Whether a request that changes something comes from one of our own pages."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf_token"


def is_same_origin(headers: Mapping[str, str], *, origin: str) -> bool:
    """Whether the browser says that the request comes from our own origin.

    ``Sec-Fetch-Site`` cannot be set by a page; every current browser sends it to secure
    addresses. Where it is missing ``Origin`` must match. With neither, the answer is no: a
    browser sends ``Origin`` with every form that it posts.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    sent = headers.get("origin")
    if sent is not None:
        return sent == origin
    return site == "same-origin"


def is_right_csrf_token(sent: str | None, *, expected: str) -> bool:
    """Compare in constant time."""
    return sent is not None and hmac.compare_digest(sent.encode(), expected.encode())
