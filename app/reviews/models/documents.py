"""Uploaded files and the text taken from them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from app.kit.database import Base, Key, Recorded


class DocumentState(StrEnum):
    """Whether a version is the one in force."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    DESTROYED = "destroyed"


class Document(Base):
    """One immutable upload. The bytes live in content-addressed storage under ``sha256``."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("review_id", "version"),
        Index(
            "uq_documents_current",
            "review_id",
            unique=True,
            postgresql_where=text("state = 'current'"),
        ),
        Index("ix_documents_sha256", "sha256"),
    )

    id: Mapped[Key]
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"))
    version: Mapped[int]
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("documents.id"))
    state: Mapped[DocumentState] = mapped_column(server_default=DocumentState.CURRENT)
    filename: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str | None]
    pages: Mapped[int | None]
    image_pages: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}")
    layout: Mapped[str | None]
    warnings: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    looked_for: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    """What the segmenter searched; shown when it found nothing."""
    uploaded_by: Mapped[UUID]
    uploaded_at: Mapped[Recorded]
    destroyed_at: Mapped[datetime | None]


class Passage(Base):
    """A block of extracted text. ``text`` is as sent; ``cleared`` is what readers get.

    ``start`` and ``end`` are character offsets in the document's running text.
    """

    __tablename__ = "passages"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)

    id: Mapped[Key]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    place: Mapped[str]
    kind: Mapped[str]
    level: Mapped[int] = mapped_column(server_default=text("0"))
    section: Mapped[str] = mapped_column(server_default="")
    label: Mapped[str] = mapped_column(server_default="")
    note: Mapped[str] = mapped_column(server_default="")
    page: Mapped[int | None]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str]
    cleared: Mapped[str | None]


class StepState(StrEnum):
    """How far one step of the pipeline has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ProcessingStep(Base):
    """One step of reading one document: extract, scan, segment or tag."""

    __tablename__ = "processing_steps"
    __table_args__ = (UniqueConstraint("document_id", "step"),)

    id: Mapped[Key]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    step: Mapped[str]
    position: Mapped[int]
    state: Mapped[StepState] = mapped_column(server_default=StepState.WAITING)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    message: Mapped[str] = mapped_column(server_default="")
    """A sentence for the uploader; never case text."""
    code: Mapped[str] = mapped_column(server_default="")
