"""Tags over HTTP: people decide, and confirm a review as a whole."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.reviews.api import Standing, standing
from app.reviews.models import State
from app.reviews.schemas import FindingRead, RecommendationRead
from app.reviews.service.viewing import show_findings
from app.tagging.schemas import KindDecision, TagDecision
from app.tagging.service import deciding

router = APIRouter(prefix="/v1", tags=["tagging"])

Decider = Annotated[Actor, Depends(may(Permission.TAG_DECIDE))]
Confirmer = Annotated[Actor, Depends(may(Permission.REVIEW_CONFIRM))]


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
