"""Reviews over HTTP: list, read, correct, and the steps that need no document."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.audit import service as audit
from app.identity.dependencies import SignedIn
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.paging import MAX_LIMIT
from app.reviews.acts import HoldSent, PublicationSent, ReturnSent, WithdrawalSent
from app.reviews.guards import (
    Acceptor,
    Creator,
    Editor,
    Evaluator,
    Holder,
    Publisher,
    Reader,
    Responder,
    Returner,
    Withdrawer,
)
from app.reviews.models import State
from app.reviews.schemas import (
    FindingChange,
    FindingMarked,
    FindingRead,
    Metadata,
    RecommendationRead,
    ReviewRead,
    ReviewSummary,
    Sent,
)
from app.reviews.service import findings as finding_service
from app.reviews.service import responses, transitions, viewing, withdrawal
from app.reviews.service.drafts import save_review
from app.reviews.service.listing import ReviewFilter, list_recommendations, list_reviews
from app.reviews.service.proposals import decide_proposal
from app.reviews.service.responses import ResponseSent

router = APIRouter(prefix="/v1", tags=["reviews"])


class Listed(BaseModel):
    """A page of reviews; pass ``next`` as ``cursor`` for the following one."""

    items: list[ReviewSummary]
    next: str | None


class Standing(BaseModel):
    """Where a review stands after a step."""

    reference: str
    state: str
    links: dict[str, str]


def standing(reference: str, state: str) -> Standing:
    """The answer to every step in a review's life."""
    base = f"/v1/reviews/{reference}"
    names = ("events", "identifiers", "findings")
    links = {"self": base} | {name: f"{base}/{name}" for name in names}
    return Standing(reference=reference, state=state, links=links)


@router.get("/reviews")
def list_all(
    tx: Tx,
    reader: Reader,
    committee: str | None = None,
    type: str | None = None,  # noqa: A002 - the public name of the filter
    methodology: str | None = None,
    state: State | None = None,
    from_: Annotated[int | None, Query(alias="from")] = None,
    to: int | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: str | None = None,
) -> Listed:
    """Reviews that the reader may see, newest first."""
    chosen = ReviewFilter(
        committee=committee,
        type=type,
        methodology=methodology,
        state=state,
        completed_from=from_,
        completed_to=to,
    )
    page = list_reviews(tx, chosen, by=reader, limit=limit, cursor=cursor)
    return Listed(items=[ReviewSummary.model_validate(each) for each in page.items], next=page.next)


@router.get("/reviews/{reference}")
def one(tx: Tx, reader: Reader, reference: str) -> ReviewRead:
    """One review whole."""
    seen = viewing.view_review(tx, reference, by=reader)
    audit.record(tx, "review.viewed", None, by=reader, at=utc_now(), reference=reference)
    return seen


@router.put("/reviews/{reference}")
def save(tx: Tx, creator: Creator, reference: str, sent: Metadata) -> ReviewRead:
    """Save what is known about a review so far."""
    save_review(tx, reference, sent, by=creator, at=utc_now())
    return viewing.view_review(tx, reference, by=creator)


@router.get("/reviews/{reference}/passages")
def passages(tx: Tx, reader: Reader, reference: str) -> dict[str, list[dict[str, Any]]]:
    """The text of the current document, as the reader may read it."""
    return {"items": viewing.view_passages(tx, reference, by=reader)}


@router.get("/reviews/{reference}/findings")
def findings(tx: Tx, reader: Reader, reference: str) -> dict[str, list[FindingRead]]:
    """The findings of a review with their issues and tags."""
    return {"items": viewing.view_findings(tx, reference, by=reader)}


@router.post("/reviews/{reference}/findings", status_code=201)
def mark(tx: Tx, editor: Editor, reference: str, sent: FindingMarked) -> FindingRead:
    """Mark a finding by hand."""
    finding = finding_service.mark_finding(tx, reference, sent, by=editor, at=utc_now())
    return viewing.show_findings(tx, [finding], by=editor)[0]


@router.patch("/findings/{finding_id}")
def change(tx: Tx, editor: Editor, finding_id: UUID, sent: FindingChange) -> FindingRead:
    """Correct, confirm or reject a finding."""
    finding = finding_service.change_finding(tx, finding_id, sent, by=editor, at=utc_now())
    return viewing.show_findings(tx, [finding], by=editor)[0]


