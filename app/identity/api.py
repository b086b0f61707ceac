"""``/v1/session``, ``/v1/tokens``, ``/v1/people``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.identity import accounts, second_factor, tokens
from app.identity.authentication import Browser
from app.identity.dependencies import Config, SignedIn, current_browser, may
from app.identity.models import ApiToken, Person, RoleGrant
from app.identity.people_filter import PeopleFilter
from app.identity.permissions import Permission, Role, permissions_of
from app.identity.schemas import (
    GrantCreate,
    GrantRead,
    PersonCreate,
    PersonList,
    PersonRead,
    Slug,
    TokenCreate,
    TokenCreated,
    TokenRead,
    Whoami,
)
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.paging import MAX_LIMIT

router = APIRouter(prefix="/v1", tags=["identity"])

AtBrowser = Annotated[Browser, Depends(current_browser)]
Administrator = Annotated[Actor, Depends(may(Permission.PEOPLE_MANAGE))]


@router.get("/session", response_model=Whoami)
def whoami(actor: SignedIn) -> Whoami:
    """Who is asking, and what they may do."""
    return Whoami(
        id=actor.id,
        name=actor.name,
        roles=sorted(actor.roles),
        committees=sorted(actor.committees),
        permissions=sorted(permissions_of(actor)),
    )


@router.get("/tokens", response_model=list[TokenRead])
def list_tokens(tx: Tx, actor: SignedIn) -> Sequence[ApiToken]:
    """One's own tokens."""
    return tokens.list_tokens(tx, actor.id)


@router.post("/tokens", status_code=201)
def create_token(tx: Tx, browser: AtBrowser, config: Config, wanted: TokenCreate) -> TokenCreated:
    """Make a token for oneself; the answer is the only place that shows it.

    For people at a browser: a stolen token must not be able to make another.
    """
    made = tokens.create_token(
        tx,
        accounts.get_person(tx, browser.actor.id),
        name=wanted.name,
        by=browser.actor,
        at=utc_now(),
        strong=browser.strong or not config.second_factor_required,
        lifetime=timedelta(days=wanted.days),
        scopes=wanted.scopes,
    )
    read = TokenRead.model_validate(made.token)
    return TokenCreated(**read.model_dump(), token=made.text)


@router.delete("/tokens/{token_id}", status_code=204, response_class=Response)
def revoke_token(tx: Tx, actor: SignedIn, token_id: UUID) -> None:
    """End one of one's own tokens."""
    tokens.revoke_token(tx, token_id, by=actor, at=utc_now())


@router.get("/people")
def list_people(
    tx: Tx,
    _administrator: Administrator,
    q: Annotated[str, Query(max_length=200)] = "",
    active: bool | None = None,
    role: Role | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
) -> PersonList:
    """Accounts, by address; ``q`` looks in names and addresses, ``role`` for a role now held."""
    wanted = PeopleFilter(q, active, role)
    page = accounts.list_people(tx, wanted, at=utc_now(), cursor=cursor, limit=limit)
    items = [PersonRead.model_validate(person) for person in page.items]
    return PersonList(items=items, next=page.next)


@router.post("/people", status_code=201, response_model=PersonRead)
def add_person(tx: Tx, administrator: Administrator, wanted: PersonCreate) -> Person:
    """Open an account. It has no password: its owner comes through the organisation's sign-in."""
    return accounts.add_person(
        tx, email=wanted.email, name=wanted.name, by=administrator, at=utc_now()
    )


@router.get("/people/{person_id}", response_model=PersonRead)
def get_person(tx: Tx, _administrator: Administrator, person_id: UUID) -> Person:
    """One account."""
    return accounts.get_person(tx, person_id)


@router.get("/people/{person_id}/roles", response_model=list[GrantRead])
def list_roles(tx: Tx, _administrator: Administrator, person_id: UUID) -> Sequence[RoleGrant]:
    """The roles that somebody holds now."""
    return accounts.roles_of(tx, accounts.get_person(tx, person_id), at=utc_now())


@router.post("/people/{person_id}/roles", status_code=201, response_model=GrantRead)
def grant_role(
    tx: Tx, administrator: Administrator, person_id: UUID, wanted: GrantCreate
) -> RoleGrant:
    """Give somebody else a role, from their next request on."""
    return accounts.grant_role(
        tx,
        accounts.get_person(tx, person_id),
        wanted.role,
        by=administrator,
        at=utc_now(),
        committee=wanted.committee,
        expires_at=wanted.expires_at,
    )


@router.delete("/people/{person_id}/roles/{role}", status_code=204, response_class=Response)
def revoke_role(
    tx: Tx,
    administrator: Administrator,
    person_id: UUID,
    role: Role,
    committee: Slug | None = None,
) -> None:
    """End a role, from the person's next request on."""
    person = accounts.get_person(tx, person_id)
    accounts.revoke_role(tx, person, role, by=administrator, at=utc_now(), committee=committee)


@router.put("/people/{person_id}/closure", status_code=204, response_class=Response)
def close_account(tx: Tx, administrator: Administrator, person_id: UUID) -> None:
    """Shut somebody out at once."""
    person = accounts.get_person(tx, person_id)
    accounts.close_account(tx, person, by=administrator, at=utc_now())


@router.delete("/people/{person_id}/closure", status_code=204, response_class=Response)
def reopen_account(tx: Tx, administrator: Administrator, person_id: UUID) -> None:
    """Let somebody in again."""
    person = accounts.get_person(tx, person_id)
    accounts.reopen_account(tx, person, by=administrator, at=utc_now())


@router.delete("/people/{person_id}/second-factor", status_code=204, response_class=Response)
def reset_second_factor(tx: Tx, administrator: Administrator, person_id: UUID) -> None:
    """Forget somebody's lost authenticator; they set up a new one at their next sign-in."""
    person = accounts.get_person(tx, person_id)
    second_factor.reset_second_factor(tx, person, by=administrator, at=utc_now())


@router.delete("/people/{person_id}/access", status_code=204, response_class=Response)
def end_access(tx: Tx, administrator: Administrator, person_id: UUID) -> None:
    """End every session and token of somebody, who may sign in again."""
    person = accounts.get_person(tx, person_id)
    accounts.end_access(tx, person, by=administrator, at=utc_now())
