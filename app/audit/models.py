"""The tables of the trail: what happened, its link in the chain, and signed heads of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Connection, ForeignKey, Index, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.audit.ddl import UPGRADE
from app.kit.database import Base, JSONObject, Key


class AuditEvent(Base):
    """One act. Written in the transaction of the act itself, never changed afterwards.

    ``details`` holds codes, counts and references; never a word from a case. The subject is
    named by table and id rather than by a foreign key, so that the record of a destroyed
    object outlives it.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_subject", "subject_type", "subject_id"),
        Index("ix_audit_events_actor", "actor_id"),
        Index("ix_audit_events_action", "action"),
        Index("ix_audit_events_at", "at"),
    )

    id: Mapped[Key]
    at: Mapped[datetime]
    actor_id: Mapped[UUID]
    actor_name: Mapped[str]
    action: Mapped[str]
    subject_type: Mapped[str | None]
    subject_id: Mapped[str | None]
    subject_reference: Mapped[str | None]
    committee_slug: Mapped[str | None]
    details: Mapped[JSONObject] = mapped_column(server_default=text("'{}'::jsonb"))


class AuditLink(Base):
    """The place of an event in the chain; the database writes it as the transaction commits.

    ``sequence`` has no gaps: rolled-back work never takes a number. ``hash`` covers the
    event, its number and the hash before it (``app.audit.chain``).
    """

    __tablename__ = "audit_links"

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("audit_events.id"), unique=True)
    previous_hash: Mapped[str]
    hash: Mapped[str]
    event: Mapped[AuditEvent] = relationship(lazy="joined", innerjoin=True)


class AuditHead(Base):
    """The end of the chain on some day, signed. A copy kept elsewhere proves truncation."""

    __tablename__ = "audit_heads"

    day: Mapped[date] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str]
    signature: Mapped[str]


@event.listens_for(Base.metadata, "after_create")
def _guard_the_trail(
    _metadata: object, connection: Connection, *, tables: Sequence[object] = (), **_: object
) -> None:
    """Make tables that come straight from the models (tests) behave like migrated ones."""
    if AuditLink.__table__ in tables:
        for statement in UPGRADE:
            connection.execute(text(statement))
