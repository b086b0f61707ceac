"""Record what was done, list it, and prove that the record was not touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.chain import Entry, Head, HeadKey, Verification, is_genuine
from app.audit.ddl import GENESIS
from app.audit.filters import EventFilter
from app.audit.models import AuditEvent, AuditLink
from app.audit.repository import Trail
from app.kit.actors import Actor
from app.kit.database import JSONObject
from app.kit.errors import Invalid
from app.kit.paging import Page, decode_cursor, encode_cursor

LONGEST_DETAIL = 200
"""Details are codes, counts and references. Anything longer is prose and has no place here."""


class DetailTooLong(ValueError):
    """Somebody is about to write prose into the audit trail, which never holds case text."""


def record(
    session: Session,
    action: str,
    subject: object | None,
    *,
    by: Actor,
    at: datetime,
    **details: object,
) -> None:
    """Write ``action`` (``review.published``) on ``subject`` into the trail, in this transaction.

    ``subject`` is a stored object with ``id`` and ``__tablename__`` and, where it has them,
    ``reference`` and ``committee_slug``. ``details`` are codes, counts, references and times;
    raises DetailTooLong for text of more than 200 characters. The hash chain is continued by
    the database at commit, so nothing here waits for other transactions.
    """
    if subject is not None and getattr(subject, "id", None) is None:
        # The database makes the ids; a new subject has none before it is written.
        session.flush()
    Trail(session).add(
        AuditEvent(
            at=at,
            actor_id=by.id,
            actor_name=by.name,
            action=action,
            subject_type=_text(subject, "__tablename__"),
            subject_id=_text(subject, "id"),
            subject_reference=_text(subject, "reference"),
            committee_slug=_text(subject, "committee_slug"),
            details=_plain_details(details),
        )
    )


def list_events(
    session: Session, wanted: EventFilter, *, cursor: str | None = None, limit: int = 50
) -> Page[AuditLink]:
    """Committed events, newest first, each with its place in the chain.

    Raises Invalid for a cursor that is not ours.
    """
    before = _as_number(decode_cursor(cursor, parts=1)[0]) if cursor else None
    links = Trail(session).find(wanted, before=before, limit=limit + 1)
    following = encode_cursor(links[limit - 1].sequence) if len(links) > limit else None
    return Page(links[:limit], following)


def seal(session: Session, *, at: datetime, key: HeadKey) -> Head | None:
    """Sign the end of the chain for the day of ``at``; None while nothing was recorded.

    A day has one head: asked again, the first is returned. Keep ``head.as_line()`` outside.
    """
    trail = Trail(session)
    day = at.astimezone(UTC).date()
    last = trail.last_link()
    if last is None:
        return None
    present = trail.head_of(day)
    if present is not None:
        return present
    head = key.sign(day, last.sequence, last.hash)
    trail.add_head(head)
    return head


def verify(
    session: Session, *, public_key: str | None = None, kept: Iterable[Head] = ()
) -> Verification:
    """Walk the whole chain and hold it against the signed heads.

    ``kept`` are heads that were stored elsewhere: with them, cutting the end off is detected
    even when the heads in the database were cut off too. ``public_key`` (base64) checks the
    signatures. Faults found: edited, deleted, inserted and re-ordered events, a broken or
    shortened chain, forged heads. Reads in batches; memory does not grow with the trail.
    """
    trail = Trail(session)
    trail.link_now()
    heads = [*trail.heads(), *kept]
    waiting: dict[int, list[Head]] = {}
    for head in heads:
        waiting.setdefault(head.sequence, []).append(head)
    faults = [*_forged(heads, public_key)]
    walked, number, end = 0, 0, GENESIS
    for entry in trail.entries():
        walked += 1
        faults += _faults_of(entry, after=number, previous=end)
        faults += _contradicted(waiting.pop(entry.sequence, []), entry.hash)
        number, end = entry.sequence, entry.hash
    faults += [
        f"The head of {head.day} vouches for {head.sequence} events; the chain no longer has them."
        for heads_beyond in waiting.values()
        for head in heads_beyond
    ]
    faults += _strays(trail, walked)
    return Verification(walked, end, len(heads), tuple(faults))


def _faults_of(entry: Entry, *, after: int, previous: str) -> list[str]:
    faults = []
    if entry.sequence != after + 1:
        faults.append(f"Events {after + 1} to {entry.sequence - 1} are missing.")
    elif entry.previous_hash != previous:
        faults.append(f"Event {entry.sequence} does not continue the one before it.")
    if entry.expected_hash() != entry.hash:
        faults.append(f"Event {entry.sequence} is not what was recorded.")
    return faults


def _strays(trail: Trail, walked: int) -> list[str]:
    faults = []
    if unlinked := trail.count_unlinked():
        faults.append(f"{unlinked} events stand outside the chain.")
    if (orphans := trail.count_links() - walked) > 0:
        faults.append(f"{orphans} links of the chain have lost their event.")
    return faults


def _forged(heads: Sequence[Head], public_key: str | None) -> list[str]:
    if public_key is None:
        return []
    return [
        f"The head of {head.day} was not signed by this repository."
        for head in heads
        if not is_genuine(head, public_key)
    ]


def _contradicted(heads: Sequence[Head], end: str) -> list[str]:
    return [
        f"The head of {head.day} contradicts event {head.sequence}."
        for head in heads
        if head.hash != end
    ]


def _as_number(position: object) -> int:
    if isinstance(position, int):
        return position
    raise Invalid("The cursor is not one that this list gave; leave it out to start anew.")


def _text(subject: object | None, name: str) -> str | None:
    value = getattr(subject, name, None)
    return None if value is None else str(value)


def _plain_details(details: Mapping[str, object]) -> JSONObject:
    return {name: _plain(value) for name, value in details.items() if value is not None}


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return _plain(value.value)
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case str():
            if len(value) > LONGEST_DETAIL:
                raise DetailTooLong("Details of an audit event are codes, not prose.")
            return value
        case Mapping():
            return {str(name): _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case set() | frozenset():
            return sorted(_plain(each) for each in value)  # type: ignore[type-var]
    raise TypeError(f"A {type(value).__name__} cannot be a detail of an audit event.")
