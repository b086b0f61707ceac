"""Facts read from the text: a person accepts or refuses each; confirmation fills what is blank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.kit.errors import DomainError, Forbidden, NotFound
from app.reviews.access import works_on
from app.reviews.counting import recount
from app.reviews.dates import parse_date
from app.reviews.models import (
    Circumstances,
    Decision,
    Involvement,
    KeyDate,
    Proceeding,
    Proposal,
    Review,
    Reviewer,
)
from app.reviews.repository import Reviews
from app.reviews.schemas import DATE_KINDS, DecisionSent
from app.reviews.service.metadata import put_date, put_decision, put_involvement, put_proceeding
from app.taxonomy.service import require_keys

Value = str | int | bool


def decide_proposal(
    session: Session,
    reference: str,
    proposal_id: UUID,
    *,
    accept: bool,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Take over or refuse one proposed fact. Accepting replaces what was recorded before."""
    review = Reviews(session, by).get_for_update(reference)
    if not works_on(by, review):
        raise Forbidden("Only the review's own committee and the stewards settle its details.")
    proposal = session.get(Proposal, proposal_id)
    if proposal is None or proposal.review_id != review.id:
        raise NotFound("There is no such proposal.")
    proposal.accepted, proposal.decided_by, proposal.decided_at = accept, by.id, at
    if accept:
        proposal.applied = _apply(session, review, proposal, by=by.id, replace=True)
        # What already counts may now count elsewhere: another year, type or methodology.
        recount(session, review.id)
    audit.record(
        session, "proposal.decided", review, by=by, at=at, field=proposal.field, accepted=accept
    )
    return proposal


def apply_proposals(session: Session, review: Review, *, by: Actor, at: datetime) -> int:
    """Fill every blank with the best proposal that nobody refused; returns how many were used."""
    used = 0
    rows = session.scalars(
        select(Proposal)
        .where(Proposal.review_id == review.id, Proposal.accepted.is_(None))
        .order_by(Proposal.id)
    ).all()
    for proposal in rows:
        if _apply(session, review, proposal, by=by.id, replace=False):
            proposal.accepted, proposal.decided_by, proposal.decided_at = True, by.id, at
            proposal.applied = True
            used += 1
            session.flush()
    return used


def _apply(
    session: Session, review: Review, proposal: Proposal, *, by: UUID, replace: bool
) -> bool:
    value = proposal.value.get("value")
    field, _, part = proposal.field.partition(".")
    writer = _WRITERS.get(field)
    if writer is None or value in (None, ""):
        return False
    try:
        with session.begin_nested():
            return writer(session, review, part, value, by, replace)
    except (DomainError, ValueError):
        # What the text says cannot always be coded; it stays a proposal for a person.
        return False


def _write_coded(
    session: Session, review: Review, scheme: str, field: str, value: Value, *, replace: bool
) -> bool:
    if getattr(review, field) != "not_stated" and not replace:
        return False
    require_keys(session, scheme, [str(value)])
    setattr(review, field, str(value))
    return True


def _write_type(
    session: Session, review: Review, _: str, value: Value, __: UUID, replace: bool
) -> bool:
    return _write_coded(session, review, "review_type", "type", value, replace=replace)


def _write_methodology(
    session: Session, review: Review, _: str, value: Value, __: UUID, replace: bool
) -> bool:
    return _write_coded(session, review, "methodology", "methodology", value, replace=replace)


def _write_title(
    _: Session, review: Review, __: str, value: Value, ___: UUID, replace: bool
) -> bool:
    if review.title != "Untitled review" and not replace:
        return False
    review.title = str(value)[:300]
    return True


def _write_date(
    session: Session, review: Review, kind: str, value: Value, _: UUID, replace: bool
) -> bool:
    if kind not in DATE_KINDS:
        return False
    known = session.scalar(
        select(KeyDate.id).where(KeyDate.review_id == review.id, KeyDate.kind == kind)
    )
    if (known is not None and not replace) or parse_date(str(value)).on.year < 1945:
        return False
    put_date(session, review, kind, str(value), source="stated")
    return True


def _write_period(
    session: Session, review: Review, end: str, value: Value, by: UUID, replace: bool
) -> bool:
    return _write_date(session, review, f"period_{end}", value, by, replace)


