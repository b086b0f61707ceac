"""Reading and writing what people follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, text, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from app.following.models import Alert, ReadUntil, SavedQuery, Subscription
from app.kit.actors import Actor
from app.reviews.effective import carries, countable_findings, sees_all_counted
from app.reviews.models import Finding, Review

# A finding counts as done once its response is resolved or all that was undertaken is done.
_RAISE = text("""
WITH done AS (
    SELECT r.finding_id,
           coalesce(CASE WHEN r.status = 'resolved' THEN r.status_on END,
                    CASE WHEN count(*) FILTER (WHERE a.done_on IS NULL) = 0
                         THEN max(a.done_on) END) AS done_on
    FROM responses r
    LEFT JOIN response_actions a ON a.response_id = r.id
    WHERE r.finding_id IS NOT NULL
    GROUP BY r.id
)
INSERT INTO alerts (finding_id, earlier_id, done_on)
SELECT later.finding_id, earlier.finding_id, done.done_on
FROM done
JOIN issue_members earlier ON earlier.finding_id = done.finding_id
JOIN issue_members later ON later.issue_id = earlier.issue_id
                        AND later.finding_id <> earlier.finding_id
JOIN findings f ON f.id = later.finding_id AND f.counted
JOIN reviews v ON v.id = f.review_id
WHERE done.done_on IS NOT NULL AND v.completed_on > done.done_on
ON CONFLICT (finding_id, earlier_id) DO NOTHING
RETURNING id
""")


T = TypeVar("T", SavedQuery, Subscription)


class Following:
    """What one person follows, in one transaction."""

    def __init__(self, session: Session, by: Actor) -> None:
        self._session = session
        self._by = by

    def queries(self) -> Sequence[SavedQuery]:
        """Saved questions by name."""
        mine = SavedQuery.person_id == self._by.id
        return self._session.scalars(select(SavedQuery).where(mine).order_by(SavedQuery.name)).all()

    def subscriptions(self) -> Sequence[Subscription]:
        """Followed themes by key."""
        mine = Subscription.person_id == self._by.id
        return self._session.scalars(
            select(Subscription).where(mine).order_by(Subscription.theme)
        ).all()

    def subscribe(self, theme: str, at: datetime) -> Subscription:
        """Follow a theme; following it twice is following it once."""
        self._session.execute(
            insert(Subscription)
            .values(person_id=self._by.id, theme=theme, since=at)
            .on_conflict_do_nothing(index_elements=["person_id", "theme"])
        )
        return self._session.scalars(
            select(Subscription).where(
                Subscription.person_id == self._by.id, Subscription.theme == theme
            )
        ).one()

    def read_until(self) -> datetime | None:
        """How far this person has read; None: nothing yet."""
        return self._session.scalar(select(ReadUntil.at).where(ReadUntil.person_id == self._by.id))

    def mark_read(self, at: datetime) -> None:
        """Everything up to ``at`` has been read."""
        values = {"person_id": self._by.id, "at": at}
        self._session.execute(
            insert(ReadUntil)
            .values(values)
            .on_conflict_do_update(index_elements=["person_id"], set_={"at": at})
        )

    def new_findings(self, theme: str, since: datetime, most: int) -> Sequence[Any]:
        """``finding, reference, when`` of what came under the theme, the latest first."""
        # Whoever sees all accepted reviews hears of a finding when it is accepted.
        came = Review.accepted_at if sees_all_counted(self._by) else Review.published_at
        return self._session.execute(
            select(Finding, Review.reference, came)
            .join(Review, Review.id == Finding.review_id)
            .where(countable_findings(self._by), carries("theme", theme), came > since)
            .order_by(came.desc(), Finding.id)
            .limit(most)
        ).all()

    def alerts(self, most: int) -> Sequence[Any]:
        """``alert, later finding, its reference, earlier finding, its reference``."""
        later, earlier = aliased(Finding), aliased(Finding)
        of_later, of_earlier = aliased(Review), aliased(Review)
        return self._session.execute(
            select(Alert, later, of_later.reference, earlier, of_earlier.reference)
            .join(later, later.id == Alert.finding_id)
            .join(of_later, of_later.id == later.review_id)
            .join(earlier, earlier.id == Alert.earlier_id)
            .join(of_earlier, of_earlier.id == earlier.review_id)
            .where(*self._heard(later, earlier))
            .order_by(Alert.raised_at.desc(), Alert.id)
            .limit(most)
        ).all()

    def unread_alerts(self) -> int:
        """How many alerts came since this person last read."""
        later, earlier = aliased(Finding), aliased(Finding)
        since = self.read_until()
        statement = (
            select(func.count())
            .select_from(Alert)
            .join(later, later.id == Alert.finding_id)
            .join(earlier, earlier.id == Alert.earlier_id)
            .where(*self._heard(later, earlier))
        )
        if since is not None:
            statement = statement.where(Alert.raised_at > since)
        return self._session.scalar(statement) or 0

    def _heard(self, later: type[Finding], earlier: type[Finding]) -> list[ColumnElement[bool]]:
        """The inspectorate hears of every return; a committee of what it recorded done itself."""
        conditions = [later.counted == true()]
        if sees_all_counted(self._by):
            return conditions
        conditions.append(later.published == true())
        own = earlier.committee_slug.in_(self._by.committees or {""})
        conditions.append(or_(own, later.committee_slug.in_(self._by.committees or {""})))
        return conditions


def raise_alerts(session: Session) -> int:
    """Record every return that has not been told; returns how many are new."""
    return len(session.execute(_RAISE).all())


def own(session: Session, kind: type[T], id_: UUID, by: Actor) -> T | None:
    """The person's own saved question or subscription, or None."""
    found = session.get(kind, id_)
    return found if found is not None and found.person_id == by.id else None
