"""Put a review together for a reader, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.reviews.access import visible_reviews, works_on
from app.reviews.dates import ImpreciseDate
from app.reviews.models import (
    Circumstances,
    CommitteeIssue,
    Decision,
    Document,
    Factor,
    Finding,
    FindingState,
    Grade,
    Involvement,
    KeyDate,
    Passage,
    Proceeding,
    Proposal,
    Review,
    Reviewer,
    ReviewLink,
    State,
    Tag,
)
from app.reviews.repository import Findings, Reviews
from app.reviews.schemas import (
    DocumentRead,
    FindingRead,
    IssueRead,
    ProposalRead,
    ReviewRead,
    StepRead,
    TagRead,
)
from app.reviews.service.progress import steps_of

NEXT_STEPS: dict[State, tuple[str, ...]] = {
    State.DRAFT: ("submission", "versions"),
    State.RETURNED: ("submission", "versions"),
    State.CLEARANCE: ("clearance", "versions", "return", "hold"),
    State.CONFIRMATION: ("confirmation", "acceptance", "return", "hold"),
    State.ACCEPTED: ("publication", "return", "hold", "withdrawal"),
    State.PUBLISHED: ("hold", "withdrawal"),
    State.ON_HOLD: ("release",),
}


def view_review(session: Session, reference: str, *, by: Actor) -> ReviewRead:
    """One review whole, as ``by`` may see it. Raises ReviewNotFound.

    Work in progress (documents, proposals, reading steps) is shown to the review's
    committee and the stewards only.
    """
    review = Reviews(session, by).get(reference)
    seen = ReviewRead.model_validate(review)
    seen.dates = _dates(session, review.id)
    seen.decision = _decision(session, review.id)
    seen.reviewers = [
        {"external": each.external, "accredited": each.accredited, "role": each.role}
        for each in session.scalars(
            select(Reviewer).where(Reviewer.review_id == review.id).order_by(Reviewer.position)
        )
    ]
    seen.involvement = {
        each.party: {"took_part": each.took_part, "reason": each.reason}
        for each in session.scalars(select(Involvement).where(Involvement.review_id == review.id))
    }
    seen.proceedings = {
        each.kind: each.present
        for each in session.scalars(select(Proceeding).where(Proceeding.review_id == review.id))
    }
    seen.circumstances = _circumstances(session, review)
    seen.grades = [
        {"grade": each.grade, "at": each.at.isoformat(), "reason": each.reason}
        for each in session.scalars(
            select(Grade).where(Grade.review_id == review.id).order_by(Grade.at)
        )
    ]
    seen.links = _links(session, review, by)
    if works_on(by, review):
        _add_work_in_progress(session, review, seen)
    return seen


def _add_work_in_progress(session: Session, review: Review, seen: ReviewRead) -> None:
    documents = session.scalars(
        select(Document).where(Document.review_id == review.id).order_by(Document.version.desc())
    ).all()
    seen.documents = [DocumentRead.model_validate(each) for each in documents]
    if documents:
        steps = steps_of(session, documents[0].id)
        seen.steps = [StepRead.model_validate(each) for each in steps]
    seen.proposals = [
        ProposalRead(
            id=each.id,
            field=each.field,
            value=each.value.get("value"),
            quote=each.quote,
            page=each.page,
            start=each.start,
            end=each.end,
            accepted=each.accepted,
        )
        for each in session.scalars(
            select(Proposal).where(Proposal.review_id == review.id).order_by(Proposal.id)
        )
    ]
    seen.actions = {
        step: f"/v1/reviews/{review.reference}/{step}" for step in NEXT_STEPS.get(review.state, ())
    }


def _dates(session: Session, review_id: UUID) -> dict[str, str]:
    rows = session.scalars(
        select(KeyDate).where(KeyDate.review_id == review_id).order_by(KeyDate.on)
    )
    return {each.kind: str(ImpreciseDate(each.on, each.precision)) for each in rows}


def _decision(session: Session, review_id: UUID) -> dict[str, Any] | None:
    found = session.get(Decision, review_id)
    if found is None:
        return None
    return {
        "outcome": found.outcome,
        "decided_on": found.decided_on.isoformat() if found.decided_on else None,
        "decided_by": found.decided_by,
        "criteria_met": found.criteria_met,
        "rationale": found.rationale,
        "source": found.source,
    }


def _circumstances(session: Session, review: Review) -> dict[str, Any]:
    found = session.get(Circumstances, review.id)
    seen: dict[str, Any] = {"outcome": review.outcome}
    if found is not None:
        for field in ("age_band", "children", "sex", "legal_status"):
            seen[field] = getattr(found, field)
        for field in (
            "registered_now",
            "registered_previously",
            "disability",
            "ethnicity_recorded",
            "economic_recorded",
        ):
            seen[field] = str(getattr(found, field))
    for scheme in ("harm_type", "family_factor", "economic_circumstance"):
        seen[scheme] = {}
    for factor in session.scalars(select(Factor).where(Factor.review_id == review.id)):
        seen[factor.scheme][factor.key] = factor.present
    return seen


def _links(session: Session, review: Review, by: Actor) -> list[dict[str, Any]]:
    rows = session.execute(
        select(ReviewLink, Review)
        .join(
            Review,
            or_(
                (Review.id == ReviewLink.to_id) & (ReviewLink.from_id == review.id),
                (Review.id == ReviewLink.from_id) & (ReviewLink.to_id == review.id),
            ),
        )
        .where(visible_reviews(by))
        .order_by(Review.reference)
    )
    return [
        {
            "kind": link.kind,
            "direction": "to" if link.from_id == review.id else "from",
            "reference": other.reference,
            "title": other.title,
            "type": other.type,
        }
        for link, other in rows
    ]


def view_findings(session: Session, reference: str, *, by: Actor) -> list[FindingRead]:
    """A review's findings in order, with issues and tags. Raises ReviewNotFound.

    Readers outside the committee see confirmed findings only, and those of a review that is
    published without them not at all.
    """
    review = Reviews(session, by).get(reference)
    findings = Findings(session, by).of_review(review)
    if not works_on(by, review):
        findings = [each for each in findings if each.state is FindingState.CONFIRMED]
    return show_findings(session, findings, by=by)


def show_findings(session: Session, findings: Sequence[Finding], *, by: Actor) -> list[FindingRead]:
    """Findings with what belongs to them, in three queries however many they are."""
    records = Findings(session, by)
    issues, tags = records.issues_of(findings), records.tags_of(findings)
    references = dict(
        session.execute(
            select(Review.id, Review.reference).where(
                Review.id.in_({each.review_id for each in findings})
            )
        ).all()
    )
    return [
        _show(each, references[each.review_id], issues[each.id], tags[each.id]) for each in findings
    ]


def _show(
    finding: Finding, reference: str, issues: list[CommitteeIssue], tags: list[Tag]
) -> FindingRead:
    fields = {
        name: getattr(finding, info.validation_alias or name)  # type: ignore[arg-type]
        for name, info in FindingRead.model_fields.items()
        if name not in {"reference", "issues", "tags"}
    }
    fields["committee_slug"] = fields.pop("committee")
    return FindingRead(
        **fields,
        reference=reference,
        issues=[IssueRead.model_validate(each) for each in issues],
        tags=[TagRead.model_validate(each) for each in tags],
    )


def view_passages(session: Session, reference: str, *, by: Actor) -> list[dict[str, Any]]:
    """The text of the current document, passage by passage, as ``by`` may read it.

    The committee and the stewards read it as it was sent; everybody else the cleared text,
    and only when the committee agreed to full publication (analysts: once accepted).
    """
    review = Reviews(session, by).get(reference)
    raw = works_on(by, review)
    if not raw and not by.has("analyst") and review.publication_form != "full":
        return []
    rows = session.scalars(
        select(Passage)
        .join(Document, Document.id == Passage.document_id)
        .where(Document.review_id == review.id, Document.state == "current")
        .order_by(Passage.ordinal)
    )
    return [
        {
            "id": str(each.id),
            "where": each.place,
            "kind": each.kind,
            "level": each.level,
            "section": each.section,
            "label": each.label,
            "page": each.page,
            "start": each.start,
            "end": each.end,
            "text": each.text if raw else each.cleared,
            "cleared": each.cleared,
        }
        for each in rows
        if raw or each.cleared
    ]
