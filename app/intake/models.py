"""What makes a repeated upload harmless."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.database import Base, Recorded


class IdempotencyKey(Base):
    """A client's key and what was answered to it; the same key again gets the same answer."""

    __tablename__ = "idempotency_keys"

    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    """SHA-256 of metadata and document, so that a key reused for something else is refused."""
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"))
    created_at: Mapped[Recorded]
