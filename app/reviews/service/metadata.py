"""Write down what is known about a review: from the uploader, from the text, from a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.committees.service import get_committee
from app.kit.errors import DomainError, FieldError
from app.reviews.dates import parse_date
from app.reviews.errors import InvalidMetadata
from app.reviews.models import (
    Circumstances,
    Decision,
    Factor,
    Grade,
    Involvement,
    KeyDate,
    Proceeding,
    Recorded,
    Review,
    Reviewer,
    ReviewLink,
    TermsOfReference,
)
from app.reviews.schemas import CircumstancesSent, DecisionSent, Metadata
from app.taxonomy.service import require_keys

# A family's story cannot lie ahead; these may have been fixed for a day to come.
MAY_LIE_AHEAD = frozenset({"published", "ratified", "report_to_committee"})
FACTOR_SCHEMES = {
    "harm_types": "harm_type",
    "family_factors": "family_factor",
    "economic_circumstances": "economic_circumstance",
}


def check_metadata(session: Session, sent: Metadata, *, at: datetime) -> None:
    """Refuse what cannot be so. Raises InvalidMetadata naming every field at once."""
    errors: list[FieldError] = []
    try:
        get_committee(session, sent.committee)
    except DomainError as error:
        errors.extend(error.errors)
    for scheme, field, keys in _coded(sent):
        try:
            require_keys(session, scheme, keys, field=field)
        except DomainError as error:
            errors.extend(error.errors)
    errors.extend(_impossible_dates(sent, at=at))
    if errors:
        raise InvalidMetadata(errors)


def _coded(sent: Metadata) -> Iterator[tuple[str, str, list[str]]]:
    one = (
        ("review_type", "type", sent.type),
        ("methodology", "methodology", sent.methodology),
        ("grade", "grade", sent.grade),
    )
    for scheme, field, key in one:
        if key is not None:
            yield scheme, field, [key]
    yield "proceeding", "proceedings", list(sent.proceedings)
    yield "essential_element", "essential_elements", sent.essential_elements
    if sent.decision is not None:
        yield "icr_decision", "decision.outcome", [sent.decision.outcome]
    case = sent.circumstances
    if case is not None:
        for field, scheme in FACTOR_SCHEMES.items():
            yield scheme, f"circumstances.{field}", list(getattr(case, field))
        for scheme in ("outcome", "age_band", "legal_status"):
            if getattr(case, scheme) is not None:
                yield scheme, f"circumstances.{scheme}", [getattr(case, scheme)]


def _impossible_dates(sent: Metadata, *, at: datetime) -> Iterator[FieldError]:
    for kind, words in sent.all_dates().items():
        on = parse_date(words).on
        if on > at.date() and kind not in MAY_LIE_AHEAD:
            yield FieldError(
                f"dates.{kind}",
                f"The date “{kind}” ({words}) lies in the future; correct it or leave it out.",
                "date_in_future",
            )
        if on.year < 1945:
            yield FieldError(
                f"dates.{kind}",
                f"The date “{kind}” ({words}) is earlier than any review; correct it.",
                "date_too_early",
            )
    decided = sent.decision.decided_on if sent.decision is not None else None
    if decided is not None and decided > at.date():
        yield FieldError(
            "decision.decided_on",
            "The decision's date lies in the future; correct it.",
            "date_in_future",
        )


def apply_metadata(
    session: Session, review: Review, sent: Metadata, *, by: UUID, at: datetime
) -> None:
    """Put what was sent on the review. Calling it again replaces what it wrote before."""
    committee = get_committee(session, sent.committee)
    review.committee_id, review.committee_slug = committee.id, committee.slug
    review.title = sent.title or review.title
    review.type = sent.type or review.type
    review.methodology = sent.methodology or review.methodology
    review.area_slug = sent.area or (committee.areas[0].slug if len(committee.areas) == 1 else None)
    review.summary = sent.summary or review.summary
    review.family_key = sent.family_key
    for kind, words in sent.all_dates().items():
        put_date(session, review, kind, words, source="human")
    if sent.decision is not None:
        put_decision(session, review, sent.decision, source="human", by=by)
    if sent.circumstances is not None:
        put_circumstances(session, review, sent.circumstances)
    _put_process(session, review, sent)
    if sent.grade is not None:
        session.add(Grade(review_id=review.id, grade=sent.grade, at=at, by=by))
    for link in sent.links:
        put_link(session, review, link.kind, link.reference)


def put_date(session: Session, review: Review, kind: str, words: str, *, source: str) -> None:
    """Record one key date, in place of an earlier one of that kind."""
    known = parse_date(words)
    found = session.scalar(
        select(KeyDate).where(KeyDate.review_id == review.id, KeyDate.kind == kind)
    )
    entry = found or KeyDate(review_id=review.id, kind=kind)
    entry.on, entry.precision, entry.source = known.on, known.precision, source
    session.add(entry)
    if kind == "incident":
        review.incident_year = known.on.year
    if kind == "completed":
        review.completed_year, review.completed_on = known.on.year, known.on
    if kind == "submitted":
        review.submitted_year = known.on.year
    # An initial review that goes no further is completed by its decision.
    if kind == "decision" and review.completed_year is None:
        review.completed_year, review.completed_on = known.on.year, known.on


def put_decision(
    session: Session, review: Review, sent: DecisionSent, *, source: str, by: UUID | None
) -> None:
    """Record whether an initial review led on."""
    entry = session.get(Decision, review.id) or Decision(review_id=review.id)
    entry.outcome, entry.decided_on, entry.decided_by = (
        sent.outcome,
        sent.decided_on,
        sent.decided_by,
    )
    entry.criteria_met, entry.rationale, entry.source = sent.criteria_met, sent.rationale, source
    entry.confirmed_by = by
    session.add(entry)
    if sent.decided_on is not None:
        put_date(session, review, "decision", sent.decided_on.isoformat(), source=source)


def put_circumstances(session: Session, review: Review, sent: CircumstancesSent) -> None:
    """Record the case in coarse terms; *no* and *not recorded* stay apart."""
    review.outcome = sent.outcome
    entry = session.get(Circumstances, review.id) or Circumstances(review_id=review.id)
    entry.age_band, entry.children, entry.sex = sent.age_band, sent.children, sent.sex
    entry.legal_status = sent.legal_status
    for field in (
        "registered_now",
        "registered_previously",
        "disability",
        "ethnicity_recorded",
        "economic_recorded",
    ):
        setattr(entry, field, Recorded(getattr(sent, field)))
    if sent.economic_circumstances:
        entry.economic_recorded = Recorded.YES
    session.add(entry)
    session.execute(delete(Factor).where(Factor.review_id == review.id))
    for field, scheme in FACTOR_SCHEMES.items():
        for key, present in getattr(sent, field).items():
            session.add(Factor(review_id=review.id, scheme=scheme, key=key, present=present))


def put_link(session: Session, review: Review, kind: str, reference: str) -> None:
    """Tie this review to another. Raises InvalidMetadata when there is no such review."""
    other = session.scalar(select(Review).where(Review.reference == reference))
    if other is None:
        detail = f"There is no review {reference} to link to; check the reference."
        raise InvalidMetadata([FieldError("links", detail, "unknown_review")])
    pair = (other.id, review.id) if kind == "led_from" else (review.id, other.id)
    name = "led_to" if kind in {"led_from", "led_to"} else kind
    present = session.scalar(
        select(ReviewLink).where(
            ReviewLink.from_id == pair[0], ReviewLink.to_id == pair[1], ReviewLink.kind == name
        )
    )
    if present is None:
        session.add(ReviewLink(from_id=pair[0], to_id=pair[1], kind=name))


def _put_process(session: Session, review: Review, sent: Metadata) -> None:
    if sent.reviewers is not None:
        session.execute(delete(Reviewer).where(Reviewer.review_id == review.id))
        for position, reviewer in enumerate(sent.reviewers, start=1):
            session.add(
                Reviewer(
                    review_id=review.id,
                    position=position,
                    external=reviewer.external,
                    accredited=reviewer.accredited,
                    role=reviewer.role,
                )
            )
    for party, involved in sent.involvement.items():
        put_involvement(
            session, review, party, took_part=involved.took_part, reason=involved.reason
        )
    for kind, present in sent.proceedings.items():
        put_proceeding(session, review, kind, present=present)
    if sent.terms_of_reference or sent.essential_elements:
        entry = session.get(TermsOfReference, review.id) or TermsOfReference(review_id=review.id)
        entry.words, entry.elements = sent.terms_of_reference, sent.essential_elements
        session.add(entry)


def put_involvement(
    session: Session, review: Review, party: str, *, took_part: bool, reason: str = ""
) -> None:
    """Record whether family, child or staff took part."""
    found = session.scalar(
        select(Involvement).where(Involvement.review_id == review.id, Involvement.party == party)
    )
    entry = found or Involvement(review_id=review.id, party=party)
    entry.took_part, entry.reason = took_part, reason
    session.add(entry)


def put_proceeding(session: Session, review: Review, kind: str, *, present: bool) -> None:
    """Record whether another inquiry ran beside the review."""
    found = session.scalar(
        select(Proceeding).where(Proceeding.review_id == review.id, Proceeding.kind == kind)
    )
    entry = found or Proceeding(review_id=review.id, kind=kind)
    entry.present = present
    session.add(entry)
