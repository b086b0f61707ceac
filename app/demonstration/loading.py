"""Load the demonstration through the real pipeline, and play the people who decide.

Files, jobs, findings and states are real. What people would have decided (which category,
whether a span identifies anyone, what a committee answered) is taken from the plan that the
corpus was written to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.archives.service import Imported
from app.clearance.models import Action, ResidualIdentifier
from app.clearance.service.clearing import sign_off
from app.demonstration.plan import load_plan
from app.demonstration.responses import CommitteeResponse, responses
from app.demonstration.truth import TrueReview, true_reviews
from app.intake.service.uploads import current_document
from app.kit.actors import Actor
from app.reviews.models import Finding, FindingState, Recommendation, Review, State
from app.reviews.service.responses import (
    ActionSent,
    ResponseSent,
    respond_to_finding,
    respond_to_recommendation,
)
from app.reviews.service.transitions import accept_review, publish_review
from app.tagging.schemas import KindDecision, TagDecision
from app.tagging.service.deciding import confirm_batch, decide_kind, decide_tags

Record = TypeVar("Record", Finding, Recommendation)

LEFT_OPEN = 6
"""So many of the newest initial reviews stay in work: every role finds something to do."""
NEVER_PUBLISHED = "initial_case_review"


def key_of(imported: Imported) -> str:
    """The plan's key of an imported file; the file's name ends in it."""
    return imported.line.path.stem.rpartition("-")[2]


def decide_as_planned(
    session: Session, reference: str, truth: TrueReview, *, by: Actor, at: datetime
) -> State:
    """Take one review from clearance to acceptance as its people would.

    Does nothing for a review that is still being read or has been accepted.
    """
    review = session.scalars(
        select(Review).where(Review.reference == reference).with_for_update()
    ).one()
    if review.state is State.CLEARANCE:
        _settle_false_alarms(session, review, by=by, at=at)
        sign_off(session, reference, by=by, at=at, batch=True)
    if review.state is State.CONFIRMATION:
        _tag_as_planned(session, review, truth, by=by, at=at)
        _decide_kinds(session, review, truth.key, by=by, at=at)
        confirm_batch(session, review, by=by, at=at)
        accept_review(session, reference, by=by, at=at, batch=True)
        if review.type != NEVER_PUBLISHED:
            publish_review(session, reference, by=by, at=at)
    return review.state


def _settle_false_alarms(session: Session, review: Review, *, by: Actor, at: datetime) -> None:
    # The manuscripts name nobody, so whatever the scan stopped at is a false alarm.
    document = current_document(session, review)
    if document is None:
        return
    session.execute(
        update(ResidualIdentifier)
        .where(ResidualIdentifier.document_id == document.id, ResidualIdentifier.action.is_(None))
        .values(
            action=Action.NOT_AN_IDENTIFIER,
            reason="The demonstration's texts name nobody.",
            decided_by=by.id,
            decided_at=at,
        )
    )


def _tag_as_planned(
    session: Session, review: Review, truth: TrueReview, *, by: Actor, at: datetime
) -> None:
    planned = {" ".join(each.statement.split()): each for each in truth.findings}
    findings = session.scalars(select(Finding).where(Finding.review_id == review.id)).all()
    for finding in findings:
        true = planned.get(" ".join(finding.statement.split()))
        if true is None:
            finding.state = FindingState.REJECTED
            continue
        decision = TagDecision(typology=true.typology, themes=list(true.themes), depth=true.depth)
        decide_tags(session, finding.id, decision, by=by, at=at)
        finding.polarity = true.polarity


def _decide_kinds(session: Session, review: Review, key: str, *, by: Actor, at: datetime) -> None:
    planned = load_plan()[key].recommendations
    found = session.scalars(
        select(Recommendation)
        .where(Recommendation.review_id == review.id)
        .order_by(Recommendation.position)
    ).all()
    if len(found) == len(planned):
        for recommendation, true in zip(found, planned, strict=True):
            sent = KindDecision(kind=true.kind, smart=true.smart)
            decide_kind(session, recommendation.id, sent, by=by, at=at)


def record_responses(session: Session, reference: str, key: str, *, by: Actor) -> int:
    """Record what the committee answered to this review; returns how many answers."""
    given = responses(key)
    if not given:
        return 0
    review = session.scalars(select(Review).where(Review.reference == reference)).one()
    findings = _by_number(session, Finding, review)
    asked = _by_number(session, Recommendation, review)
    done = 0
    for each in given:
        at = datetime.combine(each.resolved_on or date(2021, 12, 31), time(12), tzinfo=UTC)
        if each.to == "finding" and str(each.number) in findings:
            respond_to_finding(session, findings[str(each.number)].id, _sent(each), by=by, at=at)
            done += 1
        elif each.to != "finding" and str(each.number) in asked:
            respond_to_recommendation(
                session, asked[str(each.number)].id, _sent(each), by=by, at=at
            )
            done += 1
    return done


def _by_number(session: Session, kind: type[Record], review: Review) -> Mapping[str, Record]:
    rows = session.scalars(
        select(kind).where(kind.review_id == review.id).order_by(kind.position)
    ).all()
    return {row.number or str(row.position): row for row in rows}


def _sent(given: CommitteeResponse) -> ResponseSent:
    return ResponseSent(
        decision=given.answer,
        reason=given.text,
        how_known=given.known_by or "",
        measure=given.measure or "",
        status="resolved" if given.status == "resolved" else "open",
        status_on=given.resolved_on,
        actions=[
            ActionSent(
                text=action.text,
                owner=action.owner,
                due=action.due,
                done=action.done,
                evidence=action.evidence or "",
            )
            for action in given.actions
        ],
    )


def truths() -> Mapping[str, TrueReview]:
    """What the plan holds true, by key."""
    return true_reviews()


def to_decide(imported: list[Imported]) -> Iterator[tuple[str, str]]:
    """Reference and key of each review to take to acceptance, oldest first."""
    known = [(each.reference, key_of(each)) for each in imported if each.reference]
    plan = load_plan()
    open_still = set([key for _, key in known if plan[key].is_initial][-LEFT_OPEN:])
    yield from ((reference, key) for reference, key in known if key not in open_still)
