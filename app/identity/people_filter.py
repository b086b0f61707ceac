"""Which people to list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What is left out is left open. ``words``: in name or address; ``role``: held now."""

    words: str = ""
    active: bool | None = None
    role: str | None = None
