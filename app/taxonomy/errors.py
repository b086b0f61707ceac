"""What can be wrong with a coded value."""

from __future__ import annotations

from collections.abc import Sequence

from app.kit.errors import FieldError, Invalid, NotFound


class SchemeNotFound(NotFound):
    """There is no vocabulary of this name."""

    code = "scheme_not_found"

    def __init__(self, scheme: str, *, known: Sequence[str]) -> None:
        super().__init__(f"There is no vocabulary “{scheme}”. Known: {', '.join(known)}.")


class UnknownConcept(Invalid):
    """The vocabulary has no such key. The detail names the nearest ones."""

    code = "unknown_concept"

    def __init__(self, scheme: str, key: str, *, nearest: Sequence[str], field: str = "") -> None:
        hint = f" Did you mean {' or '.join(nearest)}?" if nearest else ""
        detail = (
            f"“{key}” is not a key of the vocabulary “{scheme}”.{hint} "
            f"GET /v1/taxonomies/{scheme} lists all."
        )
        super().__init__(detail, errors=[FieldError(field or scheme, detail, self.code)])
