"""Who acts. Every transition, decision and view is done by an :class:`Actor`."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (signed in or by token) or a system process, with what they may do.

    ``committees`` holds the slugs that a person with the committee role acts for.
    ``scopes`` limits what a token may be used for; None means no limit beyond the roles.
    """

    id: UUID
    name: str
    roles: frozenset[str] = field(default_factory=frozenset)
    committees: frozenset[str] = field(default_factory=frozenset)
    scopes: frozenset[str] | None = None

    def has(self, *roles: str) -> bool:
        """Whether the actor holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(id=UUID(int=0), name="System", roles=frozenset({"system"}))
"""The pipeline itself, for steps that no person takes."""
