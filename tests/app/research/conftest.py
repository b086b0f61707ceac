"""People of a project, and stewards of no part in it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from tests.factories.projects import somebody


@pytest.fixture
def applicant(session: Session) -> Actor:
    return somebody(session)


@pytest.fixture
def colleague(session: Session) -> Actor:
    return somebody(session)


@pytest.fixture
def first(session: Session) -> Actor:
    return somebody(session, "steward")


@pytest.fixture
def second(session: Session) -> Actor:
    return somebody(session, "steward")
