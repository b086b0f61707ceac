"""Findings and tags at a browser: the least certain first, each confirmed by a person."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.problems import Problem
from app.portal.forms import checked
from app.portal.rendering import attempt, go_to, page
from app.reviews.guards import Editor, Reader
from app.reviews.schemas import FindingChange, FindingMarked, FindingRead, TagRead
from app.reviews.service.findings import change_finding, mark_finding
from app.reviews.service.viewing import view_findings, view_review
from app.reviews.wording import read_wording
from app.tagging.guards import Confirmer
from app.tagging.schemas import TagDecision
from app.tagging.service import deciding

router = APIRouter(prefix="/reviews/{reference}", include_in_schema=False)

Words = Annotated[str, Form(max_length=4_000)]
NAMES = {"statement": "The finding", "typology": "Category", "themes": "Themes", "depth": "Depth"}
AUTHORITY = {"stated": 0, "human": 1, "model": 2}


@router.get("/findings")
def show(
    request: Request,
    tx: Tx,
    reader: Reader,
    reference: str,
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The findings of a review, least certain first."""
    notice = "Your decision is recorded" if done else None
    return _findings_page(request, tx, reader, reference, notice=notice)


@router.post("/findings/{finding_id}/decision")
def decide(
    request: Request,
    tx: Tx,
    editor: Editor,
    reference: str,
    finding_id: UUID,
    decision: Words = "confirmed",
    statement: Words = "",
    polarity: Words = "",
    typology: Words = "",
    second: Words = "",
    depth: Words = "",
    themes: Annotated[list[str], Form(max_length=40)] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Confirm a finding with its tags, or say that it is none."""

    def act() -> None:
        changes = {"state": decision, "statement": statement, "polarity": polarity}
        change = checked(FindingChange, changes, names=NAMES)
        change_finding(tx, finding_id, change, by=editor, at=utc_now())
        tags = {"typology": typology, "second": second, "themes": themes, "depth": depth}
        if decision == "confirmed" and any(tags.values()):
            chosen = checked(TagDecision, tags, names=NAMES)
            deciding.decide_tags(tx, finding_id, chosen, by=editor, at=utc_now())

    refused = attempt(tx, act)
    if refused is not None:
        return _findings_page(request, tx, editor, reference, refused=refused)
    return go_to(f"/reviews/{reference}/findings", done=str(finding_id))


@router.post("/findings")
def mark(
    request: Request,
    tx: Tx,
    editor: Editor,
    reference: str,
    statement: Words = "",
    number: Words = "",
    polarity: Words = "",
) -> Response:
    """Mark a finding by hand, in the report's own words."""
    sent = {"statement": statement, "number": number, "polarity": polarity}

    def act() -> None:
        marked = checked(FindingMarked, sent, names=NAMES)
        mark_finding(tx, reference, marked, by=editor, at=utc_now())

    refused = attempt(tx, act)
    if refused is not None:
        return _findings_page(request, tx, editor, reference, refused=refused, sent=sent)
    return go_to(f"/reviews/{reference}/findings", done="marked")


@router.post("/confirmation")
def confirm(request: Request, tx: Tx, confirmer: Confirmer, reference: str) -> Response:
    """Confirm the review as a whole."""
    refused = attempt(
        tx, lambda: deciding.confirm_review(tx, reference, by=confirmer, at=utc_now())
    )
    if refused is not None:
        return _findings_page(request, tx, confirmer, reference, refused=refused)
    return go_to(f"/reviews/{reference}", done="confirmed")


def _findings_page(
    request: Request,
    tx: Session,
    reader: Actor,
    reference: str,
    *,
    refused: Problem | None = None,
    notice: str | None = None,
    sent: dict[str, Any] | None = None,
) -> Response:
    review = view_review(tx, reference, by=reader)
    findings = sorted(view_findings(tx, reference, by=reader), key=least_certain)
    at_work = reader.has("steward") or review.committee in reader.committees
    context = {
        "review": review,
        "findings": findings,
        "tags": {each.id: tags_in_force(each) for each in findings},
        "open": at_work and review.state in {"clearance", "confirmation", "returned"},
        "looked_for": next((each.looked_for for each in review.documents), []),
        "say": read_wording(tx),
        "notice": notice,
        "sent": sent or {},
    }
    return page(request, "tagging/findings.html", context, refused=refused)


def least_certain(finding: FindingRead) -> tuple[int, bool, float, int]:
    """The order of work: what is open first, of that what the machine knew least about."""
    order = {"proposed": 0, "confirmed": 1, "rejected": 2}[finding.state]
    known = finding.certainty if finding.certainty is not None else 1.0
    return order, not finding.needs_person, known, finding.position


def tags_in_force(finding: FindingRead) -> dict[str, list[TagRead]]:
    """Scheme → the tags of the highest authority, best first."""
    grouped: dict[str, list[TagRead]] = {"typology": [], "theme": [], "depth": []}
    for scheme, tags in grouped.items():
        own = [each for each in finding.tags if each.scheme == scheme]
        best = min((AUTHORITY[each.source] for each in own), default=0)
        tags += [each for each in own if AUTHORITY[each.source] == best]
        tags.sort(key=lambda each: (each.rank, -(each.confidence or 0)))
    return grouped
