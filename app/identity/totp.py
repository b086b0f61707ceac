"""One-time codes from an authenticator app (RFC 6238: SHA-1, 30 seconds, six digits)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
DRIFT_STEPS = 1
"""Clocks differ: the neighbours of the present code are accepted too (RFC 6238, 5.2)."""


def new_totp_secret() -> str:
    """160 random bits in base32, as authenticator apps take them (RFC 4226, section 4)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, at: datetime) -> str:
    """The code that an app with ``secret`` shows at ``at``."""
    return _code(secret, _step(at))


def accepted_step(secret: str, code: str, *, at: datetime, after: int | None) -> int | None:
    """The time step that ``code`` belongs to, or None when it is wrong.

    ``after`` is the step of the last code that was accepted: that one and earlier ones are
    refused, so that a code that was overseen is of no use.
    """
    present = _step(at)
    digits = "".join(code.split())
    for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
        right = hmac.compare_digest(_code(secret, step).encode(), digits.encode())
        if right and (after is None or step > after):
            return step
    return None


def enrolment_uri(secret: str, *, email: str, issuer: str) -> str:
    """What the QR code says: the ``otpauth`` address that authenticator apps read."""
    query = urlencode({"secret": secret, "issuer": issuer, "digits": DIGITS}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(email)}?{query}"


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS


def _code(secret: str, step: int) -> str:
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    # Dynamic truncation, RFC 4226, section 5.3.
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)
