"""People and their roles: who is added, granted, revoked, closed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app import audit
from app.identity.errors import (
    AddressTaken,
    GrantNotFound,
    InvalidAccount,
    OwnAccount,
    PersonNotFound,
)
from app.identity.models import Person, RoleGrant, SignInSession
from app.identity.passwords import hash_password
from app.identity.people_filter import PeopleFilter
from app.identity.permissions import Role
from app.identity.repository import Grants, People, Secrets
from app.kit.actors import Actor
from app.kit.errors import FieldError
from app.kit.paging import Page, decode_cursor, encode_cursor

DEMONSTRATION_DOMAIN = "@demonstration.example"
"""Only addresses there (a reserved domain) can be signed in to with one click."""

EVERYBODY = PeopleFilter()

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)*")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def add_person(
    session: Session, *, email: str, name: str, by: Actor, at: datetime, password: str | None = None
) -> Person:
    """Open an account. Without a password its owner signs in through a provider or by token.

    Raises InvalidAccount and AddressTaken. The address is compared and kept in lower case.
    """
    address, name = email.strip().lower(), name.strip()
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        raise _invalid("email", "Give an e-mail address such as name@example.org.")
    if not 0 < len(name) <= 200:
        raise _invalid("name", "Give the person's name (at most 200 characters).")
    people = People(session)
    if people.with_email(address) is not None:
        raise AddressTaken
    hashed = None if password is None else hash_password(password, email=address)
    person = Person(email=address, name=name, password_hash=hashed)
    people.add(person)
    audit.record(session, "person.added", person, by=by, at=at)
    return person


def find_person(session: Session, email: str) -> Person:
    """The person with this address. Raises PersonNotFound."""
    person = People(session).with_email(email)
    if person is None:
        raise PersonNotFound
    return person


def get_person(session: Session, person_id: UUID) -> Person:
    """The person with this id. Raises PersonNotFound."""
    person = People(session).get(person_id)
    if person is None:
        raise PersonNotFound
    return person


def find_demonstration_person(session: Session, email: str) -> Person:
    """An invented person of a demonstration. Raises PersonNotFound for anybody else."""
    person = find_person(session, email)
    if not person.active or not person.email.endswith(DEMONSTRATION_DOMAIN):
        raise PersonNotFound
    return person


def demonstration_people(session: Session) -> Sequence[Person]:
    """The invented people of a demonstration (at most 50), by address."""
    return People(session).at_domain(DEMONSTRATION_DOMAIN, limit=50)


def list_people(
    session: Session,
    wanted: PeopleFilter = EVERYBODY,
    *,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Person]:
    """People in the order of their addresses. Raises Invalid for a cursor that is not ours."""
    after = str(decode_cursor(cursor, parts=1)[0]) if cursor else None
    people = People(session).find(wanted, after=after, at=at, limit=limit + 1)
    following = encode_cursor(people[limit - 1].email) if len(people) > limit else None
    return Page(people[:limit], following)


def roles_of_all(
    session: Session, people: Sequence[Person], *, at: datetime
) -> Mapping[UUID, Sequence[RoleGrant]]:
    """The grants in force of each of ``people``, by role and committee."""
    found: dict[UUID, list[RoleGrant]] = {person.id: [] for person in people}
    for grant in Grants(session).of_all(list(found), at):
        found[grant.person_id].append(grant)
    return found


def roles_of(session: Session, person: Person, *, at: datetime) -> list[RoleGrant]:
    """The grants in force, by role and committee."""
    return list(Grants(session).in_force(person.id, at))


def set_password(
    session: Session, person: Person, password: str, *, by: Actor, at: datetime
) -> None:
    """Give a new password and end every session of the person. Raises InvalidAccount."""
    person.password_hash = hash_password(password, email=person.email)
    Secrets(session).end_all_of(person.id)
    audit.record(session, "person.password_set", person, by=by, at=at)


def grant_role(
    session: Session,
    person: Person,
    role: Role,
    *,
    by: Actor,
    at: datetime,
    committee: str | None = None,
    expires_at: datetime | None = None,
) -> RoleGrant:
    """Give ``person`` a role, from their next request on; granted again, it only changes expiry.

    ``committee`` (a slug) goes with the committee role and no other. Nobody grants roles to
    themselves: an administrator could otherwise open the reviews. Raises InvalidAccount and
    OwnAccount.
    """
    _refuse_own(person, by)
    if (role is Role.COMMITTEE) != (committee is not None):
        raise _invalid("committee", "Name a committee for the committee role, and only for it.")
    if committee is not None and not _SLUG.fullmatch(committee):
        raise _invalid("committee", "A committee is named by its key, such as argyll-and-bute.")
    if expires_at is not None and expires_at <= at:
        raise _invalid("expires_at", "The role would have ended already.")
    grants = Grants(session)
    grant = grants.unrevoked(person.id, role, committee)
    if grant is None:
        grant = RoleGrant(
            person_id=person.id,
            role=role.value,
            committee_slug=committee,
            granted_by=by.id,
            granted_at=at,
        )
        grants.add(grant)
    grant.expires_at = expires_at
    audit.record(
        session, "role.granted", person, by=by, at=at,
        role=role, committee=committee, expires_at=expires_at,
    )  # fmt: skip
    return grant


def revoke_role(
    session: Session,
    person: Person,
    role: Role,
    *,
    by: Actor,
    at: datetime,
    committee: str | None = None,
) -> None:
    """End a role, from the person's next request on. Raises GrantNotFound."""
    grant = Grants(session).unrevoked(person.id, role, committee)
    if grant is None:
        raise GrantNotFound
    grant.revoked_at, grant.revoked_by = at, by.id
    audit.record(session, "role.revoked", person, by=by, at=at, role=role, committee=committee)


def close_account(session: Session, person: Person, *, by: Actor, at: datetime) -> None:
    """Shut somebody out at once: sessions end, tokens stop working. Raises OwnAccount."""
    _refuse_own(person, by)
    person.active = False
    Secrets(session).end_all_of(person.id)
    audit.record(session, "person.closed", person, by=by, at=at)


def reopen_account(session: Session, person: Person, *, by: Actor, at: datetime) -> None:
    """Let somebody in again, with the roles that are still in force. Raises OwnAccount."""
    _refuse_own(person, by)
    person.active = True
    audit.record(session, "person.reopened", person, by=by, at=at)


def end_access(session: Session, person: Person, *, by: Actor, at: datetime) -> tuple[int, int]:
    """End every session and token of somebody, who may sign in again.

    For a lost machine or a leaked token. Returns how many sessions and tokens were ended.
    """
    secrets = Secrets(session)
    sessions, ended = secrets.end_all_of(person.id), secrets.revoke_tokens_of(person.id, at)
    audit.record(
        session, "person.access_ended", person, by=by, at=at, sessions=sessions, tokens=ended
    )
    return sessions, ended


def open_sessions(session: Session, person: Person, *, at: datetime) -> Sequence[SignInSession]:
    """The browsers in which somebody is signed in, the latest used first."""
    return Secrets(session).sessions_of(person.id, at)


def _refuse_own(person: Person, by: Actor) -> None:
    if person.id == by.id:
        raise OwnAccount


def _invalid(field: str, detail: str) -> InvalidAccount:
    return InvalidAccount(detail, errors=[FieldError(field, detail)])
