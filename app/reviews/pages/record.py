"""One review while people work on it, and the facts that were read from its text."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.audit import service as audit
from app.identity.permissions import permissions_of
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.problems import Problem
from app.portal.rendering import attempt, go_to, page
from app.reviews.guards import Editor, Reader
from app.reviews.service.listing import list_recommendations
from app.reviews.service.proposals import decide_proposal
from app.reviews.service.viewing import view_findings, view_review
from app.reviews.wording import read_wording

router = APIRouter()

NOTICES = {
    "submitted": "The review has been handed over",
    "signed": "You have signed the document off. A second person signs next.",
    "cleared": "The document is cleared. Findings and tags come next.",
    "confirmed": "Findings and tags are confirmed. A second person accepts the review.",
    "accepted": "The review is accepted and counts in national analysis",
    "published": "The review is published",
    "returned": "The review has gone back to its committee with your observations",
    "held": "The review is on hold",
    "released": "The hold has ended",
    "withdrawn": "The review is withdrawn",
    "settled": "Your decision is recorded",
}
Done = Annotated[str, Query(max_length=20)]


@router.get("/reviews/{reference}")
def show(request: Request, tx: Tx, reader: Reader, reference: str, done: Done = "") -> Response:
    """One review: where it stands, what comes next, what is known about it."""
    seen = view_review(tx, reference, by=reader)
    if not (reader.has("steward") or (reader.has("committee") and works_here(reader, seen))):
        return go_to(f"/learning/{reference}")
    audit.record(tx, "review.viewed", None, by=reader, at=utc_now(), reference=reference)
    return record_page(request, tx, reader, reference, notice=NOTICES.get(done))


@router.post("/reviews/{reference}/proposals/{proposal_id}")
def settle(
    request: Request,
    tx: Tx,
    editor: Editor,
    reference: str,
    proposal_id: UUID,
    decision: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Take over or refuse a fact that was read from the text."""
    refused = attempt(
        tx,
        lambda: decide_proposal(
            tx, reference, proposal_id, accept=decision == "accept", by=editor, at=utc_now()
        ),
    )
    if refused is not None:
        return record_page(request, tx, editor, reference, refused=refused)
    return go_to(f"/reviews/{reference}", done="settled")


def record_page(
    request: Request,
    tx: Session,
    reader: Actor,
    reference: str,
    *,
    refused: Problem | None = None,
    notice: str | None = None,
    sent: dict[str, Any] | None = None,
) -> Response:
    """The page of a review, with a refusal beside the form that was refused."""
    seen = view_review(tx, reference, by=reader)
    return page(
        request,
        "reviews/review.html",
        {
            "review": seen,
            "findings": view_findings(tx, reference, by=reader),
            "recommendations": list_recommendations(tx, reference, by=reader),
            "may": {each.value for each in permissions_of(reader)},
            "own": works_here(reader, seen),
            "say": read_wording(tx),
            "notice": notice,
            "sent": sent or {},
        },
        refused=refused,
    )


def works_here(reader: Actor, seen: Any) -> bool:  # noqa: ANN401 - a review as read
    """Whether the reader acts for the review's committee."""
    return seen.committee in reader.committees
