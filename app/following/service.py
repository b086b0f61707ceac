"""Save questions, follow topics, and tell what is new."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.following.errors import NameTaken, NotAQuestion, NothingSaved
from app.following.models import SavedQuery, Subscription
from app.following.repository import Following, own, raise_alerts
from app.following.schemas import (
    AlertRead,
    Digest,
    NewFinding,
    Queries,
    QueryRead,
    QuerySent,
    SubscriptionRead,
    Subscriptions,
)
from app.kit.actors import Actor
from app.kit.errors import FieldError
from app.taxonomy.service import require_keys

QUESTIONS = ("/trends", "/recurrences", "/measures/", "/search", "/v1/")
MOST_NEW = 50
MOST_ALERTS = 50


def save_query(session: Session, sent: QuerySent, *, by: Actor, at: datetime) -> SavedQuery:
    """Keep a question under a name.

    Raises NotAQuestion for an address that is none of this service's, NameTaken when the name
    stands for another question of the person's.
    """
    _require_own_address(sent.address)
    known = session.scalar(
        select(SavedQuery).where(SavedQuery.person_id == by.id, SavedQuery.name == sent.name)
    )
    if known is not None and known.address != sent.address:
        detail = f"You have saved another question as “{sent.name}”. Choose another name."
        raise NameTaken(detail, errors=[FieldError("name", detail, "taken")])
    if known is not None:
        return known
    saved = SavedQuery(person_id=by.id, name=sent.name, address=sent.address, saved_at=at)
    session.add(saved)
    session.flush()
    return saved


def list_queries(session: Session, *, by: Actor) -> Queries:
    """The person's saved questions."""
    items = [QueryRead.model_validate(each) for each in Following(session, by).queries()]
    return Queries(items=items)


def forget_query(session: Session, query_id: UUID, *, by: Actor) -> None:
    """Delete a saved question. Raises NothingSaved."""
    found = own(session, SavedQuery, query_id, by)
    _require(found)
    session.delete(found)
    session.flush()


def subscribe(session: Session, theme: str, *, by: Actor, at: datetime) -> Subscription:
    """Follow a theme. Raises UnknownConcept."""
    require_keys(session, "theme", [theme], field="theme")
    return Following(session, by).subscribe(theme, at)


def list_subscriptions(session: Session, *, by: Actor) -> Subscriptions:
    """The themes that the person follows."""
    rows = Following(session, by).subscriptions()
    return Subscriptions(items=[SubscriptionRead.model_validate(each) for each in rows])


def unsubscribe(session: Session, subscription_id: UUID, *, by: Actor) -> None:
    """Stop following a theme. Raises NothingSaved."""
    found = own(session, Subscription, subscription_id, by)
    _require(found)
    session.delete(found)
    session.flush()


def read_digest(session: Session, *, by: Actor, since: datetime | None = None) -> Digest:
    """What is new under each followed theme, and which recorded resolutions did not hold.

    ``since`` defaults to where the person last marked it read, else to when each theme was
    first followed. A finding under two followed themes is told once.
    """
    following = Following(session, by)
    read = since or following.read_until()
    told: dict[UUID, NewFinding] = {}
    for each in following.subscriptions():
        for finding, reference, when in following.new_findings(
            each.theme, read or each.since, MOST_NEW
        ):
            told.setdefault(
                finding.id,
                NewFinding(
                    id=finding.id,
                    theme=each.theme,
                    reference=reference,
                    committee=finding.committee_slug,
                    year=finding.completed_year,
                    statement=finding.statement,
                    on=when.date(),
                ),
            )
    newest = sorted(told.values(), key=lambda each: (each.on, str(each.id)), reverse=True)
    return Digest(since=read, findings=newest[:MOST_NEW], alerts=_alerts(following, read))


def unread(session: Session, *, by: Actor) -> int:
    """How many alerts the person has not read."""
    return Following(session, by).unread_alerts()


def mark_read(session: Session, *, by: Actor, at: datetime) -> None:
    """The person has read the digest and the alerts up to ``at``."""
    Following(session, by).mark_read(at)


def raise_new_alerts(session: Session) -> int:
    """Record every return that has not been told yet; returns how many are new.

    A finding returns when a review completed after its response was resolved, or after all
    that was undertaken about it was done, states the same issue.
    """
    return raise_alerts(session)


def _alerts(following: Following, read: datetime | None) -> list[AlertRead]:
    return [
        AlertRead(
            id=alert.id,
            raised_at=alert.raised_at,
            reference=reference,
            committee=later.committee_slug,
            statement=later.statement,
            finding=later.id,
            earlier_reference=earlier_reference,
            earlier_committee=earlier.committee_slug,
            earlier_statement=earlier.statement,
            earlier_finding=earlier.id,
            done_on=alert.done_on,
            unread=read is None or alert.raised_at > read,
        )
        for alert, later, reference, earlier, earlier_reference in following.alerts(MOST_ALERTS)
    ]


def _require_own_address(address: str) -> None:
    parts = urlsplit(address)
    # Nothing that leads elsewhere, and nothing that would be read as another host.
    outside = parts.scheme or parts.netloc or address.startswith("//") or "\\" in address
    if outside or not any(address.startswith(each) for each in QUESTIONS):
        detail = "Give the address of a page or call of this service that answers a question."
        raise NotAQuestion(detail, errors=[FieldError("address", detail, "address")])


def _require(found: object) -> None:
    if found is None:
        raise NothingSaved("You have saved nothing under this address.")
