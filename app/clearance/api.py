"""Clearance over HTTP: see what may identify someone, decide, sign off."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from app.audit import service as audit
from app.clearance.schemas import ClearanceSent, DecisionSent, IdentifierMarked, IdentifierRead
from app.clearance.service import clearing, decisions
from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.reviews.api import Standing, standing

router = APIRouter(prefix="/v1/reviews/{reference}", tags=["clearance"])

Decider = Annotated[Actor, Depends(may(Permission.CLEARANCE_DECIDE))]


@router.get("/identifiers")
def identifiers(
    tx: Tx, decider: Decider, reference: str, *, unsettled: bool = False
) -> dict[str, list[IdentifierRead]]:
    """The residual identifiers of the current document, in reading order."""
    rows = decisions.list_identifiers(tx, reference, by=decider, unsettled=unsettled)
    audit.record(tx, "identifiers.viewed", None, by=decider, at=utc_now(), reference=reference)
    return {"items": [IdentifierRead.model_validate(each) for each in rows]}


@router.post("/identifiers", status_code=201)
def mark(tx: Tx, decider: Decider, reference: str, sent: IdentifierMarked) -> IdentifierRead:
    """Mark something that the scan did not see."""
    marked = decisions.mark_identifier(tx, reference, sent, by=decider, at=utc_now())
    return IdentifierRead.model_validate(marked)


@router.post("/identifiers/{identifier_id}/decision")
def decide(
    tx: Tx, decider: Decider, reference: str, identifier_id: UUID, sent: DecisionSent
) -> dict[str, list[IdentifierRead]]:
    """Settle one span, or all that are alike."""
    settled = decisions.decide(tx, reference, identifier_id, sent, by=decider, at=utc_now())
    return {"items": [IdentifierRead.model_validate(each) for each in settled]}


@router.post("/clearance")
def sign_off(
    tx: Tx, decider: Decider, reference: str, sent: ClearanceSent | None = None
) -> Standing:
    """Sign the document off; the second person's signature moves the review on."""
    del sent
    review = clearing.sign_off(tx, reference, by=decider, at=utc_now())
    return standing(review.reference, review.state)
