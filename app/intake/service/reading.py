"""From bytes to passages, and from passages to findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.intake.service.uploads import limits
from app.kit.actors import SYSTEM
from app.kit.storage import Storage
from app.reviews.models import (
    CommitteeIssue,
    Document,
    Finding,
    FindingState,
    Passage,
    Proposal,
    Recommendation,
    Review,
    Tag,
    TagSource,
)
from app.taxonomy.service import concept_ids
from nlp.documents import Document as ReadDocument
from nlp.documents import read_document
from nlp.segments import model as segments
from nlp.segments import segment


def read_original(storage: Storage, document: Document, *, limit_mb: int) -> ReadDocument:
    """The document as text. The same bytes give the same offsets every time.

    Raises UnreadableDocument.
    """
    return read_document(
        storage.path(document.sha256), filename=document.filename, limits=limits(limit_mb)
    )


def extract_passages(session: Session, document: Document, read: ReadDocument) -> int:
    """Write the blocks of ``read`` as the document's passages; returns how many."""
    session.execute(delete(Passage).where(Passage.document_id == document.id))
    document.media_type, document.pages = read.media_type, read.pages
    document.image_pages, document.warnings = list(read.image_pages), list(read.warnings)
    session.add_all(
        Passage(
            document_id=document.id,
            ordinal=ordinal,
            place=block.where,
            kind=block.kind,
            level=block.level,
            section=" › ".join(block.section),
            label=block.label,
            note=block.note,
            page=block.page,
            start=block.start,
            end=block.end,
            text=block.text,
        )
        for ordinal, block in enumerate(read.blocks)
    )
    session.flush()
    return len(read.blocks)


@dataclass(frozen=True, slots=True)
class Segmented:
    """What came of reading a report."""

    findings: int
    recommendations: int
    layout: str | None


def segment_document(
    session: Session, document: Document, review: Review, read: ReadDocument, *, at: datetime
) -> Segmented:
    """Propose findings, recommendations and facts about the review, each with its passage.

    What an earlier run proposed from this or an earlier version is replaced, except what a
    person has marked by hand.
    """
    found = segment(read)
    _forget_proposals(session, review)
    starts = _passage_starts(session, document.id)
    document.layout, document.looked_for = found.layout, list(found.looked_for)
    typology = concept_ids(session, "typology")
    for finding in found.findings:
        _propose_finding(session, document, review, finding, starts, typology, at=at)
    for position, each in enumerate(found.recommendations, start=1):
        session.add(
            Recommendation(
                review_id=review.id,
                document_id=document.id,
                number=each.number or "",
                position=position,
                words=each.text,
                addressee=each.addressee or "",
                page=each.page,
                start=each.start,
                end=each.end,
            )
        )
    for proposal in found.review:
        session.add(_proposal(document, review, proposal))
    session.flush()
    audit.record(
        session,
        "document.segmented",
        review,
        by=SYSTEM,
        at=at,
        findings=len(found.findings),
        layout=found.layout,
    )
    return Segmented(len(found.findings), len(found.recommendations), found.layout)


def _forget_proposals(session: Session, review: Review) -> None:
    session.execute(
        delete(Finding).where(Finding.review_id == review.id, Finding.marked_by == "segmenter")
    )
    session.execute(delete(Recommendation).where(Recommendation.review_id == review.id))
    session.execute(
        delete(Proposal).where(Proposal.review_id == review.id, Proposal.accepted.is_(None))
    )


def _passage_starts(session: Session, document_id: UUID) -> list[tuple[int, int, UUID]]:
    rows = session.execute(
        select(Passage.start, Passage.end, Passage.id)
        .where(Passage.document_id == document_id)
        .order_by(Passage.start)
    )
    return [(start, end, key) for start, end, key in rows]


def _propose_finding(
    session: Session,
    document: Document,
    review: Review,
    found: segments.Finding,
    starts: list[tuple[int, int, UUID]],
    typology: Mapping[str, UUID],
    *,
    at: datetime,
) -> None:
    asked = found.questions
    finding = Finding(
        review_id=review.id,
        document_id=document.id,
        passage_id=next((key for a, b, key in starts if a <= found.start < b), None),
        number=found.number or "",
        position=found.position,
        statement=found.statement,
        detail=found.detail.text if found.detail else "",
        polarity=found.polarity,
        level=found.level,
        manifestation=_words(asked.manifestation),
        underlying=_words(asked.underlying),
        prevalence=_words(asked.prevalence),
        spread=_words(asked.spread),
        implications=_words(asked.implications),
        page=found.page,
        start=found.start,
        end=found.end,
        state=FindingState.PROPOSED,
        committee_slug=review.committee_slug,
        review_type=review.type,
        methodology=review.methodology,
        completed_year=review.completed_year,
    )
    session.add(finding)
    session.flush()
    for position, issue in enumerate(found.issues, start=1):
        session.add(
            CommitteeIssue(
                finding_id=finding.id, position=position, question=issue.text, page=issue.page
            )
        )
    if found.category is not None:
        session.add(
            Tag(
                finding_id=finding.id,
                concept_id=typology[found.category],
                scheme="typology",
                key=found.category,
                source=TagSource.STATED,
                confidence=1.0,
                evidence={"start": found.start, "end": found.end},
                at=at,
            )
        )


def _words(span: segments.Span | None) -> str:
    return span.text if span is not None else ""


def _proposal(document: Document, review: Review, read: segments.Proposal) -> Proposal:
    value: object = read.value
    if isinstance(value, date):
        value = value.isoformat()
    return Proposal(
        review_id=review.id,
        document_id=document.id,
        field=read.field,
        value={"value": value, "precision": read.precision},
        quote=read.quote,
        page=read.page,
        start=read.start,
        end=read.end,
    )
