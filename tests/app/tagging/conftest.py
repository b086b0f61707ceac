from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.tagging.repository import is_held_out
from app.tagging.shelf import MODELS
from tests.factories.repository import Said, add_counted_review, findings_of
from tests.factories.versions import own_data_version

__all__ = ["own_data_version"]

Decided = Callable[..., list[UUID]]


@pytest.fixture
def models(session: Session, tmp_path: Path) -> Path:
    """The folder in which this test's models lie."""
    session.info[MODELS] = tmp_path / "models"
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


@pytest.fixture
def decided(session: Session) -> Decided:
    """``decided(said, …, held_out=True)``: a review of these findings on that side of the split."""

    def make(*findings: Said, held_out: bool) -> list[UUID]:
        for _ in itertools.count():
            review = add_counted_review(session, *findings)
            if is_held_out(review.id) is held_out:
                return findings_of(session, review)
            session.delete(review)
            session.flush()
        raise AssertionError

    return make
