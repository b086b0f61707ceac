"""Signing in and out: password, one-time code, lock-out.

A refusal is returned and not raised, since an error would roll back the very count of wrong
attempts that protects the account. The edge commits, then answers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app import audit
from app.identity.config import IdentityConfig
from app.identity.errors import (
    LockedOut,
    ProviderRefused,
    SignInNeeded,
    WrongCode,
    WrongCredentials,
)
from app.identity.lockout import Lockout
from app.identity.models import Person, ProviderIdentity, SignInSession
from app.identity.oidc import Vouched
from app.identity.passwords import hash_password, is_right_password, needs_rehash
from app.identity.repository import People, Secrets
from app.identity.secret_values import hash_secret, new_secret, unseal
from app.identity.totp import accepted_step
from app.kit.actors import Actor
from app.kit.errors import NotSignedIn, TooMany

CODE_WITHIN = timedelta(minutes=5)
_NOBODY = Actor(id=UUID(int=0), name="Nobody known")


@dataclass(frozen=True, slots=True)
class Welcomed:
    """The attempt was right. ``secret`` is for the cookie; ``needs_code``: a code must follow."""

    person: Person
    needs_code: bool
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """The attempt was wrong, or came too soon; ``error`` is what to tell."""

    error: NotSignedIn | TooMany


def sign_in(
    session: Session, *, email: str, password: str, at: datetime, config: IdentityConfig
) -> Welcomed | Refused:
    """Try an address and a password.

    Unknown address, wrong password, no password and closed account are answered alike, after
    the same work. Five wrong attempts in a row start a wait that doubles each time.
    """
    lockout = Lockout(session, email, at)
    if seconds := lockout.seconds_left:
        return Refused(LockedOut(retry_after=seconds))
    person = People(session).with_email(email)
    active = person is not None and person.active
    kept = person.password_hash if person is not None and active else None
    if not is_right_password(password, kept) or person is None or kept is None:
        return _refuse(session, lockout, person, at, WrongCredentials())
    if needs_rehash(kept):
        person.password_hash = hash_password(password, email=person.email)
    if person.has_second_factor:
        # Not forgiven yet: guessing codes counts on from here.
        return _open(session, person, at=at, config=config, pending=True, strong=False)
    lockout.forgive()
    return open_session(session, person, at=at, config=config, strong=False, how="password")


def enter_code(
    session: Session, secret: str, code: str, *, at: datetime, config: IdentityConfig
) -> Welcomed | Refused:
    """The second step: the one-time code of whoever just gave the right password.

    A new cookie replaces the one of the first step. Each code works once.
    """
    pending = Secrets(session).sign_in_session(hash_secret(secret))
    if pending is None or not pending.pending or pending.expires_at <= at:
        return Refused(SignInNeeded())
    person = pending.person
    lockout = Lockout(session, person.email, at)
    if seconds := lockout.seconds_left:
        return Refused(LockedOut(retry_after=seconds))
    # The lock-out's lock has queued us behind a twin that may have used this code up.
    session.refresh(person)
    if not person.active or person.totp_secret is None:
        return Refused(SignInNeeded())
    kept = unseal(person.totp_secret, secret=config.secret)
    step = accepted_step(kept, code, at=at, after=person.totp_last_step)
    if step is None:
        return _refuse(session, lockout, person, at, WrongCode())
    person.totp_last_step = step
    lockout.forgive()
    Secrets(session).end(pending)
    return open_session(session, person, at=at, config=config, strong=True, how="code")


def open_session(
    session: Session,
    person: Person,
    *,
    at: datetime,
    config: IdentityConfig,
    strong: bool,
    how: str,
) -> Welcomed:
    """Sign ``person`` in, whom something else vouched for (``how``: a code for the record)."""
    welcomed = _open(session, person, at=at, config=config, pending=False, strong=strong)
    audit.record(
        session, "person.signed_in", person, by=_as_actor(person), at=at, how=how, strong=strong
    )
    return welcomed


def sign_in_vouched(
    session: Session, vouched: Vouched, *, at: datetime, config: IdentityConfig
) -> Welcomed | Refused:
    """Sign in whom an OpenID provider vouches for: an account of ours, linked once by address.

    A strong role still needs a second factor, the provider's or ours.
    """
    people = People(session)
    person = people.with_identity(vouched.issuer, vouched.subject)
    if person is None and vouched.email is not None:
        person = people.with_email(vouched.email)
        if person is not None and person.active:
            identity = ProviderIdentity(
                person_id=person.id, issuer=vouched.issuer, subject=vouched.subject, linked_at=at
            )
            people.add_identity(identity)
            audit.record(session, "person.provider_linked", person, by=_as_actor(person), at=at)
    if person is None or not person.active:
        return Refused(ProviderRefused("You have no account here. An administrator can open one."))
    if person.has_second_factor and not vouched.strong:
        return _open(session, person, at=at, config=config, pending=True, strong=False)
    return open_session(
        session, person, at=at, config=config, strong=vouched.strong, how="provider"
    )


def sign_out(session: Session, secret: str, *, at: datetime) -> None:
    """End the session of this cookie; nothing happens when there is none."""
    found = Secrets(session).sign_in_session(hash_secret(secret))
    if found is None:
        return
    person = found.person
    Secrets(session).end(found)
    audit.record(session, "person.signed_out", person, by=_as_actor(person), at=at)


def _open(
    session: Session,
    person: Person,
    *,
    at: datetime,
    config: IdentityConfig,
    pending: bool,
    strong: bool,
) -> Welcomed:
    secret = new_secret()
    lifetime = CODE_WITHIN if pending else config.session_length
    Secrets(session).add(
        SignInSession(
            secret_hash=hash_secret(secret),
            person_id=person.id,
            csrf_token=new_secret(),
            strong=strong,
            pending=pending,
            created_at=at,
            last_seen_at=at,
            expires_at=at + lifetime,
        )
    )
    return Welcomed(person, pending, secret)


def _refuse(
    session: Session, lockout: Lockout, person: Person | None, at: datetime, error: NotSignedIn
) -> Refused:
    failures = lockout.count_failure()
    by = _NOBODY if person is None else _as_actor(person)
    audit.record(
        session, "person.sign_in_refused", person, by=by, at=at, code=error.code, failures=failures
    )
    return Refused(error)


def _as_actor(person: Person) -> Actor:
    return Actor(id=person.id, name=person.name)
