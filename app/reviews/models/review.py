"""The case review itself: what it is, whose it is and where it stands."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.database import Base, JSONObject, Key, Recorded
from app.reviews.errors import NotInState
from app.reviews.models.lifecycle import COUNTED, STEPS, State


class Review(Base):
    """One review of one case (or theme). ``reference`` is public and never changes.

    The years repeat what the key dates say, so that counting needs no join. A review's
    state changes only through the methods below, which refuse an illegal step.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("state <> 'on_hold' OR held_from IS NOT NULL", "hold_remembers"),
        Index("ix_reviews_committee_created", "committee_slug", "created_at", "id"),
        Index("ix_reviews_created", "created_at", "id"),
        Index("ix_reviews_state", "state", "created_at"),
        Index("ix_reviews_completed", "completed_year", postgresql_where=text("counted")),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    type: Mapped[str]
    methodology: Mapped[str] = mapped_column(server_default="not_stated")
    committee_id: Mapped[UUID] = mapped_column(ForeignKey("committees.id"))
    committee_slug: Mapped[str]
    area_slug: Mapped[str | None]
    summary: Mapped[str] = mapped_column(server_default="")
    state: Mapped[State] = mapped_column(server_default=State.DRAFT)
    counted: Mapped[bool] = mapped_column(server_default=text("false"))
    published: Mapped[bool] = mapped_column(server_default=text("false"))
    draft: Mapped[JSONObject] = mapped_column(server_default=text("'{}'::jsonb"))
    """What the uploader has filled in so far, as sent; read again when work resumes."""
    family_key: Mapped[UUID | None] = mapped_column(index=True)
    """Joins the reviews of one family over time. Random; says nothing about who they are."""
    outcome: Mapped[str | None]
    incident_year: Mapped[int | None]
    completed_year: Mapped[int | None]
    submitted_year: Mapped[int | None]
    completed_on: Mapped[date | None]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    """When a person confirmed findings and tags; acceptance waits for it."""
    accepted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    publication_form: Mapped[str | None]
    publication_reason: Mapped[str | None]
    held_from: Mapped[State | None]
    held_until: Mapped[date | None]
    hold_reason: Mapped[str | None]
    return_observations: Mapped[str | None]
    created_by: Mapped[UUID]
    created_at: Mapped[Recorded]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention

    def _enter(self, state: State) -> None:
        if state not in STEPS[self.state]:
            raise NotInState(self.reference, state=self.state, wanted=state)
        self.state = state
        self.counted = state in COUNTED
        self.published = state is State.PUBLISHED

    def submit(self, at: datetime, *, by: UUID) -> None:
        """Hand the draft (or a returned review) over to the repository."""
        self._enter(State.SUBMITTED)
        self.submitted_at, self.submitted_by = at, by
        self.confirmed_at = None
        self.submitted_year = at.year

    def begin_processing(self) -> None:
        """The machine starts to read."""
        self._enter(State.PROCESSING)

    def enter_clearance(self) -> None:
        """Reading is over; people settle what may identify someone."""
        self._enter(State.CLEARANCE)

    def pass_clearance(self) -> None:
        """Nothing that identifies is left; people check findings and tags."""
        self._enter(State.CONFIRMATION)

    def reopen_clearance(self) -> None:
        """Something that identifies was seen after all."""
        self._enter(State.CLEARANCE)

    def confirm(self, at: datetime) -> None:
        """A person stands behind findings and tags; acceptance is next."""
        if self.state is not State.CONFIRMATION:
            raise NotInState(self.reference, state=self.state, wanted="confirmed")
        self.confirmed_at = at

    def accept(self, at: datetime) -> None:
        """From now on the review counts in national analysis."""
        self._enter(State.ACCEPTED)
        self.accepted_at = at

    def publish(self, at: datetime, *, form: str, reason: str | None) -> None:
        """Practitioners may read it, in the form that the committee agreed."""
        self._enter(State.PUBLISHED)
        self.published_at, self.publication_form, self.publication_reason = at, form, reason

    def return_with(self, observations: str) -> None:
        """Send it back to the committee, saying what is to be mended."""
        self._enter(State.RETURNED)
        self.return_observations = observations

    def hold(self, *, reason: str, until: date | None) -> None:
        """Set it aside for parallel proceedings; nobody else sees it meanwhile."""
        before = self.state
        self._enter(State.ON_HOLD)
        self.held_from, self.hold_reason, self.held_until = before, reason, until

    def release_hold(self) -> None:
        """End the hold and go on where it began."""
        if self.state is not State.ON_HOLD or self.held_from is None:
            raise NotInState(self.reference, state=self.state, wanted=State.ON_HOLD)
        self._enter(self.held_from)
        self.held_from = self.held_until = self.hold_reason = None

    def withdraw(self, at: datetime) -> None:
        """Recall the review for good."""
        self._enter(State.WITHDRAWN)
        self.withdrawn_at = at

    def supersede(self) -> None:
        """Another review takes its place in the counts."""
        self._enter(State.SUPERSEDED)


class ReviewLink(Base):
    """How one review hangs together with another (an initial review led to a significant one)."""

    __tablename__ = "review_links"
    __table_args__ = (UniqueConstraint("from_id", "to_id", "kind"),)

    id: Mapped[Key]
    from_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    """``led_to``, ``sibling_of`` or ``supersedes``."""
