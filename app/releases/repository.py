"""Reading releases, their parts and the ledger.

The database keeps the parts from every reader: whoever calls ``opened`` has made sure for whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, undefer

from app.identity.row_security import settings_of
from app.kit.actors import SYSTEM
from app.kit.row_security import told
from app.releases.errors import FileNotInRelease, ReleaseNotFound
from app.releases.models import (
    Release,
    ReleaseApproval,
    ReleaseCopy,
    ReleasedRow,
    ReleaseFile,
    ReleaseState,
)
from app.releases.protecting import LedgerRow


@contextmanager
def opened(session: Session) -> Iterator[None]:
    """Let the service see and write the parts of releases, whoever is asking."""
    with told(session, settings_of(SYSTEM)):
        yield
        session.flush()


class ReleaseRecords:
    """Releases and what hangs on them, as the database shows them to the transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, reference: str, *, lock: bool = False) -> Release:
        """One release. Raises ReleaseNotFound."""
        query = select(Release).where(Release.reference == reference)
        found = self._session.scalars(query.with_for_update() if lock else query).one_or_none()
        if found is None:
            raise ReleaseNotFound(reference)
        return found

    def of_project(self, project: str, *, drafts: bool) -> Sequence[Release]:
        """A project's releases, the latest version first."""
        query = select(Release).where(Release.project_reference == project)
        if not drafts:
            query = query.where(Release.state != ReleaseState.DRAFT)
        return self._session.scalars(query.order_by(Release.version.desc())).all()

    def public(self) -> Sequence[Release]:
        """Every release that was ever frozen, the latest first."""
        query = select(Release).where(Release.state != ReleaseState.DRAFT)
        return self._session.scalars(query.order_by(Release.frozen_at.desc(), Release.id)).all()

    def next_version(self, project: str) -> int:
        """The number of a project's next release."""
        query = select(func.max(Release.version)).where(Release.project_reference == project)
        return (self._session.scalar(query) or 0) + 1

    def count_frozen(self) -> int:
        """How many releases were ever handed out."""
        query = select(func.count()).where(Release.state != ReleaseState.DRAFT)
        return self._session.scalar(query) or 0

    def files(self, release_id: UUID) -> Sequence[ReleaseFile]:
        """The files in the order of their names, without their content."""
        query = select(ReleaseFile).where(ReleaseFile.release_id == release_id)
        return self._session.scalars(query.order_by(ReleaseFile.name)).all()

    def file(self, release: Release, name: str) -> ReleaseFile:
        """One file with its content. Raises FileNotInRelease."""
        found = self._session.scalars(
            select(ReleaseFile)
            .where(ReleaseFile.release_id == release.id, ReleaseFile.name == name)
            .options(undefer(ReleaseFile.content))
        ).one_or_none()
        if found is None:
            raise FileNotInRelease(release.reference, name)
        return found

    def clear(self, release_id: UUID) -> None:
        """Remove the files and ledger rows of a draft, before it is built again."""
        for part in (ReleaseFile, ReleasedRow):
            self._session.execute(delete(part).where(part.release_id == release_id))

    def approvals(self, release_id: UUID) -> Sequence[ReleaseApproval]:
        """Every approval, oldest first, voided ones among them."""
        query = select(ReleaseApproval).where(ReleaseApproval.release_id == release_id)
        return self._session.scalars(
            query.order_by(ReleaseApproval.given_at, ReleaseApproval.id)
        ).all()

    def counting(self, release_id: UUID) -> Sequence[ReleaseApproval]:
        """Approvals that count."""
        return [each for each in self.approvals(release_id) if each.voided_at is None]

    def copy(self, release_id: UUID, person_id: UUID) -> ReleaseCopy | None:
        """What a person was given."""
        return self._session.scalars(
            select(ReleaseCopy)
            .where(ReleaseCopy.release_id == release_id, ReleaseCopy.person_id == person_id)
            .options(undefer(ReleaseCopy.content))
        ).one_or_none()

    def copies(self) -> Sequence[tuple[ReleaseCopy, Release]]:
        """Every copy, without its content, and the release it is of."""
        rows = self._session.execute(
            select(ReleaseCopy, Release)
            .join(Release, Release.id == ReleaseCopy.release_id)
            .order_by(ReleaseCopy.made_at)
        )
        return [(copy, release) for copy, release in rows]

    def ledger(self) -> list[list[LedgerRow]]:
        """What each release that was ever frozen showed, oldest first."""
        found: dict[UUID, list[LedgerRow]] = {}
        rows = self._session.scalars(
            select(ReleasedRow)
            .join(Release, Release.id == ReleasedRow.release_id)
            .where(Release.state != ReleaseState.DRAFT)
            .order_by(Release.frozen_at, Release.id, ReleasedRow.place)
        )
        for row in rows:
            finding = None if row.finding_id is None else str(row.finding_id)
            entry = LedgerRow(str(row.review_id), finding, row.shown)
            found.setdefault(row.release_id, []).append(entry)
        return list(found.values())
