"""The register of models: what there is, what is in use, and who put it to use."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import SYSTEM, Actor
from app.tagging.errors import NeverInUse, NothingToGoBackTo, Worse
from app.tagging.models import ModelState, ModelVersion
from app.tagging.repository import Register
from app.tagging.service.judging import Judgement, judge
from app.tagging.service.recoding import begin_recoding
from app.tagging.shelf import opened
from nlp.artefacts.store import SHIPPED_FOLDER, sealed_files, sealed_version
from nlp.evaluation.measured import shipped_figures


def list_models(session: Session) -> Sequence[ModelVersion]:
    """Every model that the installation knows, the newest first."""
    return Register(session).all()


def find_model(session: Session, version: str) -> ModelVersion:
    """One model. Raises ModelNotFound."""
    return Register(session).get(version)


def register_shipped(session: Session, *, at: datetime) -> ModelVersion:
    """Enter the model that came with this release, once.

    It is put to use where no model is yet. A release never changes the model of an
    installation that has one: the new one waits to be promoted like any other.
    """
    register, version = Register(session), sealed_version()
    known = register.find(version)
    if known is not None:
        return known
    first = register.current() is None
    model = ModelVersion(
        version=version,
        state=ModelState.CURRENT if first else ModelState.SHIPPED,
        files=sealed_files(),
        figures={"frozen": shipped_figures()},
        trained_on={"corpus": "as docs/model-cards/tagger.md says"},
        registered_at=at,
        registered_by=SYSTEM.id,
        promoted_at=at if first else None,
        promoted_by=SYSTEM.id if first else None,
        promoted_by_name=SYSTEM.name if first else None,
    )
    session.add(model)
    audit.record(session, "model.registered", model, by=SYSTEM, at=at, state=model.state)
    return model


def keep_shipped(folder: Path) -> None:
    """Copy the model of this release into ``folder``, so that a later release can go back to it.

    The folder of a model appears whole or not at all.
    """
    target = folder / sealed_version()
    if target.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = Path(tempfile.mkdtemp(dir=folder, prefix="incoming-"))
    try:
        shutil.copytree(SHIPPED_FOLDER, arriving, dirs_exist_ok=True)
        arriving.rename(target)
    except OSError:
        # Another process was quicker; its copy is as good.
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def evaluate_model(session: Session, version: str, *, by: Actor, at: datetime) -> ModelVersion:
    """Measure a model anew, and against the one in use, and write the figures into the register.

    Raises ModelNotFound or ModelFilesMissing. Takes a minute or so.
    """
    model = Register(session).get(version)
    judgement = _judge(session, version)
    write_judgement(model, judgement, at=at)
    audit.record(session, "model.evaluated", model, by=by, at=at, against=judgement.against)
    return model


def promote_model(session: Session, version: str, *, by: Actor, at: datetime) -> ModelVersion:
    """Put a model to use, if it is no worse than the one in use; that one is retired.

    Findings whose tags in force are a model's are then coded anew, in jobs. It is judged now,
    on the frozen set and on what people decided lately, whatever was found when it was trained.
    Raises ModelNotFound, ModelFilesMissing, AlreadyCurrent or Worse.
    """
    register = Register(session)
    model, present = register.get(version), register.lock()
    judgement = _judge(session, version)
    if present is not model and (lost := judgement.lost):
        raise Worse(version, lost)
    _put_to_use(session, model, present, by=by, at=at)
    write_judgement(model, judgement, at=at)
    audit.record(session, "model.promoted", model, by=by, at=at, before=present and present.version)
    return model


def roll_back(
    session: Session, version: str | None = None, *, by: Actor, at: datetime
) -> ModelVersion:
    """Go back to a model that was in use before; to the last one unless ``version`` names another.

    Nothing is compared: going back is for when figures are not to be trusted. Raises
    ModelNotFound, NeverInUse, AlreadyCurrent, NothingToGoBackTo or ModelFilesMissing.
    """
    register = Register(session)
    present = register.lock()
    model = register.last_used() if version is None else register.get(version)
    if model is None:
        raise NothingToGoBackTo
    if not model.has_been_in_use:
        raise NeverInUse(model.version)
    opened(session, model.version)
    _put_to_use(session, model, present, by=by, at=at)
    audit.record(
        session, "model.rolled_back", model, by=by, at=at, before=present and present.version
    )
    return model


def write_judgement(model: ModelVersion, judgement: Judgement, *, at: datetime) -> None:
    """Keep what was measured of a model."""
    model.figures = dict(judgement.figures)
    model.comparison = {
        "against": judgement.against,
        "judged_at": at.isoformat(),
        "no_worse": not judgement.lost,
        **{name: _as_json(found) for name, found in judgement.comparisons.items()},
    }


def _as_json(found: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        scheme: {
            **asdict(each),
            "tolerated": each.tolerated,
            "margin": each.margin,
            "enough": each.enough,
            "no_worse": each.no_worse,
        }
        for scheme, each in found.items()
    }


def _judge(session: Session, version: str) -> Judgement:
    current = Register(session).current()
    against = opened(session, current.version if current else sealed_version())
    return judge(session, opened(session, version), against=against)


def _put_to_use(
    session: Session,
    model: ModelVersion,
    present: ModelVersion | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    if present is not None and present is not model:
        present.retire()
        # One current model at most, at every moment.
        session.flush()
    model.put_to_use(by=by, at=at)
    session.flush()
    begin_recoding(session, model.version)
