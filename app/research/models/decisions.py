"""What stewards decided, what researchers agreed to, and what the public is told."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.database import Base, Key, Recorded
from app.research.models.project import Tier


class DecisionKind(StrEnum):
    """What a steward may decide on an application."""

    APPROVE = "approve"
    RETURN = "return"
    REFUSE = "refuse"


class Decision(Base):
    """One steward's decision on one edition, with its reason.

    ``fingerprint`` is the SHA-256 of everything that the steward read. An approval counts
    until it is voided; the database refuses a second that counts of the same steward.
    """

    __tablename__ = "research_decisions"
    __table_args__ = (
        CheckConstraint("kind IN ('approve', 'return', 'refuse')", "kind"),
        Index("ix_research_decisions_project_id", "project_id", "decided_at"),
        Index(
            "uq_research_decisions_approval",
            "project_id",
            "steward_id",
            unique=True,
            postgresql_where=text("kind = 'approve' AND voided_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("research_projects.id", ondelete="CASCADE"))
    steward_id: Mapped[UUID]
    steward_name: Mapped[str]
    kind: Mapped[DecisionKind]
    reason: Mapped[str]
    edition: Mapped[int]
    fingerprint: Mapped[str]
    decided_at: Mapped[Recorded]
    voided_at: Mapped[datetime | None]


class Acceptance(Base):
    """A named person's word that they keep to one version of the agreement.

    ``agreement_sha256`` is of the text that they read. Voided when the application changes.
    """

    __tablename__ = "research_acceptances"
    __table_args__ = (
        Index(
            "uq_research_acceptances_person",
            "project_id",
            "person_id",
            unique=True,
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("research_projects.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str]
    agreement_version: Mapped[int]
    agreement_sha256: Mapped[str]
    accepted_at: Mapped[Recorded]
    voided_at: Mapped[datetime | None]


class RegisterEntry(Base):
    """What the public register says of a project: the words that two stewards approved.

    A copy, so that what an applicant writes afterwards is not public before it is approved.
    """

    __tablename__ = "research_register"

    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("research_projects.id", ondelete="CASCADE"), primary_key=True
    )
    title: Mapped[str]
    lay_summary: Mapped[str]
    organisations: Mapped[list[str]] = mapped_column(ARRAY(Text))
    funder: Mapped[str]
    tier: Mapped[Tier]
    approved_on: Mapped[date]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
