"""What can be wrong with a committee's name."""

from __future__ import annotations

from app.kit.errors import FieldError, Invalid


class UnknownCommittee(Invalid):
    """No committee has this key. The detail names the nearest ones."""

    code = "unknown_committee"

    def __init__(self, slug: str, *, nearest: list[str]) -> None:
        hint = f" Did you mean {' or '.join(nearest)}?" if nearest else ""
        detail = f"There is no committee with the key “{slug}”.{hint} GET /v1/committees lists all."
        super().__init__(detail, errors=[FieldError("committee", detail, self.code)])
