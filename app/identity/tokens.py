"""Bearer tokens for scripts, notebooks and other systems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app import audit
from app.identity.errors import InvalidAccount, TokenNotFound
from app.identity.models import ApiToken, Person
from app.identity.permissions import Permission
from app.identity.repository import Secrets
from app.identity.secret_values import SHOWN_LETTERS, hash_secret, new_token
from app.kit.actors import Actor
from app.kit.errors import FieldError

DEFAULT_LIFETIME = timedelta(days=90)
LONGEST_LIFETIME = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made. ``text`` is known here and nowhere else, ever again."""

    token: ApiToken
    text: str = field(repr=False)


def create_token(
    session: Session,
    person: Person,
    *,
    name: str,
    by: Actor,
    at: datetime,
    strong: bool,
    lifetime: timedelta = DEFAULT_LIFETIME,
    scopes: Iterable[Permission] | None = None,
) -> NewToken:
    """Make a token that acts as ``person``, for at most a year.

    ``scopes`` limits it to some permissions; it never has more than its owner's roles.
    ``strong`` says whether it may carry the roles that need a second factor: true only when
    whoever makes it showed one, or is the operator. Raises InvalidAccount.
    """
    if not 0 < len(name.strip()) <= 100:
        raise _invalid("name", "Name what the token is for (at most 100 characters).")
    if not timedelta(0) < lifetime <= LONGEST_LIFETIME:
        raise _invalid("days", f"A token lives between 1 and {LONGEST_LIFETIME.days} days.")
    wanted = None if scopes is None else sorted({scope.value for scope in scopes})
    text = new_token()
    token = ApiToken(
        secret_hash=hash_secret(text),
        prefix=text[:SHOWN_LETTERS],
        name=name.strip(),
        person_id=person.id,
        scopes=wanted,
        strong=strong,
        created_at=at,
        expires_at=at + lifetime,
    )
    Secrets(session).add(token)
    audit.record(
        session, "token.created", token, by=by, at=at,
        person=person.id, prefix=token.prefix, scopes=wanted, expires_at=token.expires_at,
    )  # fmt: skip
    return NewToken(token, text)


def list_tokens(session: Session, person_id: UUID) -> Sequence[ApiToken]:
    """A person's tokens that were not revoked, newest first."""
    return Secrets(session).tokens_of(person_id)


def revoke_token(session: Session, token_id: UUID, *, by: Actor, at: datetime) -> None:
    """End one of the actor's own tokens. Raises TokenNotFound."""
    token = Secrets(session).own_token(token_id, by.id)
    if token is None:
        raise TokenNotFound
    token.revoked_at = at
    audit.record(session, "token.revoked", token, by=by, at=at, prefix=token.prefix)


def _invalid(name: str, detail: str) -> InvalidAccount:
    return InvalidAccount(detail, errors=[FieldError(name, detail)])
