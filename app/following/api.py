"""Saved questions, followed themes and the digest over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from app.following import service
from app.following.models import SavedQuery, Subscription
from app.following.schemas import (
    Digest,
    Queries,
    QueryRead,
    QuerySent,
    SubscriptionRead,
    Subscriptions,
    SubscriptionSent,
)
from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx

router = APIRouter(prefix="/v1", tags=["following"])

Asker = Annotated[Actor, Depends(may(Permission.ANALYSE))]


@router.get("/queries", response_model=Queries)
def queries(tx: Tx, asker: Asker) -> Queries:
    """Your saved questions."""
    return service.list_queries(tx, by=asker)


@router.post("/queries", status_code=201, response_model=QueryRead)
def save(tx: Tx, asker: Asker, sent: QuerySent) -> SavedQuery:
    """Save a question under a name."""
    return service.save_query(tx, sent, by=asker, at=utc_now())


@router.delete("/queries/{query_id}", status_code=204)
def forget(tx: Tx, asker: Asker, query_id: UUID) -> None:
    """Delete one of your saved questions."""
    service.forget_query(tx, query_id, by=asker)


@router.get("/subscriptions", response_model=Subscriptions)
def subscriptions(tx: Tx, asker: Asker) -> Subscriptions:
    """The themes that you follow."""
    return service.list_subscriptions(tx, by=asker)


@router.post("/subscriptions", status_code=201, response_model=SubscriptionRead)
def subscribe(tx: Tx, asker: Asker, sent: SubscriptionSent) -> Subscription:
    """Follow a theme."""
    return service.subscribe(tx, sent.theme, by=asker, at=utc_now())


@router.delete("/subscriptions/{subscription_id}", status_code=204)
def unsubscribe(tx: Tx, asker: Asker, subscription_id: UUID) -> None:
    """Stop following a theme."""
    service.unsubscribe(tx, subscription_id, by=asker)


@router.get("/digest", response_model=Digest)
def digest(tx: Tx, asker: Asker, since: Annotated[datetime | None, Query()] = None) -> Digest:
    """What is new under the themes that you follow, and what came back after it was done."""
    return service.read_digest(tx, by=asker, since=since)
