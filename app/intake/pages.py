"""Upload a review at a browser, and watch it being read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.intake.errors import UnreadableUpload
from app.intake.service import uploads
from app.intake.service.following import follow
from app.intake.service.uploads import Upload
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.problems import Problem
from app.portal.forms import checked
from app.portal.rendering import attempt, go_to, page
from app.reviews.guards import Creator, Reader, Submitter
from app.reviews.schemas import Metadata
from app.reviews.wording import read_wording

router = APIRouter(include_in_schema=False)

NAMES = {
    "committee": "Committee",
    "title": "Title",
    "type": "Type of review",
    "methodology": "Methodology",
    "completed": "When the review was completed",
    "summary": "Summary",
}
STEP_WORDS = {
    "extract": "Read the document",
    "scan": "Look for what may identify someone",
    "segment": "Find findings and facts",
    "tag": "Suggest categories and themes",
}
STATE_WORDS = {
    "waiting": "Waiting",
    "running": "Under way",
    "done": "Done",
    "failed": "Stopped",
}
Words = Annotated[str, Form(max_length=5_000)]
Document = Annotated[UploadFile | None, File()]


@router.get("/reviews/new")
def show_form(request: Request, tx: Tx, creator: Creator) -> Response:
    """The form; only the committee and the document are needed."""
    return _form(request, tx, creator)


@router.post("/reviews/new")
def upload(
    request: Request,
    tx: Tx,
    creator: Creator,
    committee: Words = "",
    title: Words = "",
    type: Words = "",  # noqa: A002 - the field's public name
    methodology: Words = "",
    completed: Words = "",
    summary: Words = "",
    action: Words = "",
    document: Document = None,
) -> Response:
    """Keep the document and hand it over, or keep it as a draft."""
    values = (committee, title, type, methodology, completed, summary)
    sent = dict(zip(NAMES, values, strict=True))
    made: list[str] = []

    def act() -> None:
        known = checked(Metadata, sent | {"draft": action == "draft"}, names=NAMES)
        review = uploads.upload_review(
            tx,
            request.app.state.storage,
            known,
            _chosen(document),
            by=creator,
            at=utc_now(),
            limit_mb=request.app.state.max_upload_mb,
        )
        made.append(review.reference)

    refused = attempt(tx, act)
    if refused is not None:
        return _form(request, tx, creator, refused=refused, sent=sent)
    return go_to(f"/reviews/{made[0]}" + ("" if action == "draft" else "/progress"))


@router.get("/reviews/{reference}/progress")
def show_progress(request: Request, tx: Tx, reader: Reader, reference: str) -> Response:
    """How far the reading has come; moves on to the review when it is over."""
    seen = follow(tx, reference, by=reader)
    if not seen.is_reading:
        return go_to(f"/reviews/{reference}")
    context = {"seen": seen, "step_words": STEP_WORDS, "state_words": STATE_WORDS}
    return page(request, "intake/progress.html", context)


@router.post("/reviews/{reference}/submission")
def submit(request: Request, tx: Tx, by: Submitter, reference: str) -> Response:
    """Hand a draft or a returned review over."""
    refused = attempt(tx, lambda: uploads.submit_review(tx, reference, by=by, at=utc_now()))
    if refused is not None:
        return page(request, "portal/problem.html", {"problem": refused})
    return go_to(f"/reviews/{reference}/progress")


@router.get("/reviews/{reference}/document")
def show_version_form(request: Request, tx: Tx, creator: Creator, reference: str) -> Response:
    """The form for a new version of the document."""
    follow(tx, reference, by=creator)
    return _version_form(request, reference)


@router.post("/reviews/{reference}/document")
def new_version(
    request: Request, tx: Tx, creator: Creator, reference: str, document: Document = None
) -> Response:
    """Put a new version in the place of the document; the earlier one is kept."""

    def act() -> None:
        uploads.upload_version(
            tx,
            request.app.state.storage,
            reference,
            _chosen(document),
            by=creator,
            at=utc_now(),
            limit_mb=request.app.state.max_upload_mb,
        )

    refused = attempt(tx, act)
    if refused is not None:
        return _version_form(request, reference, refused=refused)
    return go_to(f"/reviews/{reference}/progress")


def _chosen(document: UploadFile | None) -> Upload:
    if document is None or not document.filename:
        raise UnreadableUpload("Select a document", code="no_document")
    return Upload(document.file, document.filename)


def _form(
    request: Request,
    tx: Session,
    creator: Actor,
    *,
    refused: Problem | None = None,
    sent: dict[str, Any] | None = None,
) -> Response:
    say = read_wording(tx)
    own = [each for each in say.options("committee") if each[0] in creator.committees]
    committees = say.options("committee") if creator.has("steward") else own
    context = {
        "sent": sent or {"committee": own[0][0] if len(own) == 1 else ""},
        "committees": committees,
        "say": say,
        "limit": request.app.state.max_upload_mb,
    }
    return page(request, "intake/new.html", context, refused=refused)


def _version_form(request: Request, reference: str, *, refused: Problem | None = None) -> Response:
    context = {"reference": reference, "limit": request.app.state.max_upload_mb}
    return page(request, "intake/version.html", context, refused=refused)
