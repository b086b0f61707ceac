"""What may still identify someone, and every decision on it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.database import Base, Key, Recorded


class Action(StrEnum):
    """What a person decided to do about a span."""

    REMOVE = "remove"
    GENERALISE = "generalise"
    PSEUDONYMISE = "pseudonymise"
    NOT_AN_IDENTIFIER = "not_an_identifier"


class ResidualIdentifier(Base):
    """One span that may identify someone. Offsets count in the document's running text."""

    __tablename__ = "residual_identifiers"
    __table_args__ = (
        Index("ix_residual_identifiers_document", "document_id", "start"),
        CheckConstraint(
            "action IN ('remove', 'generalise', 'pseudonymise', 'not_an_identifier')", "action"
        ),
        CheckConstraint("(action IS NULL) = (decided_by IS NULL)", "decided_by_someone"),
    )

    id: Mapped[Key]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    passage_id: Mapped[UUID | None] = mapped_column(ForeignKey("passages.id", ondelete="CASCADE"))
    type: Mapped[str]
    text: Mapped[str]
    place: Mapped[str]
    page: Mapped[int | None]
    start: Mapped[int]
    end: Mapped[int]
    score: Mapped[float]
    rule: Mapped[str]
    """The rule or model with its version; ``person`` when someone marked it by hand."""
    action: Mapped[Action | None]
    replacement: Mapped[str | None]
    reason: Mapped[str | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    created_at: Mapped[Recorded]


class IdentifierDecision(Base):
    """The log of decisions; the latest one stands on the identifier itself."""

    __tablename__ = "identifier_decisions"

    id: Mapped[Key]
    identifier_id: Mapped[UUID] = mapped_column(
        ForeignKey("residual_identifiers.id", ondelete="CASCADE"), index=True
    )
    action: Mapped[Action]
    replacement: Mapped[str | None]
    reason: Mapped[str | None]
    decided_by: Mapped[UUID]
    decided_at: Mapped[Recorded]


class SignOff(Base):
    """A second person declares a document cleared."""

    __tablename__ = "clearance_sign_offs"

    id: Mapped[Key]
    document_id: Mapped[UUID] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), index=True
    )
    signed_by: Mapped[UUID]
    signed_at: Mapped[Recorded]
    step: Mapped[str]
    """``first`` by whoever settled the identifiers, ``second`` by another person."""
