"""Tables derived for counting: which review raises which concept, and how many do.

``ReviewConcept`` is the truth for every count; ``ConceptCube`` is its sum. Both are
re-derived by ``app.reviews.counting`` in the transaction that changes a tag or a state.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.database import Base


class ReviewConcept(Base):
    """One counted review raises one concept in ``findings`` of its findings.

    ``confirmed_findings`` are those whose tag was stated in the report or decided by a
    person; the others rest on the model alone. ``scheme`` is typology, theme, depth or
    ``*`` (the review itself with all its findings), so a denominator is a row of the same
    table.
    """

    __tablename__ = "review_concepts"
    __table_args__ = (
        Index("ix_review_concepts_concept", "scheme", "key", "committee_slug", "completed_year"),
    )

    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True
    )
    scheme: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    committee_slug: Mapped[str]
    review_type: Mapped[str]
    methodology: Mapped[str]
    completed_year: Mapped[int | None]
    incident_year: Mapped[int | None]
    submitted_year: Mapped[int | None]
    published: Mapped[bool]
    findings: Mapped[int]
    confirmed_findings: Mapped[int]


class ConceptCube(Base):
    """Reviews and findings by concept, committee, year, type and methodology.

    Distinct reviews add up across committee, year, type and methodology, because a review
    has one of each. They never add up across concepts. Year 0 stands for “not recorded”.
    """

    __tablename__ = "concept_cube"

    scheme: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    committee_slug: Mapped[str] = mapped_column(primary_key=True)
    completed_year: Mapped[int] = mapped_column(primary_key=True)
    review_type: Mapped[str] = mapped_column(primary_key=True)
    methodology: Mapped[str] = mapped_column(primary_key=True)
    reviews: Mapped[int] = mapped_column(server_default=text("0"))
    findings: Mapped[int] = mapped_column(server_default=text("0"))
    confirmed_reviews: Mapped[int] = mapped_column(server_default=text("0"))
    confirmed_findings: Mapped[int] = mapped_column(server_default=text("0"))


class DataVersion(Base):
    """One row: how often the counted data has changed."""

    __tablename__ = "data_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
