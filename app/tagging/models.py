"""The register of models, vectors of findings, and people's verdicts on sameness."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.actors import Actor
from app.kit.database import Base, JSONObject, Key, Recorded
from app.tagging.errors import AlreadyCurrent

DIMENSIONS = 384
"""Length of a finding's vector; fixed by the encoder that the artefacts carry."""


class ModelState(StrEnum):
    """What becomes of a model.

    SHIPPED came with a release and CANDIDATE was trained here; neither has been in use.
    RETIRED was, and can be gone back to.
    """

    SHIPPED = "shipped"
    CANDIDATE = "candidate"
    CURRENT = "current"
    RETIRED = "retired"


class ModelVersion(Base):
    """One trained tagger with its figures. At most one is current; the version is its checksum.

    ``files`` are name → ``sha256`` and ``bytes``; ``figures`` what was measured, with counts
    and intervals; ``comparison`` how it did against the model that was in use when it was last
    judged; ``trained_on`` what it learned from. None of them holds words of a review.
    """

    __tablename__ = "model_versions"
    __table_args__ = (
        CheckConstraint("state IN ('shipped', 'candidate', 'current', 'retired')", "state"),
        Index(
            "uq_model_versions_current",
            "state",
            unique=True,
            postgresql_where=text("state = 'current'"),
        ),
    )

    id: Mapped[Key]
    version: Mapped[str] = mapped_column(unique=True)
    state: Mapped[ModelState]
    files: Mapped[JSONObject]
    figures: Mapped[JSONObject]
    comparison: Mapped[JSONObject] = mapped_column(server_default=text("'{}'::jsonb"))
    trained_on: Mapped[JSONObject]
    registered_at: Mapped[Recorded]
    registered_by: Mapped[UUID]
    promoted_at: Mapped[datetime | None]
    promoted_by: Mapped[UUID | None]
    promoted_by_name: Mapped[str | None]

    @property
    def reference(self) -> str:
        """What the audit trail calls it."""
        return self.version

    @property
    def has_been_in_use(self) -> bool:
        """Whether it is in use or was once."""
        return self.promoted_at is not None

    def put_to_use(self, *, by: Actor, at: datetime) -> None:
        """Make this the model in use. Raises AlreadyCurrent. The one before must be retired."""
        if self.state is ModelState.CURRENT:
            raise AlreadyCurrent(self.version)
        self.state = ModelState.CURRENT
        self.promoted_at, self.promoted_by, self.promoted_by_name = at, by.id, by.name

    def retire(self) -> None:
        """Take the model out of use."""
        if self.state is ModelState.CURRENT:
            self.state = ModelState.RETIRED


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
