"""Data versions that no other test has had."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

_versions = itertools.count(1_000_000, 1_000_000)


@pytest.fixture(autouse=True)
def own_data_version(request: pytest.FixtureRequest) -> None:
    """A test that is rolled back gives its version back, and the next would get its answers."""
    if "session" in request.fixturenames:
        session: Session = request.getfixturevalue("session")
        session.execute(text("UPDATE data_version SET version = :v"), {"v": next(_versions)})
