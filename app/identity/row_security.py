"""What an actor's transactions may see and change, for the database's own policies.

The permission table decides; this says it in settings that the policies on the tables of the
reviews read (``app.reviews.row_security``). It is the second wall: a query that forgets to ask
for whom it reads still gets no row that the actor may not see.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy.orm import Session

from app.identity.permissions import visibility_of
from app.kit.actors import SYSTEM, Actor
from app.kit.row_security import Settings, tell, told

EVERYTHING = "reviews.everything"
ACCEPTED = "reviews.accepted"
PUBLISHED = "reviews.published"
COMMITTEES = "reviews.committees"


def settings_of(actor: Actor) -> Settings:
    """The settings for ``actor``; the system sees everything.

    A token's scopes limit which acts it is good for, and edges check them. Rows follow the
    roles: a token for searching alone still has to read what it searches.
    """
    seen = visibility_of(replace(actor, scopes=None))
    return {
        EVERYTHING: _switch(seen.everything or actor.has("system")),
        ACCEPTED: _switch(seen.accepted),
        PUBLISHED: _switch(seen.published),
        COMMITTEES: ",".join(sorted(seen.committees)),
    }


def act_as(session: Session, actor: Actor) -> None:
    """Let the database show ``session`` what ``actor`` may see, now and in later transactions."""
    tell(session, settings_of(actor))


@contextmanager
def looking_everywhere(session: Session) -> Iterator[None]:
    """For the few questions whose answer must not depend on who asks, and tells no row.

    Whatever the block finds stays with the service; the actor learns yes or no.
    """
    with told(session, settings_of(SYSTEM)):
        yield


def _switch(on: bool) -> str:
    return "on" if on else "off"
