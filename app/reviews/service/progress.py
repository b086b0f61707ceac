"""How far the reading of a document has come, step by step, for the person who waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.reviews.models import ProcessingStep, StepState

STEPS = ("extract", "scan", "segment", "tag")
"""The pipeline, in order; each is one job."""


def lay_out_steps(session: Session, document_id: UUID) -> None:
    """Make the rows of a new document's pipeline, all waiting."""
    for position, step in enumerate(STEPS):
        session.add(ProcessingStep(document_id=document_id, step=step, position=position))


def begin_step(session: Session, document_id: UUID, step: str, *, at: datetime) -> bool:
    """Mark a step as running. False when it is done already (a job that ran twice)."""
    entry = _step(session, document_id, step)
    if entry.state is StepState.DONE:
        return False
    entry.state, entry.started_at = StepState.RUNNING, at
    entry.message = entry.code = ""
    return True


def finish_step(
    session: Session, document_id: UUID, step: str, *, at: datetime, message: str
) -> None:
    """Mark a step as done, with a sentence on what came of it."""
    entry = _step(session, document_id, step)
    entry.state, entry.finished_at, entry.message = StepState.DONE, at, message


def fail_step(
    session: Session, document_id: UUID, step: str, *, at: datetime, message: str, code: str
) -> None:
    """Mark a step as failed, with what the uploader can do about it."""
    entry = _step(session, document_id, step)
    entry.state, entry.finished_at = StepState.FAILED, at
    entry.message, entry.code = message, code


def steps_of(session: Session, document_id: UUID) -> Sequence[ProcessingStep]:
    """A document's steps in their order."""
    return session.scalars(
        select(ProcessingStep)
        .where(ProcessingStep.document_id == document_id)
        .order_by(ProcessingStep.position)
    ).all()


def _step(session: Session, document_id: UUID, step: str) -> ProcessingStep:
    return session.scalars(
        select(ProcessingStep)
        .where(ProcessingStep.document_id == document_id, ProcessingStep.step == step)
        .with_for_update()
    ).one()
