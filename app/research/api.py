"""Research projects over HTTP, and the public register of those that were approved."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.paging import MAX_LIMIT
from app.research.guards import Applicant, ProjectReader, Reviewer, require_may_end
from app.research.models import ProjectState
from app.research.schemas import (
    AcceptanceSent,
    AgreementRead,
    ApplicationSent,
    ClosureSent,
    DecisionSent,
    ProjectRead,
    Projects,
    Register,
)
from app.research.service import agreeing, applications, deciding, documents, reading, registering

router = APIRouter(prefix="/v1", tags=["research"])

PROJECTS = "/research/projects"
PROJECT = PROJECTS + "/{reference}"


@router.get(PROJECTS)
def list_projects(
    tx: Tx,
    reader: ProjectReader,
    state: ProjectState | None = None,
    own: bool = False,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
) -> Projects:
    """Projects that you may know of, newest first; ``own`` those that you take part in."""
    return reading.list_projects(
        tx, by=reader, at=utc_now(), state=state, own=own, cursor=cursor, limit=limit
    )


@router.post(PROJECTS, status_code=201)
def begin(tx: Tx, applicant: Applicant, response: Response, sent: ApplicationSent) -> ProjectRead:
    """Open a draft with what is known so far; nobody else reads it before it is submitted."""
    project = applications.begin_project(tx, sent, by=applicant, at=utc_now())
    response.headers["Location"] = f"/v1{PROJECTS}/{project.reference}"
    return _read(tx, project.reference, applicant)


@router.get(PROJECT)
def show(tx: Tx, reader: ProjectReader, reference: str) -> ProjectRead:
    """One project: its application, where it stands, and what was decided."""
    return _read(tx, reference, reader)


@router.put(PROJECT)
def save(tx: Tx, applicant: Applicant, reference: str, sent: ApplicationSent) -> ProjectRead:
    """Put an application in the place of the one before.

    Once submitted, a change is a new edition that two stewards have to approve anew.
    """
    applications.save_application(tx, reference, sent, by=applicant, at=utc_now())
    return _read(tx, reference, applicant)


@router.post(PROJECT + "/submit")
def submit(tx: Tx, applicant: Applicant, reference: str) -> ProjectRead:
    """Hand the application to the stewards. Everything that is missing is named."""
    applications.submit_application(tx, reference, by=applicant, at=utc_now())
    return _read(tx, reference, applicant)


@router.put(PROJECT + "/ethics-document")
def send_document(
    request: Request,
    tx: Tx,
    applicant: Applicant,
    reference: str,
    document: Annotated[UploadFile, File(description="PDF, DOCX or ODT, 10 MB at most")],
) -> ProjectRead:
    """Send the letter of ethics approval. What it is goes by its content."""
    letter = documents.Letter(document.file, document.filename or "document")
    documents.send_ethics_document(
        tx, request.app.state.storage, reference, letter, by=applicant, at=utc_now()
    )
    return _read(tx, reference, applicant)


@router.get(PROJECT + "/ethics-document", response_class=Response)
def open_document(request: Request, tx: Tx, reader: ProjectReader, reference: str) -> Response:
    """The letter of ethics approval, as it was sent."""
    letter = documents.open_ethics_document(
        tx, request.app.state.storage, reference, by=reader, at=utc_now()
    )
    # Applicants choose the name: encoded, it cannot end the header or name another folder.
    name = quote(letter.filename, safe="")
    return Response(
        letter.content,
        media_type=letter.media_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@router.post(PROJECT + "/decisions", status_code=201)
def decide(tx: Tx, reviewer: Reviewer, reference: str, sent: DecisionSent) -> ProjectRead:
    """Approve, return or refuse the edition that you read. Two stewards have to approve."""
    deciding.decide_on_project(tx, reference, sent, by=reviewer, at=utc_now())
    return _read(tx, reference, reviewer)


@router.get(PROJECT + "/agreement")
def read_agreement(tx: Tx, reader: ProjectReader, reference: str) -> AgreementRead:
    """The version of the agreement that is accepted today."""
    _read(tx, reference, reader)
    return agreeing.current_agreement()


@router.post(PROJECT + "/agreement", status_code=201)
def accept(tx: Tx, applicant: Applicant, reference: str, sent: AcceptanceSent) -> ProjectRead:
    """Accept the agreement for yourself; the applicant's acceptance puts the project in force."""
    agreeing.accept_agreement(tx, reference, sent.version, by=applicant, at=utc_now())
    return _read(tx, reference, applicant)


@router.get("/research/agreements/{version}")
def agreement_version(_reader: ProjectReader, version: int) -> AgreementRead:
    """A version of the agreement, as those who accepted it read it."""
    return agreeing.get_agreement(version)


@router.post(PROJECT + "/end")
def end(tx: Tx, reader: ProjectReader, reference: str, sent: ClosureSent) -> ProjectRead:
    """End a project for good: your own, or as a steward that of others."""
    require_may_end(reader, own=_read(tx, reference, reader).own)
    applications.close_project(tx, reference, sent.reason, by=reader, at=utc_now())
    return _read(tx, reference, reader)


@router.get("/register/projects")
def register(tx: Tx) -> Register:
    """The public register of approved projects, the latest first. Open to everybody."""
    return registering.public_register(tx, at=utc_now())


def _read(tx: Session, reference: str, by: Actor) -> ProjectRead:
    tx.flush()
    return reading.get_project(tx, reference, by=by, at=utc_now())
