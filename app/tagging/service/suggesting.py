"""The machine's suggestions: beside what reports state and people decide, never over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.reviews.counting import recount
from app.reviews.models import Document, Finding, Recommendation, Review, Tag, TagSource
from app.tagging.service.current import tagger
from app.tagging.service.placing import place_findings, text_of
from app.taxonomy.revising import CODING
from app.taxonomy.service import concept_ids, retired_keys

if TYPE_CHECKING:
    from nlp.tagging import Scored, Tagging


def tag_review(session: Session, review: Review, *, at: datetime) -> int:
    """Suggest tags for every finding of a review and place each among the others.

    Returns how many findings the tagger would not decide on. Suggestions of an earlier
    run are withdrawn, not deleted.
    """
    findings = session.scalars(
        select(Finding).where(Finding.review_id == review.id).order_by(Finding.position)
    ).all()
    if findings:
        suggest_tags(session, findings, at=at)
        place_findings(session, findings)
    _suggest_kinds(session, review)
    abstained = sum(finding.needs_person for finding in findings)
    recount(session, review.id)
    return abstained


def suggest_tags(session: Session, findings: Sequence[Finding], *, at: datetime) -> None:
    """Write the model's tags of these findings in place of its earlier ones."""
    machine = tagger(session)
    session.execute(
        update(Tag)
        .where(
            Tag.finding_id.in_([finding.id for finding in findings]),
            Tag.source == TagSource.MODEL,
            Tag.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )
    settled = _with_category(session, findings)
    ids = {scheme: concept_ids(session, scheme) for scheme in CODING}
    retired = {scheme: retired_keys(session, scheme) for scheme in CODING}
    judgements = machine.tag([text_of(finding) for finding in findings])
    for finding, judged in zip(findings, judgements, strict=True):
        finding.certainty = judged.typology[0].confidence
        tags = _tags(finding, judged, machine.version, ids, retired, at)
        undecided = judged.abstained or not any(tag.scheme == "typology" for tag in tags)
        finding.needs_person = undecided and finding.id not in settled
        session.add_all(tags)


def _with_category(session: Session, findings: Sequence[Finding]) -> set[UUID]:
    rows = session.scalars(
        select(Tag.finding_id).where(
            Tag.finding_id.in_([finding.id for finding in findings]),
            Tag.scheme == "typology",
            Tag.source != TagSource.MODEL,
            Tag.withdrawn_at.is_(None),
        )
    )
    return set(rows)


def _tags(
    finding: Finding,
    judged: Tagging,
    version: str,
    ids: Mapping[str, Mapping[str, UUID]],
    retired: Mapping[str, Mapping[str, str | None]],
    at: datetime,
) -> list[Tag]:
    """The model's word in the keys of the current vocabularies, of which it may know fewer."""
    evidence = {"words": [each.text for each in judged.evidence]}
    chosen = [("typology", 1, judged.typology[0])]
    chosen += [("theme", rank, each) for rank, each in enumerate(judged.themes, start=1)]
    chosen += [("depth", 1, judged.depth)]
    given: dict[tuple[str, str], tuple[int, Scored]] = {}
    for scheme, rank, scored in chosen:
        key = retired[scheme].get(scored.key, scored.key)
        if key is not None:
            given.setdefault((scheme, key), (rank, scored))
    return [
        Tag(
            finding_id=finding.id,
            concept_id=ids[scheme][key],
            scheme=scheme,
            key=key,
            rank=rank,
            source=TagSource.MODEL,
            confidence=float(scored.confidence),
            evidence=evidence if scheme == "typology" else {},
            model_version=version,
            at=at,
        )
        for (scheme, key), (rank, scored) in given.items()
    ]


def _suggest_kinds(session: Session, review: Review) -> None:
    asked = session.scalars(
        select(Recommendation).where(
            Recommendation.review_id == review.id,
            Recommendation.kind_source.is_distinct_from("human"),
        )
    ).all()
    if not asked:
        return
    for each, judged in zip(
        asked, tagger(session).tag_recommendations([each.words for each in asked]), strict=True
    ):
        each.kind = None if judged.abstained else judged.kinds[0].key
        each.smart, each.kind_source = judged.smart.key == "smart", "model"


def review_of(session: Session, document_id: UUID) -> Review:
    """The review that a document belongs to."""
    document = session.get_one(Document, document_id)
    return session.get_one(Review, document.review_id)
