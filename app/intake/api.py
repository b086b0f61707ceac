"""Uploads over HTTP, and what becomes of them while they are read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, File, Form, Header, Request, Response, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import ValidationError

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.identity.row_security import act_as
from app.intake.service import uploads
from app.intake.service.following import Following, follow
from app.intake.service.uploads import Upload
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.errors import FieldError, Invalid
from app.kit.http import Tx
from app.reviews.api import Standing, standing
from app.reviews.schemas import Metadata

router = APIRouter(prefix="/v1/reviews", tags=["intake"])

Creator = Annotated[Actor, Depends(may(Permission.REVIEW_CREATE))]
Submitter = Annotated[Actor, Depends(may(Permission.REVIEW_SUBMIT))]
Reader = Annotated[Actor, Depends(may(Permission.REVIEW_READ_PUBLISHED))]

LOOK_SECONDS = 0.5
LONGEST_SECONDS = 600


def parse_metadata(words: str) -> Metadata:
    """Read the ``metadata`` part. Raises Invalid, naming each field that is wrong."""
    try:
        return Metadata.model_validate_json(words)
    except ValidationError as error:
        faults = [
            FieldError(
                ".".join(str(part) for part in fault["loc"]) or "metadata",
                fault["msg"],
                fault["type"],
            )
            for fault in error.errors(include_url=False, include_input=False)
        ]
        raise Invalid(
            "The metadata cannot be used: "
            + "; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults),
            errors=faults,
        ) from error


@router.post("", status_code=202)
def upload(
    request: Request,
    response: Response,
    tx: Tx,
    creator: Creator,
    metadata: Annotated[str, Form(description="A Metadata object as JSON")],
    document: Annotated[UploadFile, File(description="PDF, DOCX, ODT, TXT or JSON")],
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
) -> Standing:
    """Upload a review: its metadata and its document.

    Answers as soon as the document is safely kept and its reading is queued; follow
    ``links.events``. With ``"draft": true`` it is kept and waits for its submission.
    """
    review = uploads.upload_review(
        tx,
        request.app.state.storage,
        parse_metadata(metadata),
        Upload(document.file, document.filename or "document"),
        by=creator,
        at=utc_now(),
        limit_mb=request.app.state.max_upload_mb,
        idempotency_key=idempotency_key,
    )
    answer = standing(review.reference, review.state)
    response.headers["Location"] = answer.links["self"]
    return answer


@router.post("/{reference}/submission", status_code=202)
def submit(tx: Tx, submitter: Submitter, reference: str) -> Standing:
    """Hand a draft or a returned review over."""
    review = uploads.submit_review(tx, reference, by=submitter, at=utc_now())
    return standing(review.reference, review.state)


@router.post("/{reference}/versions", status_code=202)
def new_version(
    request: Request,
    tx: Tx,
    creator: Creator,
    reference: str,
    document: Annotated[UploadFile, File(description="PDF, DOCX, ODT, TXT or JSON")],
) -> Standing:
    """Replace the document by a new version; the earlier one is kept as superseded."""
    review = uploads.upload_version(
        tx,
        request.app.state.storage,
        reference,
        Upload(document.file, document.filename or "document"),
        by=creator,
        at=utc_now(),
        limit_mb=request.app.state.max_upload_mb,
    )
    return standing(review.reference, review.state)


@router.get(
    "/{reference}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
def events(request: Request, reader: Reader, reference: str) -> StreamingResponse:
    """Progress as server-sent events: ``step`` for each change, ``state`` at the end."""
    sessions = request.app.state.sessions

    def look() -> Following:
        # A stream outlives its request's transaction, so each look opens its own.
        with sessions() as session:
            act_as(session, reader)
            return follow(session, reference, by=reader)

    first = look()
    return StreamingResponse(
        stream(first, look), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
    )


def stream(first: Following, look: Any) -> Iterator[bytes]:  # noqa: ANN401 - a plain callable
    """Events for every change since the last look, until the reading is over."""
    told: dict[str, tuple[str, str]] = {}
    seen, ends = first, time.monotonic() + LONGEST_SECONDS
    while True:
        for step in seen.steps:
            if told.get(step.step) != (step.state, step.message):
                told[step.step] = (step.state, step.message)
                yield _event("step", step.model_dump(mode="json"))
        if not seen.is_reading or time.monotonic() > ends:
            yield _event("state", {"reference": seen.reference, "state": seen.state})
            return
        time.sleep(LOOK_SECONDS)
        seen = look()


def _event(name: str, data: object) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
