"""Hand releases out to those who may have them, each copy marked, and trace a copy."""

from __future__ import annotations

import hashlib
import hmac
import io
import itertools
import secrets
import zipfile
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.identity.permissions import Permission, is_allowed
from app.kit.actors import Actor
from app.kit.zips import zipped
from app.releases.content import Content, citation_of
from app.releases.errors import FileNotInRelease, ReleaseNotFound
from app.releases.models import Release, ReleaseCopy, ReleaseState
from app.releases.packing import (
    Recipient,
    digest,
    marks_in,
    numbers_in,
    order_of,
    pack,
)
from app.releases.repository import ReleaseRecords, opened
from app.releases.schemas import (
    ApprovalRead,
    FileRead,
    PublicRelease,
    ReleaseRead,
    ReleaseSummary,
    Traced,
)
from app.releases.service.building import CONTENT
from app.research.errors import ProjectNotFound
from app.research.service.in_force import project_in_force
from app.research.service.reading import get_project

PACKAGE = "package.zip"
LEAST_PAIRS = 20
"""Rows that follow one another by chance in the order of a copy are rare among so many."""


def list_releases(
    session: Session, project: str, *, by: Actor, at: datetime
) -> list[ReleaseSummary]:
    """A project's releases; drafts for stewards alone. Raises ProjectNotFound."""
    get_project(session, project, by=by, at=at)
    found = ReleaseRecords(session).of_project(project, drafts=_approves(by))
    return [ReleaseSummary.model_validate(each) for each in found]


def get_release(session: Session, reference: str, *, by: Actor, at: datetime) -> ReleaseRead:
    """One release, for stewards and the people of its project. Raises ReleaseNotFound."""
    release = _visible(session, reference, by=by, at=at)
    with opened(session):
        records = ReleaseRecords(session)
        files = [FileRead.model_validate(f) for f in records.files(release.id) if f.name != CONTENT]
        given = records.approvals(release.id) if _approves(by) else []
        approvals = [ApprovalRead.model_validate(each) for each in given]
    return ReleaseRead(
        **{
            name: getattr(release, name)
            for name in ReleaseRead.model_fields.keys() - {"citation", "files", "approvals"}
        },
        citation=_citation(release),
        files=files,
        approvals=approvals,
    )


def public_releases(session: Session) -> list[PublicRelease]:
    """Every release that was frozen, recalled ones too: what is cited has to be found."""
    return [
        PublicRelease(
            **{
                name: getattr(each, name)
                for name in PublicRelease.model_fields.keys() - {"citation"}
            },
            citation=_citation(each),
        )
        for each in ReleaseRecords(session).public()
    ]


def open_file(session: Session, reference: str, name: str, *, by: Actor, at: datetime) -> bytes:
    """A file of the person's own copy, or the whole as ``package.zip``; always the same bytes.

    For people of the project who accepted the agreement, while it is in force. Stewards open
    drafts and what is frozen unmarked, to judge them. Raises ReleaseNotFound, FileNotInRelease,
    ReleaseNotInState, or ProjectNotInForce.
    """
    release = _visible(session, reference, by=by, at=at)
    with opened(session):
        if _approves(by):
            content = _unmarked(session, release, name)
        else:
            content = _member(_copy_for(session, release, by=by, at=at), reference, name)
        audit.record(session, "release.downloaded", release, by=by, at=at, file=name)
    return content


def trace_file(session: Session, content: bytes) -> Traced | None:
    """Whose copy a file comes from: by the mark in it, or else by the order of its rows.

    Rows and columns may be gone, as long as the numbers of the rows stand in their order.
    """
    marks, numbers = marks_in(content), numbers_in(content)
    with opened(session):
        copies = ReleaseRecords(session).copies()
    for copy, release in copies:
        if copy.mark in marks:
            return _traced(copy, release, "mark")
    ordered = [
        (copy, release)
        for copy, release in copies
        if _follows(numbers, order_of(release.rows, copy.mark))
    ]
    return _traced(*ordered[0], "order") if len(ordered) == 1 else None


def _visible(session: Session, reference: str, *, by: Actor, at: datetime) -> Release:
    release = ReleaseRecords(session).get(reference)
    try:
        get_project(session, release.project_reference, by=by, at=at)
    except ProjectNotFound:
        raise ReleaseNotFound(reference) from None
    if release.state is ReleaseState.DRAFT and not _approves(by):
        raise ReleaseNotFound(reference)
    return release


def _approves(by: Actor) -> bool:
    return is_allowed(by, Permission.RELEASE_APPROVE)


def _unmarked(session: Session, release: Release, name: str) -> bytes:
    records = ReleaseRecords(session)
    if name == PACKAGE:
        names = [each.name for each in records.files(release.id) if each.name != CONTENT]
        return zipped({each: records.file(release, each).content for each in names})
    if name == CONTENT:
        raise FileNotInRelease(release.reference, name)
    return records.file(release, name).content


def _copy_for(session: Session, release: Release, *, by: Actor, at: datetime) -> bytes:
    """The person's package, made the first time that they ask."""
    release.require_frozen("downloaded")
    if not project_in_force(session, release.project_reference, at=at).gives_to(by.id):
        raise ReleaseNotFound(release.reference)
    records = ReleaseRecords(session)
    known = records.copy(release.id, by.id)
    if known is not None:
        return known.content
    key = secrets.token_bytes(32)
    told = f"{release.sha256}|{by.id}".encode()
    mark = f"rm-{hmac.new(key, told, hashlib.sha256).hexdigest()[:32]}"
    frozen = Content.model_validate_json(records.file(release, CONTENT).content)
    package = zipped(pack(frozen, Recipient(by.name, mark)))
    session.add(
        ReleaseCopy(
            release_id=release.id,
            person_id=by.id,
            person_name=by.name,
            mark_key=key,
            mark=mark,
            sha256=digest(package),
            content=package,
            made_at=at,
        )
    )
    return package


def _member(package: bytes, reference: str, name: str) -> bytes:
    if name == PACKAGE:
        return package
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        if name not in archive.namelist():
            raise FileNotInRelease(reference, name)
        return archive.read(name)


def _follows(numbers: Sequence[int], order: Sequence[int]) -> bool:
    """Whether the rows stand in this order, as far as they are there."""
    at = {number + 1: place for place, number in enumerate(order)}
    places = [at[each] for each in numbers if each in at]
    if len(places) < LEAST_PAIRS or len(places) < len(numbers):
        return False
    return all(one < other for one, other in itertools.pairwise(places))


def _traced(copy: ReleaseCopy, release: Release, by: str) -> Traced:
    return Traced(
        release=release.reference, person_id=copy.person_id, person=copy.person_name, by=by
    )


def _citation(release: Release) -> str:
    return citation_of(
        release.reference,
        title=release.title,
        version=release.version,
        year=release.made_at.year,
    )
