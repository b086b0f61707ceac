"""Lists page by cursor: stable while rows are added, and as fast on page 1,000 as on page 1."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import orjson

from app.kit.errors import FieldError, Invalid

T = TypeVar("T")
MAX_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One stretch of a list and the cursor of the next, None at the end."""

    items: Sequence[T]
    next: str | None


def encode_cursor(*position: str | float | None) -> str:
    """An opaque token for the last row's sort key."""
    return base64.urlsafe_b64encode(orjson.dumps(position)).decode().rstrip("=")


def decode_cursor(cursor: str, *, parts: int) -> list[str | float | None]:
    """The sort key inside ``cursor``. Raises Invalid when it is not one of ours."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        position = orjson.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError) as error:
        raise _bad_cursor() from error
    if not isinstance(position, list) or len(position) != parts:
        raise _bad_cursor()
    return position


def _bad_cursor() -> Invalid:
    detail = "The cursor is not one that this service gave; leave it out to start from the top."
    return Invalid(detail, errors=[FieldError("cursor", detail, "bad_cursor")])
