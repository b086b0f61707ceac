"""Models in use, vectors of findings, and people's verdicts on sameness."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.database import Base, JSONObject, Key, Recorded

DIMENSIONS = 384
"""Length of a finding's vector; fixed by the encoder that the artefacts carry."""


class ModelVersion(Base):
    """One trained tagger with its figures. At most one is in use."""

    __tablename__ = "model_versions"
    __table_args__ = (
        Index("uq_model_versions_in_use", "in_use", unique=True, postgresql_where=text("in_use")),
    )

    id: Mapped[Key]
    version: Mapped[str] = mapped_column(unique=True)
    figures: Mapped[JSONObject]
    trained_on: Mapped[JSONObject]
    in_use: Mapped[bool] = mapped_column(server_default=text("false"))
    registered_at: Mapped[Recorded]
    promoted_at: Mapped[datetime | None]
    promoted_by: Mapped[UUID | None]


class FindingVector(Base):
    """Where a finding lies among the others, for neighbours and groups."""

    __tablename__ = "finding_vectors"
    __table_args__ = (
        Index(
            "ix_finding_vectors_neighbours",
            "vector",
            postgresql_using="hnsw",
            postgresql_ops={"vector": "halfvec_cosine_ops"},
        ),
    )

    finding_id: Mapped[UUID] = mapped_column(
        ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True
    )
    encoder: Mapped[str]
    vector: Mapped[Any] = mapped_column(HALFVEC(DIMENSIONS))


class SamenessVerdict(Base):
    """A person's word on whether two findings state the same issue."""

    __tablename__ = "sameness_verdicts"
    __table_args__ = (UniqueConstraint("first_id", "second_id", "decided_by"),)

    id: Mapped[Key]
    first_id: Mapped[UUID] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"))
    second_id: Mapped[UUID] = mapped_column(
        ForeignKey("findings.id", ondelete="CASCADE"), index=True
    )
    same: Mapped[bool]
    decided_by: Mapped[UUID]
    decided_at: Mapped[Recorded]
