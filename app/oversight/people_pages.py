"""People and their roles, for administrators at a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.committees.service import list_committees
from app.identity import accounts, second_factor, tokens
from app.identity.dependencies import may
from app.identity.people_filter import PeopleFilter
from app.identity.permissions import Permission, Role
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.problems import Problem
from app.portal.forms import checked
from app.portal.rendering import attempt, go_to, page

router = APIRouter(include_in_schema=False)

Administrator = Annotated[Actor, Depends(may(Permission.PEOPLE_MANAGE))]
Field = Annotated[str, Form(max_length=200)]
Asked = Annotated[str, Query(max_length=200)]
ROLES = {
    Role.COMMITTEE: "Committee officer",
    Role.PRACTITIONER: "Practitioner",
    Role.ANALYST: "Analyst",
    Role.STEWARD: "Steward",
    Role.RESEARCHER: "Researcher",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
}
STATES = {"open": True, "closed": False}
NAMES = {"role": "Role", "committee": "Committee", "expires_on": "Last day"}
DONE = {
    "granted": "The role is given and holds from the next page that they open",
    "revoked": "The role is taken away, from the next page that they open",
    "closed": "The account is locked. Its sessions have ended and its tokens no longer work",
    "reopened": "The account is open again",
    "ended": "Every session and token has ended",
    "reset": "The authenticator is forgotten. They set up a new one when they sign in",
}


class GrantSent(BaseModel):
    """A role as the form sends it. ``expires_on`` is the last day on which it holds."""

    role: Role
    committee: str | None = None
    expires_on: date | None = None

    @property
    def expires_at(self) -> datetime | None:
        """The end of the last day, UTC."""
        if self.expires_on is None:
            return None
        return datetime.combine(self.expires_on + timedelta(days=1), time(), UTC)


@router.get("/people")
def people(
    request: Request,
    tx: Tx,
    _administrator: Administrator,
    q: Asked = "",
    state: Asked = "",
    role: Asked = "",
    cursor: str | None = None,
) -> Response:
    """Accounts, searched and narrowed."""
    now = utc_now()
    known = role if role in set(Role) else None
    wanted = PeopleFilter(q, STATES.get(state), known)
    found = accounts.list_people(tx, wanted, at=now, cursor=cursor)
    asked = {"q": q, "state": state, "role": role}
    context = {
        "people": found.items,
        "grants": accounts.roles_of_all(tx, found.items, at=now),
        "next": found.next,
        "asked": asked,
        "base": f"/people?{urlencode(asked)}&",
        **_wording(tx),
    }
    return page(request, "oversight/people.html", context)


@router.get("/people/{person_id}")
def person(
    request: Request, tx: Tx, administrator: Administrator, person_id: UUID, done: Asked = ""
) -> Response:
    """One account: who, which roles until when, where signed in."""
    return _person(request, tx, administrator, person_id, notice=DONE.get(done))


@router.post("/people/{person_id}/roles")
def grant(
    request: Request,
    tx: Tx,
    by: Administrator,
    person_id: UUID,
    role: Field = "",
    committee: Field = "",
    expires_on: Field = "",
) -> Response:
    """Give a role."""
    sent = {"role": role, "committee": committee, "expires_on": expires_on}

    def act() -> None:
        wanted = checked(GrantSent, sent, names=NAMES)
        accounts.grant_role(
            tx,
            accounts.get_person(tx, person_id),
            wanted.role,
            by=by,
            at=utc_now(),
            committee=wanted.committee,
            expires_at=wanted.expires_at,
        )

    return _step(request, tx, by, person_id, act, done="granted", sent=sent)


@router.post("/people/{person_id}/roles/{role}/end")
def revoke(
    request: Request, tx: Tx, by: Administrator, person_id: UUID, role: Role, committee: Field = ""
) -> Response:
    """Take a role away."""

    def act() -> None:
        found = accounts.get_person(tx, person_id)
        accounts.revoke_role(tx, found, role, by=by, at=utc_now(), committee=committee or None)

    return _step(request, tx, by, person_id, act, done="revoked")


ACTS: Mapping[str, tuple[Callable[..., object], str]] = {
    "closure": (accounts.close_account, "closed"),
    "reopening": (accounts.reopen_account, "reopened"),
    "access": (accounts.end_access, "ended"),
    "second-factor": (second_factor.reset_second_factor, "reset"),
}


@router.post("/people/{person_id}/acts")
def act_on(
    request: Request, tx: Tx, by: Administrator, person_id: UUID, act: Field = ""
) -> Response:
    """Lock, unlock, end sessions and tokens, or forget a lost authenticator."""
    if act not in ACTS:
        return go_to(f"/people/{person_id}")
    do, done = ACTS[act]

    def perform() -> None:
        do(tx, accounts.get_person(tx, person_id), by=by, at=utc_now())

    return _step(request, tx, by, person_id, perform, done=done)


def _step(
    request: Request,
    tx: Session,
    by: Actor,
    person_id: UUID,
    act: Callable[[], object],
    *,
    done: str,
    sent: Mapping[str, str] | None = None,
) -> Response:
    refused = attempt(tx, act)
    if refused is not None:
        return _person(request, tx, by, person_id, refused=refused, sent=sent)
    return go_to(f"/people/{person_id}", done=done)


def _person(
    request: Request,
    tx: Session,
    by: Actor,
    person_id: UUID,
    *,
    notice: str | None = None,
    refused: Problem | None = None,
    sent: Mapping[str, str] | None = None,
) -> Response:
    now, found = utc_now(), accounts.get_person(tx, person_id)
    context = {
        "person": found,
        "own": found.id == by.id,
        "grants": accounts.roles_of(tx, found, at=now),
        "sessions": accounts.open_sessions(tx, found, at=now),
        "tokens": [each for each in tokens.list_tokens(tx, found.id) if each.expires_at > now],
        "notice": notice,
        "sent": sent or {},
        **_wording(tx),
    }
    return page(request, "oversight/person.html", context, refused=refused)


def _wording(tx: Session) -> dict[str, object]:
    committees = {each.slug: each.name for each in list_committees(tx)}
    return {
        "roles": {role.value: words for role, words in ROLES.items()},
        "committees": committees,
        "last_day": _last_day,
    }


def _last_day(end: datetime) -> date:
    """The last day of which some part lies before ``end``."""
    return (end - timedelta(microseconds=1)).astimezone(UTC).date()