def _write_decision(
    session: Session, review: Review, part: str, value: Value, by: UUID, replace: bool
) -> bool:
    present = session.get(Decision, review.id)
    if part == "outcome":
        if present is not None and present.outcome and not replace:
            return False
        require_keys(session, "icr_decision", [str(value)])
        if present is None:
            put_decision(session, review, DecisionSent(outcome=str(value)), source="stated", by=by)
        else:
            present.outcome = str(value)
        return True
    name = {"criteria": "criteria_met", "date": "decided_on"}.get(part, part)
    if present is None or (getattr(present, name, None) and not replace):
        return False
    if part == "rationale":
        present.rationale = str(value)
    elif part in {"criteria", "criteria_met"}:
        present.criteria_met = [str(value)]
    elif part in {"date", "decided_on"}:
        present.decided_on = date.fromisoformat(str(value))
    else:
        return False
    return True


def _write_outcome(
    session: Session, review: Review, _: str, value: Value, __: UUID, replace: bool
) -> bool:
    if review.outcome is not None and not replace:
        return False
    require_keys(session, "outcome", [str(value)])
    review.outcome = str(value)
    return True


def _write_circumstance(
    session: Session, review: Review, part: str, value: Value, by: UUID, replace: bool
) -> bool:
    if part == "outcome":
        return _write_outcome(session, review, part, value, by, replace)
    entry = session.get(Circumstances, review.id) or Circumstances(review_id=review.id)
    if part not in {"age_band", "children"} or (getattr(entry, part) is not None and not replace):
        return False
    if part == "age_band":
        require_keys(session, "age_band", [str(value)])
    setattr(entry, part, value)
    session.add(entry)
    return True


def _write_involvement(
    session: Session, review: Review, part: str, value: Value, _: UUID, replace: bool
) -> bool:
    party = part.partition(".")[0]
    known = session.scalar(
        select(Involvement.id).where(Involvement.review_id == review.id, Involvement.party == party)
    )
    if party not in {"family", "child", "staff"} or "." in part or (known and not replace):
        return False
    put_involvement(session, review, party, took_part=value in (True, "yes"))
    return True


def _write_proceeding(
    session: Session, review: Review, part: str, value: Value, _: UUID, replace: bool
) -> bool:
    kind, present = (part, value in (True, "yes")) if part else (str(value), True)
    if kind == "none":
        return False
    known = session.scalar(
        select(Proceeding.id).where(Proceeding.review_id == review.id, Proceeding.kind == kind)
    )
    if known is not None and not replace:
        return False
    require_keys(session, "proceeding", [kind])
    put_proceeding(session, review, kind, present=present)
    return True


def _write_reviewers(
    session: Session, review: Review, part: str, value: Value, _: UUID, __: bool
) -> bool:
    known = session.scalars(
        select(Reviewer).where(Reviewer.review_id == review.id).order_by(Reviewer.position)
    ).all()
    if part in {"number", "count"} and not known and isinstance(value, int):
        for position in range(1, min(value, 20) + 1):
            session.add(Reviewer(review_id=review.id, position=position))
        return True
    if part in _REVIEWER_FIELDS and isinstance(value, int):
        # The text counts them; which of the reviewers it means is all the same.
        field, sense = _REVIEWER_FIELDS[part]
        blank = [each for each in known if getattr(each, field) is None]
        count = len(blank) if value is True else value
        for reviewer in blank[:count]:
            setattr(reviewer, field, sense)
        return bool(blank and count)
    return False


_REVIEWER_FIELDS = {
    "external": ("external", True),
    "internal": ("external", False),
    "accredited": ("accredited", True),
}

Writer = Callable[[Session, Review, str, Value, UUID, bool], bool]

_WRITERS: dict[str, Writer] = {
    "type": _write_type,
    "methodology": _write_methodology,
    "title": _write_title,
    "dates": _write_date,
    "period": _write_period,
    "decision": _write_decision,
    "outcome": _write_outcome,
    "circumstances": _write_circumstance,
    "involvement": _write_involvement,
    "proceedings": _write_proceeding,
    "reviewers": _write_reviewers,
}
"""First part of a proposal's field → what writes it down."""
