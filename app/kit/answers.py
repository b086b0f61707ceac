"""Answers that stay good until the data changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

T = TypeVar("T")


class Answers(Generic[T]):
    """The latest answers of one question by database, data version and what was asked.

    An answer of an older version is never given: the version is part of the key, so nothing
    has to be told that it is out of date. At most ``most`` answers are kept for a database.
    """

    def __init__(self, *, most: int = 256) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: WeakKeyDictionary[Engine, OrderedDict[Hashable, T]] = WeakKeyDictionary()

    def get(self, session: Session, version: int, asked: Hashable, answer: Callable[[], T]) -> T:
        """The kept answer, or a new one from ``answer``.

        Two threads that ask at once both work it out; that is cheaper than making every
        reader wait on one lock.
        """
        key = (version, asked)
        with self._lock:
            kept = self._kept.setdefault(_engine(session), OrderedDict())
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        found = answer()
        with self._lock:
            kept[key] = found
            while len(kept) > self._most:
                kept.popitem(last=False)
        return found


def _engine(session: Session) -> Engine:
    bind = session.get_bind()
    return bind.engine if isinstance(bind, Connection) else bind
