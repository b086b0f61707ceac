"""Setting up, proving and resetting an authenticator app."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from app import audit
from app.identity.accounts import get_person
from app.identity.config import IdentityConfig
from app.identity.errors import AlreadyEnrolled, OwnAccount, WrongCode
from app.identity.models import Person
from app.identity.repository import Secrets
from app.identity.secret_values import hash_secret, seal, unseal
from app.identity.totp import accepted_step, enrolment_uri, new_totp_secret
from app.kit.actors import Actor

ISSUER = "Case review repository"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the person puts into their app: the secret, or the address that a QR code carries."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)


def begin_enrolment(session: Session, *, by: Actor, config: IdentityConfig) -> Enrolment:
    """Give the actor a secret for their app; it counts once a code has proved it.

    Asked again before that, the same secret is shown. Raises AlreadyEnrolled.
    """
    person = get_person(session, by.id)
    if person.has_second_factor:
        raise AlreadyEnrolled
    if person.totp_secret is None:
        person.totp_secret = seal(new_totp_secret(), secret=config.secret)
    secret = unseal(person.totp_secret, secret=config.secret)
    return Enrolment(secret, enrolment_uri(secret, email=person.email, issuer=ISSUER))


def confirm_enrolment(
    session: Session, code: str, *, cookie: str, by: Actor, at: datetime, config: IdentityConfig
) -> None:
    """Prove the app with a first code; the session of ``cookie`` is a strong one from then on.

    Raises AlreadyEnrolled and WrongCode.
    """
    person = get_person(session, by.id)
    if person.has_second_factor:
        raise AlreadyEnrolled
    if person.totp_secret is None:
        raise WrongCode
    kept = unseal(person.totp_secret, secret=config.secret)
    step = accepted_step(kept, code, at=at, after=None)
    if step is None:
        raise WrongCode
    person.totp_confirmed_at, person.totp_last_step = at, step
    browser = Secrets(session).sign_in_session(hash_secret(cookie))
    if browser is not None and browser.person_id == person.id:
        browser.strong = True
    audit.record(session, "person.second_factor_set", person, by=by, at=at)


def reset_second_factor(session: Session, person: Person, *, by: Actor, at: datetime) -> None:
    """Forget a lost authenticator and end the person's sessions. Raises OwnAccount."""
    if person.id == by.id:
        raise OwnAccount
    person.totp_secret = person.totp_confirmed_at = person.totp_last_step = None
    Secrets(session).end_all_of(person.id)
    audit.record(session, "person.second_factor_reset", person, by=by, at=at)
