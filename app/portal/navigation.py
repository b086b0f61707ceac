"""What the head of a page leads to, for whom. The composition root says what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Destination:
    """One entry of the navigation. No roles: for everybody who is signed in."""

    label: str
    href: str
    roles: frozenset[str] = field(default_factory=frozenset)

    def leads(self, roles: frozenset[str]) -> bool:
        """Whether somebody with these roles is shown the entry."""
        return not self.roles or not self.roles.isdisjoint(roles)

    def holds(self, path: str) -> bool:
        """Whether the page at ``path`` belongs to this entry."""
        return path == self.href or path.startswith(f"{self.href}/")


def destinations_for(everything: Sequence[Destination], roles: frozenset[str]) -> list[Destination]:
    """The entries for somebody with these roles, in their order."""
    return [each for each in everything if each.leads(roles)]
