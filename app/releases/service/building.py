"""Build a draft for a project, and build it again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.releases.content import Code, Content, Vocabulary
from app.releases.errors import OwnResearch, TierNotApproved
from app.releases.frames import frame_of
from app.releases.models import Release, ReleasedRow, ReleaseFile, ReleaseState
from app.releases.packing import CHECKSUMS, digest, media_type, pack
from app.releases.protecting import LedgerRow, protect_data
from app.releases.repository import ReleaseRecords, opened
from app.releases.schemas import ReleaseSent
from app.research.models import Tier
from app.research.schemas import ProjectInForce
from app.research.service.in_force import project_in_force
from app.research.service.reading import get_project
from app.reviews.counting import data_version
from app.taxonomy.service import get_scheme

CONTENT = "content.json"
"""The release before it is written into files; kept with them, handed out to nobody."""
_TIERS = tuple(Tier)


def build_release(
    session: Session, project: str, sent: ReleaseSent, *, by: Actor, at: datetime
) -> Release:
    """Build the next version of a project's data, as a draft that two others have to approve.

    Raises ProjectNotFound, ProjectNotInForce, OwnResearch, TierNotApproved, UnknownColumn or
    NotProtected, which says what could be released instead.
    """
    require_no_part(session, project, by=by, at=at)
    force = project_in_force(session, project, at=at)
    with opened(session):
        number = session.scalar(text("SELECT nextval('release_reference')"))
        release = Release(
            reference=f"RL-{number:06d}",
            project_reference=project,
            version=ReleaseRecords(session).next_version(project),
            edition=1,
            state=ReleaseState.DRAFT,
            author_id=by.id,
            author_name=by.name,
        )
        _fill(session, release, force, sent, at=at)
        audit.record(session, "release.built", release, by=by, at=at, rows=release.rows)
    return release


def rebuild_release(
    session: Session, reference: str, sent: ReleaseSent, *, by: Actor, at: datetime
) -> Release:
    """Put ``sent`` in the place of a draft; whoever does so is its author, approvals are void.

    Raises as ``build_release``, and ReleaseNotFound or ReleaseNotInState.
    """
    with opened(session):
        records = ReleaseRecords(session)
        release = records.get(reference, lock=True)
        release.require_draft("changed")
        require_no_part(session, release.project_reference, by=by, at=at)
        force = project_in_force(session, release.project_reference, at=at)
        voided = records.counting(release.id)
        for approval in voided:
            approval.voided_at = at
        records.clear(release.id)
        release.edition += 1
        release.author_id, release.author_name = by.id, by.name
        _fill(session, release, force, sent, at=at)
        audit.record(
            session,
            "release.changed",
            release,
            by=by,
            at=at,
            edition=release.edition,
            voided=len(voided),
        )
    return release


def require_no_part(session: Session, project: str, *, by: Actor, at: datetime) -> None:
    """Raise OwnResearch for somebody whom the project names. Raises ProjectNotFound."""
    if get_project(session, project, by=by, at=at).named:
        raise OwnResearch


def _fill(
    session: Session, release: Release, force: ProjectInForce, sent: ReleaseSent, *, at: datetime
) -> None:
    tier = sent.tier or force.tier
    if _TIERS.index(tier) > _TIERS.index(force.tier):
        raise TierNotApproved(force.tier)
    records = ReleaseRecords(session)
    protected = protect_data(frame_of(session, tier), sent.choices, records.ledger())
    content = Content(
        reference=release.reference,
        version=release.version,
        project_reference=force.reference,
        project_title=force.title,
        tier=tier,
        title=sent.title,
        description=sent.description,
        data_use=force.data_use,
        made_on=at.date().isoformat(),
        data_version=data_version(session),
        earlier_releases=records.count_frozen(),
        data=protected.data,
        vocabularies=_vocabularies(session, protected.data.columns),
    )
    files = pack(content)
    release.tier, release.title, release.description = tier, sent.title, sent.description
    release.choices = sent.choices.model_dump(mode="json")
    release.rows, release.removed = len(content.data.rows), content.data.removed
    release.k, release.l = content.data.k, content.data.l
    release.statement, release.sha256 = content.data.statement, digest(files[CHECKSUMS])
    release.data_version, release.frozen_before = content.data_version, content.earlier_releases
    release.made_at = at
    session.add(release)
    session.flush()
    files[CONTENT] = content.model_dump_json().encode()
    session.add_all(_file(release.id, name, each) for name, each in files.items())
    session.add_all(_row(release.id, at, each) for at, each in enumerate(protected.ledger, 1))


def _vocabularies(session: Session, columns: tuple[object, ...]) -> tuple[Vocabulary, ...]:
    wanted = dict.fromkeys(scheme for each in columns if (scheme := getattr(each, "scheme", "")))
    found = [get_scheme(session, scheme) for scheme in wanted]
    return tuple(
        Vocabulary(
            scheme=each.scheme,
            title=each.title,
            version=each.version,
            codes=tuple(
                Code(key=c.key, label=c.label, definition=c.definition, broader=c.broader_key)
                for c in each.concepts
            ),
        )
        for each in found
    )


def _file(release_id: UUID, name: str, content: bytes) -> ReleaseFile:
    return ReleaseFile(
        release_id=release_id,
        name=name,
        media_type=media_type(name),
        size=len(content),
        sha256=digest(content),
        content=content,
    )


def _row(release_id: UUID, place: int, row: LedgerRow) -> ReleasedRow:
    return ReleasedRow(
        release_id=release_id,
        place=place,
        review_id=UUID(row.review),
        finding_id=UUID(row.finding) if row.finding else None,
        shown=dict(row.shown),
    )
