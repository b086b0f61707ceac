"""Freeze a report, find it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.reports.content import Report
from app.reports.errors import SnapshotNotFound
from app.reports.models import ReportSnapshot
from app.reports.schemas import SnapshotSent
from app.reports.service.building import build_report
from app.reviews.counting import data_version


def freeze_report(
    session: Session, sent: SnapshotSent, *, by: Actor, at: datetime
) -> ReportSnapshot:
    """Work the report out and keep it for good. The same content is kept once.

    Raises BadPeriod or UnsafeCaseStudy.
    """
    report = build_report(session, sent, by=by, at=at)
    content = report.model_dump(mode="json")
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    sha256 = hashlib.sha256(canonical).hexdigest()
    known = session.scalar(select(ReportSnapshot).where(ReportSnapshot.sha256 == sha256))
    if known is not None:
        return known
    snapshot = ReportSnapshot(
        from_year=sent.from_year,
        to_year=sent.to_year,
        data_version=report.data_version,
        content=content,
        sha256=sha256,
        frozen_by=by.id,
        frozen_at=at,
    )
    session.add(snapshot)
    audit.record(
        session,
        "report.frozen",
        snapshot,
        by=by,
        at=at,
        period=f"{sent.from_year}-{sent.to_year}",
        case_studies=[each.reference for each in sent.case_studies][:8],
    )
    session.flush()
    return snapshot


def latest_or_frozen(
    session: Session, sent: SnapshotSent, *, by: Actor, at: datetime
) -> ReportSnapshot:
    """The latest snapshot of this period if the data have not changed since, else a new one."""
    latest = session.scalar(
        select(ReportSnapshot)
        .where(
            ReportSnapshot.from_year == sent.from_year,
            ReportSnapshot.to_year == sent.to_year,
            ReportSnapshot.data_version == data_version(session),
        )
        .order_by(ReportSnapshot.frozen_at.desc())
        .limit(1)
    )
    return latest or freeze_report(session, sent, by=by, at=at)


def get_snapshot(session: Session, snapshot_id: UUID) -> ReportSnapshot:
    """One snapshot. Raises SnapshotNotFound."""
    found = session.get(ReportSnapshot, snapshot_id)
    if found is None:
        raise SnapshotNotFound
    return found


def list_snapshots(session: Session, *, most: int = 50) -> Sequence[ReportSnapshot]:
    """The latest snapshots."""
    return session.scalars(
        select(ReportSnapshot).order_by(ReportSnapshot.frozen_at.desc()).limit(most)
    ).all()


def report_of(snapshot: ReportSnapshot) -> Report:
    """The content that was frozen."""
    return Report.model_validate(snapshot.content)
