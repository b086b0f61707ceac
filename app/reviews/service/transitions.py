"""The steps in the life of a review that a person takes, each with four eyes where they count."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.kit.errors import FieldError, Forbidden, Invalid
from app.kit.outbox import defer
from app.reviews.access import belongs_to
from app.reviews.counting import recount
from app.reviews.errors import NotYetComplete, SamePerson
from app.reviews.models import Finding, FindingState, QualityEvaluation, Review, State
from app.reviews.repository import Reviews
from app.taxonomy.service import require_keys


def accept_review(
    session: Session, reference: str, *, by: Actor, at: datetime, batch: bool = False
) -> Review:
    """Let a confirmed review count in national analysis.

    Raises ReviewNotFound, NotInState, SamePerson or NotYetComplete. ``batch`` is for the
    import of an archive, where one steward answers for all of it: it waives the second
    person and the audit entry says so.
    """
    review = Reviews(session, by).get_for_update(reference)
    if not batch and (review.submitted_by == by.id or belongs_to(by, review)):
        raise SamePerson("Acceptance")
    _check_complete(session, review)
    review.accept(at)
    recount(session, review.id)
    audit.record(session, "review.accepted", review, by=by, at=at, batch=batch)
    _group_findings(session)
    return review


def _group_findings(session: Session) -> None:
    # One job for each change, without a queueing lock: a job that another transaction queued
    # may have begun before this one commits, and would not see these findings.
    defer(session, "recurrence:group", lock="recurrence:group")


def _check_complete(session: Session, review: Review) -> None:
    errors: list[FieldError] = []
    if review.confirmed_at is None:
        detail = "Findings and tags have to be confirmed first."
        errors.append(FieldError("confirmation", detail, "missing"))
    if review.type == "not_stated":
        errors.append(FieldError("type", "Say what type of review this is.", "missing"))
    if review.completed_year is None:
        errors.append(
            FieldError("dates.completed", "Say when the review was completed.", "missing")
        )
    open_findings = session.scalar(
        select(Finding.id)
        .where(Finding.review_id == review.id, Finding.state == FindingState.PROPOSED)
        .limit(1)
    )
    if open_findings is not None:
        errors.append(
            FieldError("findings", "Confirm or reject every proposed finding first.", "unsettled")
        )
    if errors:
        raise NotYetComplete(" ".join(each.detail for each in errors), errors=errors)


def publish_review(
    session: Session,
    reference: str,
    *,
    by: Actor,
    at: datetime,
    form: str = "full",
    reason: str | None = None,
) -> Review:
    """Make an accepted review visible to practitioners, in the form that was agreed.

    Raises ReviewNotFound, NotInState, UnknownConcept, or Invalid when it is not published
    in full and no reason is given. Cannot be undone: withdrawal is a separate act.
    """
    require_keys(session, "publication_form", [form], field="form")
    if form != "full" and not reason:
        detail = "Say why the review is not published in full."
        raise Invalid(detail, errors=[FieldError("reason", detail, "missing")])
    review = Reviews(session, by).get_for_update(reference)
    review.publish(at, form=form, reason=reason)
    recount(session, review.id)
    audit.record(session, "review.published", review, by=by, at=at, form=form)
    return review


def return_review(
    session: Session, reference: str, *, by: Actor, at: datetime, observations: str
) -> Review:
    """Send a review back to its committee with what is to be mended."""
    review = Reviews(session, by).get_for_update(reference)
    review.return_with(observations)
    recount(session, review.id)
    audit.record(session, "review.returned", review, by=by, at=at)
    _group_findings(session)
    return review


def hold_review(
    session: Session,
    reference: str,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    until: date | None = None,
) -> Review:
    """Set a review aside for parallel proceedings, until a date or a release."""
    review = Reviews(session, by).get_for_update(reference)
    review.hold(reason=reason, until=until)
    recount(session, review.id)
    audit.record(session, "review.held", review, by=by, at=at, until=until and until.isoformat())
    _group_findings(session)
    return review


def release_hold(session: Session, reference: str, *, by: Actor, at: datetime) -> Review:
    """End a hold; the review goes on where it was."""
    review = Reviews(session, by).get_for_update(reference)
    review.release_hold()
    recount(session, review.id)
    audit.record(session, "review.released", review, by=by, at=at)
    _group_findings(session)
    return review


def evaluate_review(
    session: Session,
    reference: str,
    *,
    by: Actor,
    at: datetime,
    judgements: dict[str, str],
    observations: str,
) -> QualityEvaluation:
    """Record the inspectorate's assessment of how the review was carried out.

    ``judgements`` maps an essential element to ``met``, ``partly`` or ``not_met``. Nobody
    evaluates the work of a committee to which they belong.
    """
    review = Reviews(session, by).get_for_update(reference)
    if belongs_to(by, review):
        raise Forbidden("Nobody evaluates a review of their own committee.")
    require_keys(session, "essential_element", judgements, field="judgements")
    wrong = sorted(set(judgements.values()) - {"met", "partly", "not_met"})
    if wrong:
        detail = f"A judgement is met, partly or not_met, not {', '.join(wrong)}."
        raise Invalid(detail, errors=[FieldError("judgements", detail, "unknown_judgement")])
    evaluation = QualityEvaluation(
        review_id=review.id,
        judgements=dict(judgements),
        observations=observations,
        recorded_by=by.id,
        recorded_at=at,
    )
    session.add(evaluation)
    audit.record(session, "review.evaluated", review, by=by, at=at)
    return evaluation


def is_open_to_change(review: Review) -> bool:
    """Whether findings and tags of the review are still being checked by people."""
    return review.state in {State.CLEARANCE, State.CONFIRMATION}
