"""What a person follows, at a browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.following import service
from app.following.schemas import QuerySent
from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.problems import Problem
from app.portal.forms import checked
from app.portal.rendering import attempt, go_to, page
from app.reviews.wording import read_wording

router = APIRouter(prefix="/following", include_in_schema=False)

Asker = Annotated[Actor, Depends(may(Permission.ANALYSE))]
Words = Annotated[str, Form(max_length=1_000)]
NAMES = {"name": "The name", "address": "The address"}
DONE = {
    "saved": "The question is saved",
    "followed": "Your topics are saved",
    "read": "Everything is marked as read",
    "forgotten": "The question is deleted",
}


@router.get("")
def show(
    request: Request, tx: Tx, asker: Asker, done: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """What is new, topics, alerts and saved questions."""
    return _page(request, tx, asker, notice=DONE.get(done))


@router.post("/queries")
def save(request: Request, tx: Tx, asker: Asker, name: Words = "", address: Words = "") -> Response:
    """Save the question of the page that somebody comes from."""

    def act() -> None:
        sent = checked(QuerySent, {"name": name.strip(), "address": address}, names=NAMES)
        service.save_query(tx, sent, by=asker, at=utc_now())

    refused = attempt(tx, act)
    if refused is not None:
        sent = {"name": name, "address": address}
        return _page(request, tx, asker, refused=refused, sent=sent)
    return go_to("/following", done="saved")


@router.post("/queries/{query_id}/deletion")
def forget(tx: Tx, asker: Asker, query_id: UUID) -> Response:
    """Delete a saved question."""
    service.forget_query(tx, query_id, by=asker)
    return go_to("/following", done="forgotten")


@router.post("/topics")
def follow(
    tx: Tx,
    asker: Asker,
    themes: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    """Follow exactly the topics that are ticked."""
    for each in service.list_subscriptions(tx, by=asker).items:
        if each.theme not in themes:
            service.unsubscribe(tx, each.id, by=asker)
    for theme in themes:
        service.subscribe(tx, theme, by=asker, at=utc_now())
    return go_to("/following", done="followed")


@router.post("/reading")
def mark_read(tx: Tx, asker: Asker) -> Response:
    """Mark everything as read."""
    service.mark_read(tx, by=asker, at=utc_now())
    return go_to("/following", done="read")


def _page(
    request: Request,
    tx: Session,
    asker: Actor,
    *,
    notice: str | None = None,
    refused: Problem | None = None,
    sent: Mapping[str, str] | None = None,
) -> Response:
    context = {
        "digest": service.read_digest(tx, by=asker),
        "followed": {each.theme for each in service.list_subscriptions(tx, by=asker).items},
        "queries": service.list_queries(tx, by=asker).items,
        "say": read_wording(tx),
        "notice": notice,
        "sent": sent or {},
    }
    return page(request, "following/following.html", context, refused=refused)
