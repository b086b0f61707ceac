"""Finding people, grants, sessions, tokens and attempts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
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
from app.identity.people_filter import PeopleFilter


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

    def find(
        self, wanted: PeopleFilter, *, after: str | None, at: datetime, limit: int
    ) -> Sequence[Person]:
        """Up to ``limit`` people in the order of their addresses, from after ``after``."""
        query = select(Person).order_by(Person.email).limit(limit)
        if after is not None:
            query = query.where(Person.email > after)
        if words := wanted.words.strip().lower():
            named = func.lower(Person.name).contains(words, autoescape=True)
            query = query.where(or_(named, Person.email.contains(words, autoescape=True)))
        if wanted.active is not None:
            query = query.where(Person.active.is_(wanted.active))
        if wanted.role is not None:
            held = select(RoleGrant.person_id).where(RoleGrant.role == wanted.role, _holds(at))
            query = query.where(Person.id.in_(held))
        return self._session.scalars(query).all()


def _holds(at: datetime) -> ColumnElement[bool]:
    """That a grant is in force at ``at``, as ``RoleGrant.holds`` says it of a loaded one."""
    lasting = or_(RoleGrant.expires_at.is_(None), RoleGrant.expires_at > at)
    return and_(RoleGrant.revoked_at.is_(None), lasting)


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
        return self.of_all([person_id], at)

    def of_all(self, people: Sequence[UUID], at: datetime) -> Sequence[RoleGrant]:
        """The grants that any of these people hold at ``at``, by role and committee."""
        query = select(RoleGrant).where(RoleGrant.person_id.in_(people), _holds(at))
        return self._session.scalars(query.order_by(RoleGrant.role, RoleGrant.committee_slug)).all()

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

    def end_all_of(self, person_id: UUID) -> int:
        """Forget every browser session of a person; how many there were."""
        ended = delete(SignInSession).where(SignInSession.person_id == person_id)
        return len(self._session.scalars(ended.returning(SignInSession.id)).all())

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

    def revoke_tokens_of(self, person_id: UUID, at: datetime) -> int:
        """End every token of a person; how many there were."""
        ended = (
            update(ApiToken)
            .where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
            .values(revoked_at=at)
        )
        return len(self._session.scalars(ended.returning(ApiToken.id)).all())

    def sessions_of(self, person_id: UUID, at: datetime) -> Sequence[SignInSession]:
        """A person's browser sessions that still last, the latest used first."""
        query = select(SignInSession).where(
            SignInSession.person_id == person_id,
            SignInSession.expires_at > at,
            SignInSession.pending.is_(False),
        )
        return self._session.scalars(query.order_by(SignInSession.last_seen_at.desc())).all()

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
