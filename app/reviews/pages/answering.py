"""One finding with what its committee answered, and the form to answer it."""

from __future__ import annotations

from itertools import zip_longest
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.identity.permissions import Permission, is_allowed
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.errors import NotFound
from app.kit.http import Tx
from app.kit.problems import Problem
from app.portal.forms import checked
from app.portal.rendering import Filled, attempt, go_to, page
from app.reviews.errors import FindingNotFound
from app.reviews.guards import Reader, Responder
from app.reviews.service import responses
from app.reviews.service.responses import ResponseSent
from app.reviews.service.viewing import view_findings, view_review
from app.reviews.wording import read_wording

router = APIRouter(prefix="/reviews/{reference}/findings/{finding_id}")

FIELDS = ("decision", "reason", "how_known", "measure", "baseline", "status", "status_on")
NAMES = {
    "decision": "Whether the committee accepts the finding",
    "reason": "Reason",
    "how_known": "How the committee will know",
    "measure": "Measure",
    "baseline": "Baseline",
    "status": "Status",
    "status_on": "Date of the status",
    "actions": "Actions",
}
Words = Annotated[str, Form(max_length=10_000)]
Column = Annotated[list[str], Form(max_length=2_000)]


@router.get("")
def show(
    request: Request,
    tx: Tx,
    reader: Reader,
    reference: str,
    finding_id: UUID,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """A finding whole, with the committee's response."""
    notice = "The response is recorded" if done else None
    return _finding_page(request, tx, reader, reference, finding_id, notice=notice)


@router.post("")
def respond(
    request: Request,
    tx: Tx,
    by: Responder,
    reference: str,
    finding_id: UUID,
    decision: Words = "",
    reason: Words = "",
    how_known: Words = "",
    measure: Words = "",
    baseline: Words = "",
    status: Words = "",
    status_on: Words = "",
    action: Column = [],  # noqa: B006 - FastAPI copies defaults
    owner: Column = [],  # noqa: B006
    due: Column = [],  # noqa: B006
    finished: Column = [],  # noqa: B006
    evidence: Column = [],  # noqa: B006
) -> Response:
    """Record or revise the committee's response."""
    values = (decision, reason, how_known, measure, baseline, status, status_on)
    sent: dict[str, Any] = dict(zip(FIELDS, values, strict=True))
    columns = zip_longest(action, owner, due, finished, evidence, fillvalue="")
    names = ("text", "owner", "due", "done", "evidence")
    rows = [dict(zip(names, row, strict=True)) for row in columns]
    sent["actions"] = [
        {name: value for name, value in row.items() if value} for row in rows if row["text"]
    ]

    def act() -> None:
        answer = checked(ResponseSent, sent, names=NAMES)
        responses.respond_to_finding(tx, finding_id, answer, by=by, at=utc_now())

    refused = attempt(tx, act)
    if refused is not None:
        return _finding_page(
            request, tx, by, reference, finding_id, refused=refused, sent=sent | {"actions": rows}
        )
    return go_to(f"/reviews/{reference}/findings/{finding_id}", done="recorded")


def _finding_page(
    request: Request,
    tx: Session,
    reader: Actor,
    reference: str,
    finding_id: UUID,
    *,
    refused: Problem | None = None,
    notice: str | None = None,
    sent: dict[str, Any] | None = None,
) -> Response:
    review = view_review(tx, reference, by=reader)
    findings = view_findings(tx, reference, by=reader)
    finding = next((each for each in findings if each.id == finding_id), None)
    if finding is None:
        raise FindingNotFound
    try:
        response = responses.read_response(tx, finding_id, by=reader)
    except NotFound:
        response = None
    mine = review.committee in reader.committees or reader.has("steward")
    filled = sent if sent is not None else response.model_dump() if response else {}
    # Two empty rows, so that actions can be added without scripts.
    rows = [Filled(each) for each in (*filled.get("actions", ()), {}, {})]
    return page(
        request,
        "reviews/finding.html",
        {
            "review": review,
            "finding": finding,
            "response": response,
            "sent": filled,
            "rows": rows,
            "may_answer": mine and is_allowed(reader, Permission.RESPONSE_WRITE),
            "say": read_wording(tx),
            "notice": notice,
        },
        refused=refused,
    )
