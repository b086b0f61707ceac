"""People, their roles, and the secrets that show who they are (kept as hashes)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit.database import Base, Key, Recorded


class Person(Base):
    """Somebody with an account. ``email`` is kept in lower case."""

    __tablename__ = "people"
    __table_args__ = (CheckConstraint("email = lower(email)", "email_lower"),)

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    """argon2id; None for people who only sign in through their organisation or by token."""
    totp_secret: Mapped[str | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    """The time step of the last code that was accepted: a code works once."""
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    created_at: Mapped[Recorded]
    grants: Mapped[list[RoleGrant]] = relationship(back_populates="person", lazy="raise")

    @property
    def has_second_factor(self) -> bool:
        """Whether a second factor was set up and proved once."""
        return self.totp_secret is not None and self.totp_confirmed_at is not None


class RoleGrant(Base):
    """A role of a person, given by somebody, perhaps until a day. Ended, never deleted."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint(
            "(role = 'committee') = (committee_slug IS NOT NULL)", "committee_role_names_committee"
        ),
        Index(
            "uq_role_grants_current",
            "person_id",
            "role",
            text("coalesce(committee_slug, '')"),
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str]
    committee_slug: Mapped[str | None]
    granted_by: Mapped[UUID]
    granted_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None]
    person: Mapped[Person] = relationship(back_populates="grants", lazy="raise")

    def holds(self, at: datetime) -> bool:
        """Whether the grant is in force at ``at``."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)


class SignInSession(Base):
    """A browser in which somebody is signed in. The cookie's value is kept only as a hash."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[Key]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    csrf_token: Mapped[str]
    strong: Mapped[bool]
    """Whether a second factor was shown (here or to the organisation's provider)."""
    pending: Mapped[bool]
    """The password was right and the one-time code is still to come: nobody is signed in yet."""
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    person: Mapped[Person] = relationship(lazy="raise")


class ApiToken(Base):
    """A bearer token. Shown once when made; afterwards only its first letters are known."""

    __tablename__ = "api_tokens"

    id: Mapped[Key]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    prefix: Mapped[str]
    name: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    scopes: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    """Permissions that it may be used for; None: all of its owner's."""
    strong: Mapped[bool]
    """Whether it was made with a second factor; only then does it carry the strong roles."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise")


class SignInAttempt(Base):
    """Wrong attempts in a row for one address, known to us or not."""

    __tablename__ = "sign_in_attempts"

    email_hash: Mapped[str] = mapped_column(primary_key=True)
    """Hashed: people type passwords into the wrong field."""
    failures: Mapped[int]
    last_failed_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class ProviderIdentity(Base):
    """A person as an OpenID provider knows them."""

    __tablename__ = "provider_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    linked_at: Mapped[datetime]
