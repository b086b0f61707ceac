"""Code anew what was coded with a concept that its vocabulary has retired."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import SYSTEM
from app.reviews.counting import recount
from app.reviews.models import Finding, Tag
from app.taxonomy.revising import CODING
from app.taxonomy.service import concept_ids, concepts_named, retired_keys

BATCH = 500


def replace_retired(session: Session, *, at: datetime, most: int = BATCH) -> int:
    """Give up to ``most`` findings the concept that took the place of a retired one.

    Returns how many findings were coded anew; call again until it is 0. The earlier coding is
    withdrawn and kept; the new one has the same source and person, and names the old key. The
    counts of the reviews follow in the same transaction.
    """
    changed: set[UUID] = set()
    for scheme in CODING:
        instead = {key: new for key, new in retired_keys(session, scheme).items() if new}
        if instead and len(changed) < most:
            changed |= _replace(session, scheme, instead, at=at, most=most - len(changed))
    reviews = session.scalars(
        select(Finding.review_id).where(Finding.id.in_(changed)).distinct()
    ).all()
    for review in reviews:
        recount(session, review)
    if changed:
        audit.record(
            session,
            "tags.replaced",
            None,
            by=SYSTEM,
            at=at,
            findings=len(changed),
            reviews=len(reviews),
        )
    return len(changed)


def _replace(
    session: Session, scheme: str, instead: dict[str, str], *, at: datetime, most: int
) -> set[UUID]:
    ids = concept_ids(session, scheme)
    standing = select(Tag).where(Tag.scheme == scheme, Tag.withdrawn_at.is_(None))
    old = session.scalars(
        standing.where(Tag.concept_id.in_(concepts_named(session, scheme, instead)))
        .order_by(Tag.finding_id, Tag.rank)
        .limit(most)
    ).all()
    findings = {tag.finding_id for tag in old}
    there = {
        (tag.finding_id, tag.source, tag.key)
        for tag in session.scalars(standing.where(Tag.finding_id.in_(findings)))
    }
    for tag in old:
        tag.withdrawn_at = at
        key = instead[tag.key]
        if (tag.finding_id, tag.source, key) in there:
            continue
        there.add((tag.finding_id, tag.source, key))
        session.add(
            Tag(
                finding_id=tag.finding_id,
                concept_id=ids[key],
                scheme=scheme,
                key=key,
                rank=tag.rank,
                source=tag.source,
                confidence=tag.confidence,
                evidence={**tag.evidence, "in_place_of": tag.key},
                model_version=tag.model_version,
                person_id=tag.person_id,
                at=at,
            )
        )
    session.flush()
    return findings
