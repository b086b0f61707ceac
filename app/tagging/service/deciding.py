"""People decide on tags, and confirm a review with what they have read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.kit.errors import FieldError, Forbidden, Invalid, NotFound
from app.reviews.access import visible_reviews, works_on
from app.reviews.counting import recount
from app.reviews.errors import NotInState
from app.reviews.models import (
    Finding,
    FindingState,
    Recommendation,
    Review,
    State,
    Tag,
    TagSource,
)
from app.reviews.repository import Findings, Reviews
from app.reviews.service.findings import confirm_remaining
from app.reviews.service.proposals import apply_proposals
from app.tagging.errors import NeedsCategory
from app.tagging.schemas import KindDecision, TagDecision
from app.tagging.service.placing import follow_decisions
from app.taxonomy.service import concept_ids, require_usable

# Analysts and stewards go on improving tags after acceptance; committees until then.
STEWARDS_LATER = frozenset({State.ACCEPTED, State.PUBLISHED})


def decide_tags(
    session: Session, finding_id: UUID, sent: TagDecision, *, by: Actor, at: datetime
) -> Finding:
    """Record a person's category, themes or depth for a finding; earlier tags are kept.

    Raises FindingNotFound, UnknownConcept, Forbidden or NotInState. A category that the
    report states stays the one in force; the person's is kept beside it.
    """
    finding = Findings(session, by).get_for_update(finding_id)
    review = session.get_one(Review, finding.review_id)
    _require_right(review, by)
    chosen = _chosen(sent)
    for scheme, keys in chosen.items():
        require_usable(session, scheme, keys, field=scheme)
        _replace(session, finding, scheme, keys, by=by, at=at)
    if "typology" in chosen:
        finding.needs_person = False
    follow_decisions(session, [finding.id])
    recount(session, review.id)
    audit.record(
        session,
        "finding.tagged",
        review,
        by=by,
        at=at,
        finding=str(finding.id),
        schemes=sorted(chosen),
    )
    return finding


def decide_kind(
    session: Session, recommendation_id: UUID, sent: KindDecision, *, by: Actor, at: datetime
) -> Recommendation:
    """Record a person's kind for a recommendation, in place of the model's.

    Raises NotFound for one that ``by`` may not see, UnknownConcept, Forbidden or NotInState.
    """
    row = session.execute(
        select(Recommendation, Review)
        .join(Review, Review.id == Recommendation.review_id)
        .where(Recommendation.id == recommendation_id, visible_reviews(by))
        .with_for_update(of=Recommendation)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such recommendation.")
    recommendation, review = row
    _require_right(review, by)
    require_usable(session, "recommendation_kind", [sent.kind], field="kind")
    recommendation.kind, recommendation.kind_source = sent.kind, "human"
    if sent.smart is not None:
        recommendation.smart = sent.smart
    # Kinds are counted as well: answers that were kept are not good any more.
    recount(session, review.id)
    audit.record(
        session,
        "recommendation.kind_decided",
        review,
        by=by,
        at=at,
        recommendation=str(recommendation.id),
        kind=sent.kind,
    )
    return recommendation


def confirm_review(session: Session, reference: str, *, by: Actor, at: datetime) -> int:
    """Confirm the findings, tags and facts of a review as this person has read them.

    Every finding still proposed is confirmed, the model's tags of confirmed findings become
    this person's, and proposed facts fill what nobody has said. Returns how many findings
    stand. Raises NotInState, Forbidden, or NeedsCategory when the tagger abstained and
    nobody has chosen.
    """
    review = Reviews(session, by).get_for_update(reference)
    if not works_on(by, review):
        raise Forbidden("Only the review's own committee and the stewards confirm its findings.")
    review.confirm(at)
    confirm_remaining(session, review, by=by, at=at)
    findings = session.scalars(
        select(Finding)
        .where(Finding.review_id == review.id, Finding.state == FindingState.CONFIRMED)
        .order_by(Finding.position)
    ).all()
    undecided = [each.number or str(each.position) for each in findings if each.needs_person]
    if undecided:
        raise NeedsCategory(undecided)
    _adopt_model_tags(session, findings, by=by, at=at)
    follow_decisions(session, [finding.id for finding in findings])
    apply_proposals(session, review, by=by, at=at)
    recount(session, review.id)
    audit.record(session, "review.confirmed", review, by=by, at=at, findings=len(findings))
    return len(findings)


def confirm_batch(session: Session, review: Review, *, by: Actor, at: datetime) -> int:
    """Confirm a review as part of an archive, for which one steward answers.

    Findings on whose category the tagger abstained are confirmed as findings, but their
    model's category stays unconfirmed and out of the counts until someone decides.
    """
    review.confirm(at)
    confirm_remaining(session, review, by=by, at=at)
    findings = session.scalars(
        select(Finding).where(
            Finding.review_id == review.id, Finding.state == FindingState.CONFIRMED
        )
    ).all()
    apply_proposals(session, review, by=by, at=at)
    audit.record(
        session, "review.confirmed", review, by=by, at=at, findings=len(findings), batch=True
    )
    return len(findings)


def _adopt_model_tags(
    session: Session, findings: Sequence[Finding], *, by: Actor, at: datetime
) -> None:
    standing = Findings(session, by).tags_of(findings)
    for finding in findings:
        decided = {tag.scheme for tag in standing[finding.id] if tag.source != TagSource.MODEL}
        for tag in standing[finding.id]:
            if tag.source == TagSource.MODEL and tag.scheme not in decided:
                session.add(
                    Tag(
                        finding_id=finding.id,
                        concept_id=tag.concept_id,
                        scheme=tag.scheme,
                        key=tag.key,
                        rank=tag.rank,
                        source=TagSource.HUMAN,
                        confidence=tag.confidence,
                        evidence={"adopted_from": str(tag.id)},
                        person_id=by.id,
                        at=at,
                    )
                )


def _chosen(sent: TagDecision) -> Mapping[str, list[str]]:
    chosen: dict[str, list[str]] = {}
    if sent.second is not None and sent.typology is None:
        detail = "Give the primary category with the second one."
        raise Invalid(detail, errors=[FieldError("typology", detail, "missing")])
    if sent.typology is not None:
        chosen["typology"] = [sent.typology] + ([sent.second] if sent.second else [])
    if sent.themes is not None:
        chosen["theme"] = list(dict.fromkeys(sent.themes))
    if sent.depth is not None:
        chosen["depth"] = [sent.depth]
    if not chosen:
        detail = "Give at least one of typology, themes and depth."
        raise Invalid(detail, errors=[FieldError("typology", detail, "missing")])
    return chosen


def _replace(
    session: Session, finding: Finding, scheme: str, keys: list[str], *, by: Actor, at: datetime
) -> None:
    session.execute(
        update(Tag)
        .where(
            Tag.finding_id == finding.id,
            Tag.scheme == scheme,
            Tag.source == TagSource.HUMAN,
            Tag.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )
    ids = concept_ids(session, scheme)
    for rank, key in enumerate(keys, start=1):
        session.add(
            Tag(
                finding_id=finding.id,
                concept_id=ids[key],
                scheme=scheme,
                key=key,
                rank=rank,
                source=TagSource.HUMAN,
                confidence=None,
                person_id=by.id,
                at=at,
            )
        )
    session.flush()


def _require_right(review: Review, by: Actor) -> None:
    if not works_on(by, review):
        raise Forbidden("Only the review's own committee and the stewards decide on its tags.")
    if review.state in STEWARDS_LATER and by.has("steward"):
        return
    if review.state not in {State.CLEARANCE, State.CONFIRMATION, State.RETURNED}:
        raise NotInState(review.reference, state=review.state, wanted="decide on tags")
