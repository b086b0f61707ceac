"""Models as people see them: the one in use with the progress of its re-coding."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.tagging.models import ModelState, ModelVersion
from app.tagging.schemas import ModelRead
from app.tagging.service.recoding import measure_recoding
from app.tagging.service.register import find_model, list_models


def show_models(session: Session) -> list[ModelRead]:
    """Every model that the installation knows, the newest first."""
    return [_shown(session, each) for each in list_models(session)]


def show_model(session: Session, version: str) -> ModelRead:
    """One model. Raises ModelNotFound."""
    return _shown(session, find_model(session, version))


def _shown(session: Session, model: ModelVersion) -> ModelRead:
    in_use = model.state is ModelState.CURRENT
    return ModelRead.of(model, measure_recoding(session, model.version) if in_use else None)
