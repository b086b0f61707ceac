"""Tags over HTTP: people decide, and confirm a review as a whole."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from app.kit.clock import utc_now
from app.kit.http import Tx
from app.reviews.api import Standing, standing
from app.reviews.models import State
from app.reviews.schemas import FindingRead, RecommendationRead
from app.reviews.service.viewing import show_findings
from app.tagging.guards import Confirmer, Decider, ModelReader
from app.tagging.schemas import KindDecision, ModelRead, Models, TagDecision
from app.tagging.service import deciding
from app.tagging.service.showing import show_model, show_models

router = APIRouter(prefix="/v1", tags=["tagging"])


@router.post("/findings/{finding_id}/tags")
def decide(tx: Tx, decider: Decider, finding_id: UUID, sent: TagDecision) -> FindingRead:
    """Decide the category, themes or depth of a finding."""
    finding = deciding.decide_tags(tx, finding_id, sent, by=decider, at=utc_now())
    return show_findings(tx, [finding], by=decider)[0]


@router.post("/recommendations/{recommendation_id}/kind")
def decide_kind(
    tx: Tx, decider: Decider, recommendation_id: UUID, sent: KindDecision
) -> RecommendationRead:
    """Decide what kind of change a recommendation asks for."""
    decided = deciding.decide_kind(tx, recommendation_id, sent, by=decider, at=utc_now())
    return RecommendationRead.model_validate(decided)


@router.post("/reviews/{reference}/confirmation")
def confirm(tx: Tx, confirmer: Confirmer, reference: str) -> Standing:
    """Confirm the findings and tags of a review as this person has read them.

    The review then waits for its acceptance by a second person.
    """
    deciding.confirm_review(tx, reference, by=confirmer, at=utc_now())
    return standing(reference, State.CONFIRMATION)


@router.get("/models")
def models(tx: Tx, _reader: ModelReader) -> Models:
    """Every model that this installation knows, with its figures, the newest first."""
    return Models(items=show_models(tx))


@router.get("/models/{version}")
def model(tx: Tx, _reader: ModelReader, version: str) -> ModelRead:
    """One model: figures with intervals, and how it did against the one in use."""
    return show_model(tx, version)
