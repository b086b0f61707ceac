"""A published review to speak of, and one that is not."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.identity.accounts import add_person
from app.kit.actors import SYSTEM, Actor
from app.kit.clock import utc_now
from app.reviews.models import Review
from tests.factories.repository import Said, add_counted_review

_numbers = itertools.count(1)


@pytest.fixture
def published(session: Session) -> Review:
    return add_counted_review(session, Said(), committee="fife")


@pytest.fixture
def accepted(session: Session) -> Review:
    return add_counted_review(session, Said(), committee="fife", published=False)


def somebody(session: Session, *roles: str) -> Actor:
    """A person who may write posts, since posts belong to people who exist."""
    number = next(_numbers)
    address = f"speaker.{number}@example.org"
    person = add_person(session, email=address, name=f"Speaker {number}", by=SYSTEM, at=utc_now())
    session.flush()
    return Actor(person.id, person.name, frozenset(roles or ("practitioner",)))


@pytest.fixture
def open_reference(sessions: sessionmaker[Session]) -> str:
    """A review of each test's own: what one test posts is not what another reads."""
    with sessions.begin() as session:
        return add_counted_review(session, Said(), committee="moray").reference
