"""Reading and writing the trail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Text, cast, func, select, text
from sqlalchemy.orm import Session

from app.audit.chain import Entry, Head
from app.audit.filters import EventFilter
from app.audit.models import AuditEvent, AuditHead, AuditLink

_BATCH = 2_000


class Trail:
    """The stored trail, seen through one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, event: AuditEvent) -> None:
        """Write an event; the database links it into the chain at commit."""
        self._session.add(event)

    def link_now(self) -> None:
        """Link this transaction's own events at once, as the commit would."""
        self._session.flush()
        self._session.execute(text("SET CONSTRAINTS audit_events_link IMMEDIATE"))
        self._session.execute(text("SET CONSTRAINTS audit_events_link DEFERRED"))

    def entries(self) -> Iterator[Entry]:
        """Every link with its event, in the order of the chain, a batch at a time."""
        event, link = AuditEvent, AuditLink
        query = (
            select(
                link.sequence,
                event.id.label("event_id"),
                event.at,
                event.actor_id,
                event.actor_name,
                event.action,
                event.subject_type,
                event.subject_id,
                event.subject_reference,
                event.committee_slug,
                cast(event.details, Text).label("details"),
                link.previous_hash,
                link.hash,
            )
            .join(event, link.event_id == event.id)
            .order_by(link.sequence)
            .execution_options(yield_per=_BATCH)
        )
        for row in self._session.execute(query):
            yield Entry(**row._asdict())

    def count_unlinked(self) -> int:
        """How many events stand outside the chain."""
        linked = select(AuditLink.event_id).where(AuditLink.event_id == AuditEvent.id)
        query = select(func.count()).select_from(AuditEvent).where(~linked.exists())
        return self._session.scalar(query) or 0

    def count_links(self) -> int:
        """How many links the chain has."""
        return self._session.scalar(select(func.count()).select_from(AuditLink)) or 0

    def last_link(self) -> AuditLink | None:
        """The end of the chain."""
        return self._session.scalars(
            select(AuditLink).order_by(AuditLink.sequence.desc()).limit(1)
        ).first()

    def heads(self) -> list[Head]:
        """The signed heads, oldest first."""
        rows = self._session.scalars(select(AuditHead).order_by(AuditHead.day))
        return [Head(row.day, row.sequence, row.hash, row.signature) for row in rows]

    def head_of(self, day: date) -> Head | None:
        """The signed head of ``day``."""
        row = self._session.get(AuditHead, day)
        return None if row is None else Head(row.day, row.sequence, row.hash, row.signature)

    def add_head(self, head: Head) -> None:
        """Keep a signed head."""
        self._session.add(
            AuditHead(
                day=head.day, sequence=head.sequence, hash=head.hash, signature=head.signature
            )
        )
        self._session.flush()

    def find(self, wanted: EventFilter, *, before: int | None, limit: int) -> Sequence[AuditLink]:
        """Up to ``limit`` committed events with a number below ``before``, newest first."""
        query = select(AuditLink).join(AuditLink.event).order_by(AuditLink.sequence.desc())
        for name in EventFilter.__dataclass_fields__:
            value = getattr(wanted, name)
            if value is None:
                continue
            if name == "since":
                query = query.where(AuditEvent.at >= value)
            elif name == "until":
                query = query.where(AuditEvent.at < value)
            else:
                query = query.where(getattr(AuditEvent, name) == value)
        if before is not None:
            query = query.where(AuditLink.sequence < before)
        return self._session.scalars(query.limit(limit)).all()
