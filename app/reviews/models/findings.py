"""What the review found: findings, the committee's issues, recommendations and tags."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.database import Base, JSONObject, Key, Recorded


class FindingState(StrEnum):
    """Whether a person stands behind it."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Finding(Base):
    """A statement of an underlying pattern, pointing back to its place in the report.

    Committee, type, methodology, year, ``counted`` and ``published`` repeat the review's,
    so that search and counts at a million findings need no join; ``app.reviews.counting``
    keeps them true.
    """

    __tablename__ = "findings"
    __table_args__ = (
        CheckConstraint("polarity IN ('weakness', 'good_practice')", "polarity"),
        Index("ix_findings_review_position", "review_id", "position"),
        Index("ix_findings_search", "search", postgresql_using="gin"),
        Index(
            "ix_findings_committee_year",
            "committee_slug",
            "completed_year",
            "id",
            postgresql_where=text("counted"),
        ),
        Index("ix_findings_recent", "completed_year", "id", postgresql_where=text("counted")),
    )

    id: Mapped[Key]
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"))
    document_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), index=True
    )
    passage_id: Mapped[UUID | None] = mapped_column(ForeignKey("passages.id", ondelete="SET NULL"))
    number: Mapped[str] = mapped_column(server_default="")
    position: Mapped[int]
    statement: Mapped[str]
    detail: Mapped[str] = mapped_column(server_default="")
    polarity: Mapped[str] = mapped_column(server_default="weakness")
    level: Mapped[str | None]
    """``case`` or ``systems``; None when nobody has said."""
    manifestation: Mapped[str] = mapped_column(server_default="")
    underlying: Mapped[str] = mapped_column(server_default="")
    prevalence: Mapped[str] = mapped_column(server_default="")
    spread: Mapped[str] = mapped_column(server_default="")
    implications: Mapped[str] = mapped_column(server_default="")
    page: Mapped[int | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    state: Mapped[FindingState] = mapped_column(server_default=FindingState.PROPOSED)
    marked_by: Mapped[str] = mapped_column(server_default="segmenter")
    """``segmenter`` or ``person``."""
    confirmed_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    needs_person: Mapped[bool] = mapped_column(server_default=text("false"))
    """The tagger abstained: a person has to choose the category."""
    certainty: Mapped[float | None]
    """The tagger's calibrated confidence in its first category; queues sort by it."""
    created_at: Mapped[Recorded]

    committee_slug: Mapped[str]
    review_type: Mapped[str]
    methodology: Mapped[str]
    completed_year: Mapped[int | None]
    counted: Mapped[bool] = mapped_column(server_default=text("false"))
    published: Mapped[bool] = mapped_column(server_default=text("false"))
    search: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed(
            "setweight(to_tsvector('english', statement), 'A') || "
            "setweight(to_tsvector('english', detail), 'B') || "
            "setweight(to_tsvector('english', manifestation || ' ' || underlying || ' ' || "
            "prevalence || ' ' || spread || ' ' || implications), 'C')",
            persisted=True,
        ),
        deferred=True,
    )


class CommitteeIssue(Base):
    """A question that the review puts to the committee about a finding."""

    __tablename__ = "committee_issues"

    id: Mapped[Key]
    finding_id: Mapped[UUID] = mapped_column(
        ForeignKey("findings.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    question: Mapped[str]
    page: Mapped[int | None]


class Recommendation(Base):
    """What the review asks someone to do. Not every review has recommendations."""

    __tablename__ = "recommendations"

    id: Mapped[Key]
    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("reviews.id", ondelete="CASCADE"), index=True
    )
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(server_default="")
    position: Mapped[int]
    words: Mapped[str]
    addressee: Mapped[str] = mapped_column(server_default="")
    kind: Mapped[str | None]
    kind_source: Mapped[str | None]
    smart: Mapped[bool | None]
    page: Mapped[int | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    state: Mapped[FindingState] = mapped_column(server_default=FindingState.PROPOSED)
    created_at: Mapped[Recorded]


class TagSource(StrEnum):
    """Who says so, in order of authority."""

    STATED = "stated"
    HUMAN = "human"
    MODEL = "model"


class Tag(Base):
    """One judgement that a concept applies to a finding. All are kept; none is overwritten.

    A later judgement of the same source takes the place of an earlier one by setting its
    ``withdrawn_at``. ``rank`` is 1 for a primary category, 2 for a second.
    """

    __tablename__ = "tags"
    __table_args__ = (
        CheckConstraint("source IN ('stated', 'human', 'model')", "source"),
        CheckConstraint("source <> 'human' OR person_id IS NOT NULL", "human_has_person"),
        CheckConstraint("source <> 'model' OR model_version IS NOT NULL", "model_has_version"),
        Index(
            "ix_tags_standing",
            "finding_id",
            "scheme",
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_tags_concept", "concept_id"),
    )

    id: Mapped[Key]
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"))
    concept_id: Mapped[UUID] = mapped_column(ForeignKey("concepts.id"))
    scheme: Mapped[str]
    key: Mapped[str]
    rank: Mapped[int] = mapped_column(server_default=text("1"))
    source: Mapped[TagSource]
    confidence: Mapped[float | None]
    evidence: Mapped[JSONObject] = mapped_column(server_default=text("'{}'::jsonb"))
    model_version: Mapped[str | None]
    person_id: Mapped[UUID | None]
    at: Mapped[Recorded]
    withdrawn_at: Mapped[datetime | None]
