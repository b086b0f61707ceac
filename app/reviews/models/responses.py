"""What the committee said and did, and what the inspectorate thought of the process."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit.database import Base, JSONObject, Key, Recorded


class Response(Base):
    """The committee's answer to one finding or one recommendation."""

    __tablename__ = "responses"
    __table_args__ = (
        CheckConstraint("(finding_id IS NULL) <> (recommendation_id IS NULL)", "one_subject"),
        CheckConstraint("decision IN ('accepted', 'in_part', 'rejected')", "decision"),
        CheckConstraint("status IN ('open', 'resolved', 'recurred')", "status"),
    )

    id: Mapped[Key]
    finding_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("findings.id", ondelete="CASCADE"), unique=True
    )
    recommendation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("recommendations.id", ondelete="CASCADE"), unique=True
    )
    decision: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="")
    how_known: Mapped[str] = mapped_column(server_default="")
    """How the committee will know that the issue is resolved."""
    measure: Mapped[str] = mapped_column(server_default="")
    baseline: Mapped[str] = mapped_column(server_default="")
    status: Mapped[str] = mapped_column(server_default="open")
    status_on: Mapped[date | None]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[Recorded]
    actions: Mapped[list[ResponseAction]] = relationship(
        order_by="ResponseAction.position", cascade="all, delete-orphan", lazy="selectin"
    )


class ResponseAction(Base):
    """One thing that the committee undertook to do."""

    __tablename__ = "response_actions"

    id: Mapped[Key]
    response_id: Mapped[UUID] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    words: Mapped[str]
    owner: Mapped[str] = mapped_column(server_default="")
    """An agency or office, never a person's name."""
    due: Mapped[date | None]
    done_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(server_default="")


class QualityEvaluation(Base):
    """A steward's assessment of the process against the code of practice."""

    __tablename__ = "quality_evaluations"

    id: Mapped[Key]
    review_id: Mapped[UUID] = mapped_column(
        ForeignKey("reviews.id", ondelete="CASCADE"), index=True
    )
    judgements: Mapped[JSONObject]
    """Element of the code → ``met``, ``partly`` or ``not_met``."""
    observations: Mapped[str] = mapped_column(server_default="")
    """What is returned to the committee."""
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[Recorded]