@router.get("/reviews/{reference}/recommendations")
def recommendations(tx: Tx, reader: Reader, reference: str) -> dict[str, list[RecommendationRead]]:
    """The recommendations of a review; a review need not have any."""
    rows = list_recommendations(tx, reference, by=reader)
    return {"items": [RecommendationRead.model_validate(each) for each in rows]}


class ProposalDecision(Sent):
    """Whether a proposed fact is right."""

    accept: bool


@router.post("/reviews/{reference}/proposals/{proposal_id}/decision", status_code=204)
def settle_proposal(
    tx: Tx, editor: Editor, reference: str, proposal_id: UUID, sent: ProposalDecision
) -> None:
    """Take over or refuse a fact that was read from the text."""
    decide_proposal(tx, reference, proposal_id, accept=sent.accept, by=editor, at=utc_now())


@router.post("/reviews/{reference}/acceptance")
def accept(tx: Tx, acceptor: Acceptor, reference: str) -> Standing:
    """Let a confirmed review count in national analysis."""
    review = transitions.accept_review(tx, reference, by=acceptor, at=utc_now())
    return standing(review.reference, review.state)


@router.post("/reviews/{reference}/publication")
def publish(
    tx: Tx, publisher: Publisher, reference: str, sent: PublicationSent | None = None
) -> Standing:
    """Make an accepted review visible to practitioners."""
    sent = sent or PublicationSent()
    review = transitions.publish_review(
        tx, reference, by=publisher, at=utc_now(), form=sent.form, reason=sent.reason
    )
    return standing(review.reference, review.state)


@router.post("/reviews/{reference}/return")
def send_back(tx: Tx, returner: Returner, reference: str, sent: ReturnSent) -> Standing:
    """Send a review back to its committee."""
    review = transitions.return_review(
        tx, reference, by=returner, at=utc_now(), observations=sent.observations
    )
    return standing(review.reference, review.state)


@router.post("/reviews/{reference}/hold")
def hold(tx: Tx, holder: Holder, reference: str, sent: HoldSent) -> Standing:
    """Set a review aside for parallel proceedings."""
    review = transitions.hold_review(
        tx, reference, by=holder, at=utc_now(), reason=sent.reason, until=sent.until
    )
    return standing(review.reference, review.state)


@router.delete("/reviews/{reference}/hold")
@router.post("/reviews/{reference}/release")
def release(tx: Tx, holder: Holder, reference: str) -> Standing:
    """End a hold; the review goes on where it was."""
    review = transitions.release_hold(tx, reference, by=holder, at=utc_now())
    return standing(review.reference, review.state)


@router.post("/reviews/{reference}/withdrawal")
def withdraw(tx: Tx, withdrawer: Withdrawer, reference: str, sent: WithdrawalSent) -> Standing:
    """Recall a review for good."""
    review = withdrawal.withdraw_review(
        tx, reference, by=withdrawer, at=utc_now(), reason=sent.reason
    )
    return standing(review.reference, review.state)


class EvaluationSent(Sent):
    """The inspectorate's assessment of the process."""

    judgements: dict[str, Literal["met", "partly", "not_met"]]
    observations: str = Field("", max_length=20_000)


@router.post("/reviews/{reference}/evaluations", status_code=201)
def evaluate(tx: Tx, evaluator: Evaluator, reference: str, sent: EvaluationSent) -> dict[str, str]:
    """Record an assessment against the code of practice."""
    made = transitions.evaluate_review(
        tx,
        reference,
        by=evaluator,
        at=utc_now(),
        judgements=dict(sent.judgements),
        observations=sent.observations,
    )
    tx.flush()
    return {"id": str(made.id)}


@router.put("/findings/{finding_id}/response", status_code=204)
def respond(tx: Tx, responder: Responder, finding_id: UUID, sent: ResponseSent) -> None:
    """Record the committee's answer to a finding."""
    responses.respond_to_finding(tx, finding_id, sent, by=responder, at=utc_now())


@router.get("/findings/{finding_id}/response")
def response_of(tx: Tx, reader: SignedIn, finding_id: UUID) -> responses.ResponseRead:
    """What the committee answered and did about a finding."""
    return responses.read_response(tx, finding_id, by=reader)


@router.put("/recommendations/{recommendation_id}/response", status_code=204)
def respond_to_recommendation(
    tx: Tx, responder: Responder, recommendation_id: UUID, sent: ResponseSent
) -> None:
    """Record the committee's answer to a recommendation."""
    responses.respond_to_recommendation(tx, recommendation_id, sent, by=responder, at=utc_now())
