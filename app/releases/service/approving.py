"""Two stewards who did not make a release approve it; then it is frozen. And it is recalled."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.releases.errors import (
    ApprovalsMissing,
    OtherReleasedMeanwhile,
    OwnRelease,
    ReleaseAlreadyApproved,
    ReleaseChanged,
)
from app.releases.models import Release, ReleaseApproval
from app.releases.repository import ReleaseRecords, opened
from app.releases.schemas import ApprovalSent
from app.releases.service.building import require_no_part
from app.research.service.in_force import project_in_force

APPROVALS_NEEDED = 2


def approve_release(
    session: Session, reference: str, sent: ApprovalSent, *, by: Actor, at: datetime
) -> Release:
    """Approve the edition that was looked at.

    Raises ReleaseNotFound, ReleaseNotInState, OwnRelease, OwnResearch, ReleaseChanged or
    ReleaseAlreadyApproved.
    """
    with opened(session):
        records = ReleaseRecords(session)
        release = records.get(reference, lock=True)
        release.require_draft("approved")
        if release.author_id == by.id:
            raise OwnRelease
        require_no_part(session, release.project_reference, by=by, at=at)
        if sent.edition != release.edition:
            raise ReleaseChanged(reference, edition=release.edition)
        if by.id in {each.steward_id for each in records.counting(release.id)}:
            raise ReleaseAlreadyApproved
        session.add(
            ReleaseApproval(
                release_id=release.id,
                steward_id=by.id,
                steward_name=by.name,
                reason=sent.reason,
                edition=release.edition,
                sha256=release.sha256,
                given_at=at,
            )
        )
        audit.record(session, "release.approved", release, by=by, at=at, sha256=release.sha256)
    return release


def freeze_release(session: Session, reference: str, *, by: Actor, at: datetime) -> Release:
    """Fix a release that two stewards approved: from now on it is handed out and in the ledger.

    Raises ReleaseNotFound, ReleaseNotInState, OwnResearch, ApprovalsMissing, ProjectNotInForce,
    or OtherReleasedMeanwhile when it is not protected against a release frozen since.
    """
    with opened(session):
        # One at a time: each has to be protected against the one before.
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext('releases.freeze'))"))
        records = ReleaseRecords(session)
        release = records.get(reference, lock=True)
        release.require_draft("frozen")
        require_no_part(session, release.project_reference, by=by, at=at)
        project_in_force(session, release.project_reference, at=at)
        given = sum(each.sha256 == release.sha256 for each in records.counting(release.id))
        if given < APPROVALS_NEEDED:
            raise ApprovalsMissing(given, APPROVALS_NEEDED)
        if records.count_frozen() != release.frozen_before:
            raise OtherReleasedMeanwhile(reference)
        release.freeze(at)
        audit.record(session, "release.frozen", release, by=by, at=at, sha256=release.sha256)
    return release


def recall_release(
    session: Session, reference: str, reason: str, *, by: Actor, at: datetime
) -> Release:
    """Hand a release out no more. Raises ReleaseNotFound or ReleaseNotInState."""
    with opened(session):
        release = ReleaseRecords(session).get(reference, lock=True)
        release.recall(at, reason=reason)
        audit.record(session, "release.recalled", release, by=by, at=at)
    return release
