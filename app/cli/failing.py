"""Errors as an operator should read them: one line, and what to do."""

from __future__ import annotations

from app.kit.errors import DomainError
from app.kit.home import HomeError
from app.kit.postgres import PostgresError
from app.settings import SettingsRefused
from nlp.documents import UnreadableDocument

SAID = (DomainError, HomeError, OSError, PostgresError, SettingsRefused, UnreadableDocument)
SAID_ELSEWHERE = frozenset({"GoldRefused", "LineRefused"})
"""By name: importing the modules that raise them would load the models for every command."""


class Refused(Exception):
    """The command has said why; only the exit code is left."""

    def __init__(self, code: int = 1) -> None:
        super().__init__(code)
        self.code = code


def explain(error: Exception) -> str | None:
    """A sentence for errors that are facts rather than bugs, else None."""
    said = isinstance(error, SAID) or type(error).__name__ in SAID_ELSEWHERE
    return str(error) if said else None
