"""Errors as an operator should read them: one line, and what to do."""

from __future__ import annotations

from app.kit.errors import DomainError
from app.kit.home import HomeError
from app.kit.postgres import PostgresError
from app.settings import SettingsRefused
from nlp.documents import UnreadableDocument
from nlp.evaluation.report import GoldRefused
from nlp.tagging.stream import LineRefused

SAID = (
    DomainError,
    GoldRefused,
    HomeError,
    LineRefused,
    OSError,
    PostgresError,
    SettingsRefused,
    UnreadableDocument,
)


class Refused(Exception):
    """The command has said why; only the exit code is left."""

    def __init__(self, code: int = 1) -> None:
        super().__init__(code)
        self.code = code


def explain(error: Exception) -> str | None:
    """A sentence for errors that are facts rather than bugs, else None."""
    return str(error) if isinstance(error, SAID) else None
