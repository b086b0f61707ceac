"""Finding people, grants, sessions, tokens and attempts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, contains_eager

from app.identity.models import (
    ApiToken,
    Person,
    ProviderIdentity,
    RoleGrant,
    SignInAttempt,
    SignInSession,
)


class People:
    """The people of the repository, seen through one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, person: Person) -> None:
        """Store a new person and fetch what the database gave them."""
        self._session.add(person)
        self._session.flush()

    def get(self, person_id: UUID) -> Person | None:
        """The person with this id."""
        return self._session.get(Person, person_id)

    def with_email(self, email: str) -> Person | None:
        """The person with this address, whatever its case."""
        return self._session.scalars(
            select(Person).where(Person.email == email.strip().lower())
        ).first()

    def with_identity(self, issuer: str, subject: str) -> Person | None:
        """The person whom an OpenID provider knows as ``subject``."""
        query = (
            select(Person)
            .join(ProviderIdentity, ProviderIdentity.person_id == Person.id)
            .where(ProviderIdentity.issuer == issuer, ProviderIdentity.subject == subject)
        )
        return self._session.scalars(query).first()

    def add_identity(self, identity: ProviderIdentity) -> None:
        """Remember how a provider knows a person."""
        self._session.add(identity)
        self._session.flush()

    def at_domain(self, domain: str, *, limit: int) -> Sequence[Person]:
        """Active people whose address ends in ``domain``, by address."""
        query = select(Person).where(Person.active, Person.email.endswith(domain, autoescape=True))
        return self._session.scalars(query.order_by(Person.email).limit(limit)).all()

    def after(self, email: str | None, *, limit: int) -> Sequence[Person]:
        """Up to ``limit`` people in the order of their addresses, from after ``email``."""
        query = select(Person).order_by(Person.email).limit(limit)
        if email is not None:
            query = query.where(Person.email > email)
        return self._session.scalars(query).all()


class Grants:
    """Role grants."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, grant: RoleGrant) -> None:
        """Store a grant."""
        self._session.add(grant)
        self._session.flush()

    def in_force(self, person_id: UUID, at: datetime) -> Sequence[RoleGrant]:
        """The grants that a person holds at ``at``."""
        return self._session.scalars(
            select(RoleGrant).where(
                RoleGrant.person_id == person_id,
                RoleGrant.revoked_at.is_(None),
                or_(RoleGrant.expires_at.is_(None), RoleGrant.expires_at > at),
            )
        ).all()

    def unrevoked(self, person_id: UUID, role: str, committee_slug: str | None) -> RoleGrant | None:
        """The grant of this role that was not revoked (it may have expired), locked."""
        query = select(RoleGrant).where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
            RoleGrant.committee_slug.is_not_distinct_from(committee_slug),
            RoleGrant.revoked_at.is_(None),
        )
        return self._session.scalars(query.with_for_update()).first()


class Secrets:
    """Sessions and tokens, found by the hash of what the caller shows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, stored: SignInSession | ApiToken) -> None:
        """Store a session or a token."""
        self._session.add(stored)
        self._session.flush()

    def sign_in_session(self, secret_hash: str) -> SignInSession | None:
        """The browser session with its person."""
        query = (
            select(SignInSession)
            .join(SignInSession.person)
            .options(contains_eager(SignInSession.person))
            .where(SignInSession.secret_hash == secret_hash)
        )
        return self._session.scalars(query).first()

    def end(self, stored: SignInSession) -> None:
        """Forget a browser session."""
        self._session.delete(stored)
        self._session.flush()

    def end_all_of(self, person_id: UUID) -> None:
        """Forget every browser session of a person."""
        self._session.execute(delete(SignInSession).where(SignInSession.person_id == person_id))

    def end_expired(self, at: datetime) -> int:
        """Forget sessions whose time is over; how many there were."""
        expired = delete(SignInSession).where(SignInSession.expires_at <= at)
        return len(self._session.scalars(expired.returning(SignInSession.id)).all())

    def token(self, secret_hash: str) -> ApiToken | None:
        """The token with its owner."""
        query = (
            select(ApiToken)
            .join(ApiToken.person)
            .options(contains_eager(ApiToken.person))
            .where(ApiToken.secret_hash == secret_hash)
        )
        return self._session.scalars(query).first()

    def tokens_of(self, person_id: UUID) -> Sequence[ApiToken]:
        """Tokens of a person that were not revoked, newest first."""
        return self._session.scalars(
            select(ApiToken)
            .where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
            .order_by(ApiToken.created_at.desc())
            .limit(200)
        ).all()

    def own_token(self, token_id: UUID, person_id: UUID) -> ApiToken | None:
        """A person's own token that was not revoked."""
        token = self._session.get(ApiToken, token_id)
        if token is None or token.person_id != person_id or token.revoked_at is not None:
            return None
        return token


class Attempts:
    """Wrong attempts, one row an address."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self, email_hash: str, at: datetime) -> SignInAttempt:
        """The row of an address, made when new, locked: guesses at one account queue up."""
        self._session.execute(
            insert(SignInAttempt)
            .values(email_hash=email_hash, failures=0, last_failed_at=at)
            .on_conflict_do_nothing()
        )
        query = select(SignInAttempt).where(SignInAttempt.email_hash == email_hash)
        return self._session.scalars(
            query.with_for_update().execution_options(populate_existing=True)
        ).one()

    def forget_before(self, moment: datetime) -> int:
        """Drop rows without a failure since ``moment``; how many there were."""
        old = delete(SignInAttempt).where(SignInAttempt.last_failed_at < moment)
        return len(self._session.scalars(old.returning(SignInAttempt.email_hash)).all())

    def count(self) -> int:
        """How many addresses have wrong attempts."""
        return self._session.scalar(select(func.count()).select_from(SignInAttempt)) or 0
