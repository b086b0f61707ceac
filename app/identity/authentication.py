"""From a cookie or a token to an actor.

Roles are read afresh each time, so a grant or a revocation counts from the next request on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.identity.config import IdentityConfig
from app.identity.errors import SignInNeeded, TokenUnknown
from app.identity.models import ApiToken, Person, SignInSession
from app.identity.permissions import STRONG_ROLES
from app.identity.repository import Grants, Secrets
from app.identity.secret_values import TOKEN_PREFIX, hash_secret
from app.kit.actors import Actor

SEEN_EVERY = timedelta(minutes=1)
"""How exact "last seen" is: a write a minute and not a write a request."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Somebody signed in through a browser, and the token that its forms must carry."""

    actor: Actor
    csrf_token: str
    strong: bool


def actor_for(
    session: Session, person: Person, *, at: datetime, strong: bool, scopes: list[str] | None = None
) -> Actor:
    """``person`` with the roles they hold at ``at``; the strong ones only when ``strong``."""
    grants = Grants(session).in_force(person.id, at)
    roles = {grant.role for grant in grants}
    if not strong:
        roles -= {role.value for role in STRONG_ROLES}
    return Actor(
        id=person.id,
        name=person.name,
        roles=frozenset(roles),
        committees=frozenset(grant.committee_slug for grant in grants if grant.committee_slug),
        scopes=None if scopes is None else frozenset(scopes),
    )


def authenticate_session(
    session: Session, secret: str, *, at: datetime, config: IdentityConfig
) -> Browser:
    """The browser that shows this cookie. Raises SignInNeeded when nobody is signed in there.

    A session ends by signing out, after an idle hour, or twelve hours after it began
    (``IdentityConfig``).
    """
    found = Secrets(session).sign_in_session(hash_secret(secret))
    if found is None or found.pending or not _alive(found, at, config):
        raise SignInNeeded
    if at - found.last_seen_at >= SEEN_EVERY:
        found.last_seen_at = at
    strong = found.strong or not config.second_factor_required
    actor = actor_for(session, found.person, at=at, strong=strong)
    return Browser(actor, found.csrf_token, found.strong)


def authenticate_token(
    session: Session, token: str, *, at: datetime, second_factor_required: bool = True
) -> Actor:
    """The owner of a bearer token, limited to its scopes. Raises TokenUnknown."""
    found = Secrets(session).token(hash_secret(token)) if token.startswith(TOKEN_PREFIX) else None
    if found is None or not _valid(found, at):
        raise TokenUnknown
    if found.last_used_at is None or at - found.last_used_at >= SEEN_EVERY:
        found.last_used_at = at
    strong = found.strong or not second_factor_required
    return actor_for(session, found.person, at=at, strong=strong, scopes=found.scopes)


def _alive(found: SignInSession, at: datetime, config: IdentityConfig) -> bool:
    idle = at - found.last_seen_at
    return found.person.active and at < found.expires_at and idle < config.session_idle


def _valid(found: ApiToken, at: datetime) -> bool:
    return found.person.active and found.revoked_at is None and at < found.expires_at
