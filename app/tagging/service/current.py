"""The model in use: the register's current one, or the one that came with the release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.tagging.models import ModelState, ModelVersion
from app.tagging.shelf import opened
from nlp.artefacts.store import sealed_version

if TYPE_CHECKING:
    from nlp.similarity import Encoder
    from nlp.tagging import Tagger


def current_version(session: Session) -> str:
    """The version of the model in use. One short look-up: a promotion counts at once."""
    named = session.scalar(
        select(ModelVersion.version).where(ModelVersion.state == ModelState.CURRENT)
    )
    return named or sealed_version()


def tagger(session: Session) -> Tagger:
    """The tagger in use; the first call reads it from disk. Raises ModelFilesMissing."""
    return opened(session, current_version(session))


def encoder(session: Session) -> Encoder:
    """The encoder in use, which is the tagger's. Raises ModelFilesMissing."""
    from nlp.similarity import Encoder  # noqa: PLC0415 - slow to load

    return Encoder(tagger(session))
