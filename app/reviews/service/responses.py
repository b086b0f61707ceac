"""What the committee answered, undertook and found out afterwards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.kit.errors import FieldError, Invalid, NotFound
from app.reviews.access import belongs_to, visible_findings, visible_reviews
from app.reviews.models import Finding, Recommendation, Response, ResponseAction, Review
from app.reviews.schemas import Read, Sent


class ActionSent(Sent):
    """One thing undertaken. ``owner`` is an agency or office, never a person's name."""

    text: str = Field(min_length=3, max_length=2_000)
    owner: str = Field("", max_length=200)
    due: date | None = None
    done: date | None = None
    evidence: str = Field("", max_length=2_000)


class ResponseSent(Sent):
    """A committee's answer to a finding or a recommendation."""

    decision: Literal["accepted", "in_part", "rejected"]
    reason: str = Field("", max_length=5_000)
    how_known: str = Field("", max_length=2_000)
    measure: str = Field("", max_length=1_000)
    baseline: str = Field("", max_length=1_000)
    status: Literal["open", "resolved", "recurred"] = "open"
    status_on: date | None = None
    actions: list[ActionSent] = Field(default_factory=list, max_length=50)


def respond_to_finding(
    session: Session, finding_id: UUID, sent: ResponseSent, *, by: Actor, at: datetime
) -> Response:
    """Record or revise the committee's answer to one of its findings."""
    review = session.scalar(
        select(Review)
        .join(Finding, Finding.review_id == Review.id)
        .where(Finding.id == finding_id, visible_reviews(by))
    )
    present = session.scalar(select(Response).where(Response.finding_id == finding_id))
    response = present or Response(finding_id=finding_id)
    return _answer(session, review, response, sent, by=by, at=at)


def respond_to_recommendation(
    session: Session, recommendation_id: UUID, sent: ResponseSent, *, by: Actor, at: datetime
) -> Response:
    """Record or revise the committee's answer to one recommendation made to it."""
    review = session.scalar(
        select(Review)
        .join(Recommendation, Recommendation.review_id == Review.id)
        .where(Recommendation.id == recommendation_id, visible_reviews(by))
    )
    present = session.scalar(
        select(Response).where(Response.recommendation_id == recommendation_id)
    )
    response = present or Response(recommendation_id=recommendation_id)
    return _answer(session, review, response, sent, by=by, at=at)


def _answer(
    session: Session,
    review: Review | None,
    response: Response,
    sent: ResponseSent,
    *,
    by: Actor,
    at: datetime,
) -> Response:
    # Another committee's is as good as absent, also when it is published and can be read.
    if review is None or not (belongs_to(by, review) or by.has("steward", "system")):
        raise NotFound("There is nothing of that id that you may respond to.")
    if sent.decision == "rejected" and not sent.reason:
        detail = "Say why it is rejected."
        raise Invalid(detail, errors=[FieldError("reason", detail, "missing")])
    for field in ("decision", "reason", "how_known", "measure", "baseline", "status"):
        setattr(response, field, getattr(sent, field))
    response.status_on = sent.status_on or (at.date() if sent.status != "open" else None)
    response.recorded_by, response.recorded_at = by.id, at
    response.actions = [
        ResponseAction(
            position=position,
            words=action.text,
            owner=action.owner,
            due=action.due,
            done_on=action.done,
            evidence=action.evidence,
        )
        for position, action in enumerate(sent.actions, start=1)
    ]
    session.add(response)
    session.flush()
    audit.record(session, "response.recorded", review, by=by, at=at, response=str(response.id))
    return response


class ActionRead(Read):
    """One thing undertaken, as recorded."""

    text: str = Field(validation_alias="words")
    owner: str
    due: date | None
    done: date | None = Field(validation_alias="done_on")
    evidence: str


class ResponseRead(Read):
    """A committee's answer, as recorded."""

    decision: str
    reason: str
    how_known: str
    measure: str
    baseline: str
    status: str
    status_on: date | None
    actions: list[ActionRead]


def read_response(session: Session, finding_id: UUID, *, by: Actor) -> ResponseRead:
    """What the committee answered to a finding that ``by`` may see. Raises NotFound."""
    found = session.scalar(
        select(Response)
        .join(Finding, Finding.id == Response.finding_id)
        .where(Response.finding_id == finding_id, visible_findings(by))
    )
    if found is None:
        raise NotFound("No response to this finding has been recorded.")
    return ResponseRead.model_validate(found)
