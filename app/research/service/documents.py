"""The ethics document: kept under its SHA-256 like every original, read by those who decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.kit.actors import Actor
from app.kit.storage import Storage, Stored, TooManyBytes
from app.research.errors import (
    DocumentNotFound,
    DocumentTooLarge,
    UnusableDocument,
    WrongKindOfDocument,
)
from app.research.models import Project
from app.research.repository import Projects
from app.research.service.applications import own_project, record_edition
from nlp.documents import (
    Limits,
    ScannedDocument,
    UnreadableDocument,
    UnsupportedType,
    read_document,
)

MEGABYTE = 1 << 20
LIMIT_MB = 10
ACCEPTED = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_WANTED = "Send the letter of ethics approval as PDF, DOCX or ODT."


@dataclass(frozen=True, slots=True)
class Letter:
    """A document as it arrives. ``filename`` is what the sender calls it."""

    content: BinaryIO
    filename: str


@dataclass(frozen=True, slots=True)
class OpenedLetter:
    """A document as it is handed out."""

    content: bytes
    filename: str
    media_type: str


def send_ethics_document(
    session: Session, storage: Storage, reference: str, letter: Letter, *, by: Actor, at: datetime
) -> Project:
    """Keep the document in the place of the one before; a change of the application like others.

    What the file is goes by its content, and its name must agree. A scan is taken: letters of
    ethics committees often are. Raises ProjectNotFound, NotTheApplicant, NotInState,
    WrongKindOfDocument, UnusableDocument or DocumentTooLarge.
    """
    project = own_project(session, reference, by=by)
    project.require_editable()
    stored = _keep(storage, letter)
    if stored.sha256 == project.ethics_sha256:
        return project
    _require_readable(storage, stored, letter.filename)
    name = PurePath(letter.filename.replace("\\", "/")).name
    project.ethics_sha256, project.ethics_size = stored.sha256, stored.size
    project.ethics_filename = name[-200:]
    project.ethics_media_type = ACCEPTED[_ending(name)]
    audit.record(
        session,
        "project.ethics_document_sent",
        project,
        by=by,
        at=at,
        sha256=stored.sha256,
        size=stored.size,
    )
    record_edition(session, project, ["ethics_document"], by=by, at=at)
    return project


def open_ethics_document(
    session: Session, storage: Storage, reference: str, *, by: Actor, at: datetime
) -> OpenedLetter:
    """The document for its applicant, the people of the project and stewards.

    Raises ProjectNotFound or DocumentNotFound.
    """
    project = Projects(session, by).get(reference)
    if project.ethics_sha256 is None:
        raise DocumentNotFound
    content = storage.read(project.ethics_sha256)
    audit.record(session, "project.ethics_document_opened", project, by=by, at=at)
    return OpenedLetter(content, project.ethics_filename or "", project.ethics_media_type or "")


def _keep(storage: Storage, letter: Letter) -> Stored:
    if _ending(letter.filename) not in ACCEPTED:
        raise WrongKindOfDocument(_WANTED)
    try:
        stored = storage.put(letter.content, limit=LIMIT_MB * MEGABYTE)
    except TooManyBytes as error:
        raise DocumentTooLarge(LIMIT_MB) from error
    if stored.size == 0:
        detail = "The ethics document is empty. Check that it was saved and choose it again."
        raise UnusableDocument(detail, code="empty_file")
    return stored


def _require_readable(storage: Storage, stored: Stored, filename: str) -> None:
    """Read the file as reports are, so that what is locked, broken or a bomb is refused now."""
    try:
        read_document(
            storage.path(stored.sha256),
            filename=filename,
            limits=Limits(file_size=LIMIT_MB * MEGABYTE, ocr_pages=0),
        )
    except ScannedDocument:
        return
    except UnsupportedType as error:
        raise WrongKindOfDocument(f"{_WANTED} This file is not what its name says.") from error
    except UnreadableDocument as error:
        raise UnusableDocument(str(error), code=error.code) from error


def _ending(filename: str) -> str:
    return PurePath(filename).suffix.lower()
