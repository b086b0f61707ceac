"""Where each finding lies among the others, by its words and by what people say of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.reviews.models import Finding, Tag, TagSource
from app.tagging.models import FindingVector
from app.tagging.service.current import encoder
from nlp.corpus.codes import CATEGORIES, THEMES

if TYPE_CHECKING:
    from nlp.similarity import Decided


def text_of(finding: Finding) -> str:
    """What the tagger reads of a finding: the statement, with detail when it is terse."""
    words = finding.statement
    if len(words.split()) < 25 and finding.detail:
        words = f"{words} {' '.join(finding.detail.split()[:90])}"
    return words


def place_findings(session: Session, findings: Sequence[Finding]) -> None:
    """Store where each finding lies among the others."""
    machine = encoder(session)
    decided = decisions_on(session, [finding.id for finding in findings])
    vectors = machine.encode([text_of(finding) for finding in findings], decided)
    rows = [
        {"finding_id": finding.id, "encoder": machine.version, "vector": vector}
        for finding, vector in zip(findings, vectors, strict=True)
    ]
    statement = insert(FindingVector).values(rows)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["finding_id"],
            set_={"encoder": statement.excluded.encoder, "vector": statement.excluded.vector},
        )
    )


def follow_decisions(session: Session, findings: Sequence[UUID]) -> None:
    """Let people's tags enter the vectors of these findings, where they have one.

    Call it in the transaction that decides. No model is loaded: only the parts of the vector
    that hold themes and category change. Findings already placed in an issue stay there.
    """
    import numpy as np  # noqa: PLC0415 - slow to load

    from nlp.similarity.layout import with_decisions  # noqa: PLC0415 - slow to load

    session.flush()
    placed = session.scalars(
        select(FindingVector)
        .where(FindingVector.finding_id.in_(findings))
        .order_by(FindingVector.finding_id)
    ).all()
    if not placed:
        return
    before = np.array([each.vector for each in placed], dtype=np.float32)
    decided = decisions_on(session, [each.finding_id for each in placed])
    for each, vector in zip(placed, with_decisions(before, decided), strict=True):
        each.vector = vector


def decisions_on(session: Session, findings: Sequence[UUID]) -> list[Decided]:
    """What reports and people say of each finding, in the order given; the report outranks."""
    from nlp.similarity.layout import Decided  # noqa: PLC0415 - slow to load

    said: dict[tuple[UUID, str, str], list[str]] = {}
    rows = session.execute(
        select(Tag.finding_id, Tag.scheme, Tag.source, Tag.key)
        .where(
            Tag.finding_id.in_(findings),
            Tag.scheme.in_(("theme", "typology")),
            Tag.source != TagSource.MODEL,
            Tag.withdrawn_at.is_(None),
        )
        .order_by(Tag.finding_id, Tag.rank)
    )
    for finding, scheme, source, key in rows:
        if key not in THEMES and key not in CATEGORIES:
            continue  # A later vocabulary brought it: the vector has no place for it.
        said.setdefault((finding, scheme, source), []).append(key)

    def of(finding: UUID, scheme: str) -> list[str]:
        return said.get((finding, scheme, TagSource.STATED)) or said.get(
            (finding, scheme, TagSource.HUMAN), []
        )

    return [
        Decided(tuple(of(each, "theme")), *(*of(each, "typology"), None, None)[:2])
        for each in findings
    ]
