"""A research project: what is asked for, by whom, and where it stands."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit.database import Base, Key, Recorded
from app.research.errors import NotInState


class Tier(StrEnum):
    """How close to the reports the data come; each holds what the one before it does."""

    PUBLISHED_METADATA = "published_metadata"
    CODED_FINDINGS = "coded_findings"
    ANONYMISED_PASSAGES = "anonymised_passages"


class ProjectState(StrEnum):
    """Where a project stands. ``expired`` is never stored: a date says it, not a job."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    CLOSED = "closed"


_OVER = frozenset({ProjectState.REFUSED, ProjectState.CLOSED})
_UNSENT = frozenset({ProjectState.DRAFT, ProjectState.RETURNED})


class Project(Base):
    """An application and what became of it. ``reference`` is public and never changes.

    ``edition`` counts the changes of the application: who decides names the edition that
    they read. State changes only through the methods below, which refuse an illegal step.
    """

    __tablename__ = "research_projects"
    __table_args__ = (
        CheckConstraint("state <> 'expired'", "expiry_is_a_date"),
        CheckConstraint("state <> 'in_force' OR ends_on IS NOT NULL", "in_force_ends"),
        CheckConstraint("duration_months BETWEEN 1 AND 60", "duration"),
        Index("ix_research_projects_state", "state", "submitted_at"),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(unique=True)
    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    applicant_name: Mapped[str]
    state: Mapped[ProjectState]
    edition: Mapped[int] = mapped_column(server_default=text("1"))
    title: Mapped[str]
    lay_summary: Mapped[str]
    purpose: Mapped[str]
    funder: Mapped[str]
    ethics_body: Mapped[str]
    ethics_reference: Mapped[str]
    ethics_sha256: Mapped[str | None]
    ethics_filename: Mapped[str | None]
    ethics_media_type: Mapped[str | None]
    ethics_size: Mapped[int | None]
    tier: Mapped[Tier | None]
    duration_months: Mapped[int | None]
    data_use: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    begun_at: Mapped[Recorded]
    submitted_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    ends_on: Mapped[date | None]
    """The last day on which data may be drawn; set when the applicant accepts the agreement."""
    closed_at: Mapped[datetime | None]
    closing_reason: Mapped[str | None]
    people: Mapped[list[ProjectPerson]] = relationship(
        order_by="ProjectPerson.position", cascade="all, delete-orphan", lazy="selectin"
    )

    def state_at(self, at: datetime) -> ProjectState:
        """The state as it is at ``at``: in force until the end of its last day."""
        over = self.ends_on is not None and at.date() > self.ends_on
        if self.state is ProjectState.IN_FORCE and over:
            return ProjectState.EXPIRED
        return self.state

    @property
    def unsent(self) -> bool:
        """Whether the application lies with the applicant and may be incomplete."""
        return self.state in _UNSENT

    def require_editable(self) -> None:
        """Raise NotInState once the project was refused or closed."""
        if self.state in _OVER:
            raise NotInState(self.reference, state=self.state, wanted="changed")

    def enter_edition(self) -> None:
        """Count a change. What was approved is not this any more: it has to be, again."""
        self.require_editable()
        self.edition += 1
        if not self.unsent:
            self.state = ProjectState.SUBMITTED
            self.approved_at = self.ends_on = None

    def submit(self, at: datetime) -> None:
        """Hand the application in."""
        if not self.unsent:
            raise NotInState(self.reference, state=self.state, wanted="submitted")
        self.state, self.submitted_at = ProjectState.SUBMITTED, at

    def approve(self, at: datetime) -> None:
        """Two stewards agree; the agreement is next."""
        self.require_submitted("approved")
        self.state, self.approved_at = ProjectState.APPROVED, at

    def give_back(self) -> None:
        """Back to the applicant, to be mended."""
        self.require_submitted("returned")
        self.state = ProjectState.RETURNED

    def refuse(self) -> None:
        """The application is refused for good."""
        self.require_submitted("refused")
        self.state = ProjectState.REFUSED

    def put_in_force(self, *, until: date) -> None:
        """The applicant accepted the agreement; data may be drawn until the end of that day."""
        if self.state is not ProjectState.APPROVED:
            raise NotInState(self.reference, state=self.state, wanted="put in force")
        self.state, self.ends_on = ProjectState.IN_FORCE, until

    def close(self, at: datetime, *, reason: str) -> None:
        """End the project for good, in whatever state it is."""
        if self.state in _OVER:
            raise NotInState(self.reference, state=self.state, wanted="closed")
        self.state, self.closed_at, self.closing_reason = ProjectState.CLOSED, at, reason

    def require_submitted(self, wanted: str) -> None:
        """Raise NotInState unless a decision is awaited."""
        if self.state is not ProjectState.SUBMITTED:
            raise NotInState(self.reference, state=self.state, wanted=wanted)


class ProjectPerson(Base):
    """Somebody who would work with the data. ``email`` joins them to their account, if any."""

    __tablename__ = "research_people"
    __table_args__ = (
        UniqueConstraint("project_id", "position"),
        CheckConstraint("email = lower(email)", "email_lower"),
        Index("ix_research_people_email", "email"),
    )

    id: Mapped[Key]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("research_projects.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str]
    organisation: Mapped[str]
    email: Mapped[str]
    orcid: Mapped[str | None]
