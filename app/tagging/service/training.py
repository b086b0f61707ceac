"""Train a candidate from the corpus and from what people have decided.

In three steps, so that no transaction is open while the machine works: read what there is to
learn from, fit, enter the result into the register.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.reviews.counting import data_version
from app.tagging.errors import NothingDecided
from app.tagging.models import ModelState, ModelVersion
from app.tagging.repository import Register, coded_findings, is_held_out
from app.tagging.service.current import current_version
from app.tagging.service.judging import as_example, judge
from app.tagging.service.register import write_judgement
from app.tagging.shelf import folder_of, models_folder, opened
from nlp.artefacts.store import sealed_files

if TYPE_CHECKING:
    from nlp.tagging.examples import Example

INCOMING: Final = "incoming-"


@dataclass(frozen=True)
class Material:
    """What a candidate learns from beside the corpus, and which model it starts from."""

    base: str
    base_folder: Path
    folder: Path
    examples: tuple[Example, ...]
    held_out: int
    data_version: int


def read_material(session: Session) -> Material:
    """What people have decided on findings that count, without the reviews that are held out.

    Raises NothingDecided when there is none, and ModelFilesMissing.
    """
    base = current_version(session)
    coded = coded_findings(session)
    taken = [each for each in coded if not is_held_out(each.finding.review_id)]
    examples = [as_example(each) for each in taken]
    settled = [each for each in examples if each.category or each.themes or each.depth]
    if not settled:
        raise NothingDecided(base)
    # The same material in the same order is the same model, to the byte.
    settled.sort(key=lambda each: each.text)
    return Material(
        base=base,
        base_folder=folder_of(session, base),
        folder=models_folder(session),
        examples=tuple(settled),
        held_out=len(coded) - len(taken),
        data_version=data_version(session),
    )


def fit_candidate(material: Material) -> str:
    """Fit new heads, and leave the model's files in its own folder. Returns its version.

    Minutes on one processor; no torch. The folder appears whole or not at all.
    """
    from nlp.tagging.retrain import retrain  # noqa: PLC0415 - slow to load

    material.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = Path(tempfile.mkdtemp(dir=material.folder, prefix=INCOMING))
    try:
        made = retrain(material.examples, arriving, base=material.base_folder)
        target = material.folder / made.version
        if not target.is_dir():
            arriving.rename(target)
    finally:
        rmtree(arriving, ignore_errors=True)
    return made.version


def register_candidate(
    session: Session, version: str, material: Material, *, by: Actor, at: datetime
) -> ModelVersion:
    """Enter a candidate with its figures, and how it does against the model in use.

    A model that the register knows is measured anew and keeps its state.
    """
    register = Register(session)
    model = register.find(version)
    if model is None:
        model = ModelVersion(
            version=version,
            state=ModelState.CANDIDATE,
            files=sealed_files(folder_of(session, version)),
            figures={},
            trained_on={
                "base": material.base,
                "decisions": len(material.examples),
                "held_out": material.held_out,
                "data_version": material.data_version,
            },
            registered_at=at,
            registered_by=by.id,
        )
        session.add(model)
        audit.record(
            session,
            "model.registered",
            model,
            by=by,
            at=at,
            state=model.state,
            decisions=len(material.examples),
        )
    against = opened(session, current_version(session))
    write_judgement(model, judge(session, opened(session, version), against=against), at=at)
    session.flush()
    return model
