"""What may go wrong when something is to be followed."""

from __future__ import annotations

from app.kit.errors import Conflict, Invalid, NotFound


class NotAQuestion(Invalid):
    """The address is none of the pages and calls that answer questions."""


class NameTaken(Conflict):
    """The person has saved another question under the name."""


class NothingSaved(NotFound):
    """No such saved question or subscription of this person's."""
