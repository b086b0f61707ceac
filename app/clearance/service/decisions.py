"""One decision a span, or one for all alike; each is logged with its person and reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.clearance.errors import IdentifierNotFound, ReasonNeeded, ReplacementNeeded
from app.clearance.models import Action, IdentifierDecision, ResidualIdentifier
from app.clearance.schemas import DecisionSent, IdentifierMarked
from app.kit.actors import Actor
from app.kit.errors import FieldError, Invalid
from app.reviews.access import works_on
from app.reviews.errors import NotInState, ReviewNotFound
from app.reviews.models import Document, DocumentState, Passage, Review, State
from app.reviews.repository import Reviews

SURE = 0.85
"""From this score on, setting a hit aside as no identifier needs a reason."""


def list_identifiers(
    session: Session, reference: str, *, by: Actor, unsettled: bool = False
) -> Sequence[ResidualIdentifier]:
    """The spans found in the current document, in reading order.

    Only the review's committee and the stewards see them: they are what must not be seen.
    Raises ReviewNotFound for anybody else, also when the review is published.
    """
    review = Reviews(session, by).get(reference)
    _require_worker(review, by)
    statement = (
        select(ResidualIdentifier)
        .join(Document, Document.id == ResidualIdentifier.document_id)
        .where(Document.review_id == review.id, Document.state == DocumentState.CURRENT)
        .order_by(ResidualIdentifier.start)
    )
    if unsettled:
        statement = statement.where(ResidualIdentifier.action.is_(None))
    return session.scalars(statement).all()


def decide(
    session: Session,
    reference: str,
    identifier_id: UUID,
    sent: DecisionSent,
    *,
    by: Actor,
    at: datetime,
) -> Sequence[ResidualIdentifier]:
    """Settle one span, or with ``all_alike`` every span of the same type and words.

    Returns the spans settled. Raises ReviewNotFound, IdentifierNotFound, NotInState,
    ReasonNeeded or ReplacementNeeded.
    """
    review = Reviews(session, by).get_for_update(reference)
    _require_worker(review, by)
    _require_clearance(review)
    chosen = session.scalar(
        select(ResidualIdentifier)
        .join(Document, Document.id == ResidualIdentifier.document_id)
        .where(ResidualIdentifier.id == identifier_id, Document.review_id == review.id)
    )
    if chosen is None:
        raise IdentifierNotFound
    _check(sent, chosen)
    alike = _alike(session, chosen) if sent.all_alike else [chosen]
    for each in alike:
        each.action, each.replacement = sent.action, _replacement(sent)
        each.reason, each.decided_by, each.decided_at = sent.reason, by.id, at
        session.add(
            IdentifierDecision(
                identifier_id=each.id,
                action=sent.action,
                replacement=each.replacement,
                reason=sent.reason,
                decided_by=by.id,
                decided_at=at,
            )
        )
    audit.record(
        session,
        "identifier.decided",
        review,
        by=by,
        at=at,
        decision=sent.action,
        type=chosen.type,
        spans=len(alike),
    )
    return alike


def mark_identifier(
    session: Session, reference: str, sent: IdentifierMarked, *, by: Actor, at: datetime
) -> ResidualIdentifier:
    """Add a span that the scan did not see. It still needs its decision."""
    review = Reviews(session, by).get_for_update(reference)
    _require_worker(review, by)
    _require_clearance(review)
    passage = session.scalar(
        select(Passage)
        .join(Document, Document.id == Passage.document_id)
        .where(
            Document.review_id == review.id,
            Document.state == DocumentState.CURRENT,
            Passage.start <= sent.start,
            Passage.end >= sent.end,
        )
    )
    if passage is None:
        detail = "The offsets do not lie within one passage of the current document."
        raise Invalid(detail, errors=[FieldError("start", detail, "outside_passage")])
    marked = ResidualIdentifier(
        document_id=passage.document_id,
        passage_id=passage.id,
        type=sent.type,
        text=passage.text[sent.start - passage.start : sent.end - passage.start],
        place=passage.place,
        page=passage.page,
        start=sent.start,
        end=sent.end,
        score=1.0,
        rule="person",
    )
    session.add(marked)
    session.flush()
    audit.record(session, "identifier.marked", review, by=by, at=at, type=sent.type)
    return marked


def count_unsettled(session: Session, document_id: UUID) -> int:
    """How many spans of the document have no decision yet."""
    return int(
        session.scalar(
            select(func.count())
            .select_from(ResidualIdentifier)
            .where(
                ResidualIdentifier.document_id == document_id,
                ResidualIdentifier.action.is_(None),
            )
        )
        or 0
    )


def _check(sent: DecisionSent, chosen: ResidualIdentifier) -> None:
    if sent.action is Action.NOT_AN_IDENTIFIER and chosen.score >= SURE and not sent.reason:
        raise ReasonNeeded(chosen.rule)
    if sent.action in {Action.GENERALISE, Action.PSEUDONYMISE} and not sent.replacement:
        raise ReplacementNeeded


def _replacement(sent: DecisionSent) -> str | None:
    match sent.action:
        case Action.REMOVE:
            return "[removed]"
        case Action.NOT_AN_IDENTIFIER:
            return None
        case _:
            return sent.replacement


def _alike(session: Session, chosen: ResidualIdentifier) -> Sequence[ResidualIdentifier]:
    return session.scalars(
        select(ResidualIdentifier).where(
            ResidualIdentifier.document_id == chosen.document_id,
            ResidualIdentifier.type == chosen.type,
            func.lower(ResidualIdentifier.text) == chosen.text.lower(),
        )
    ).all()


def _require_worker(review: Review, by: Actor) -> None:
    if not works_on(by, review):
        raise ReviewNotFound(review.reference)


def _require_clearance(review: Review) -> None:
    if review.state is not State.CLEARANCE:
        raise NotInState(review.reference, state=review.state, wanted="decide on identifiers")
