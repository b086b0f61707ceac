"""The clearance workbench: the document with marked spans, and a decision on each."""

from __future__ import annotations

from typing import Annotated, Any, get_args
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.audit import service as audit
from app.clearance.models import ResidualIdentifier
from app.clearance.schemas import DecisionSent, IdentifierMarked, IdentifierType
from app.clearance.service import clearing, decisions
from app.clearance.service.together import assess_together
from app.clearance.service.workbench import Workbench, mark_words, open_workbench
from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.problems import Problem
from app.portal.forms import checked
from app.portal.rendering import attempt, go_to, page
from app.reviews.service.viewing import view_review
from app.reviews.wording import read_wording

router = APIRouter(prefix="/reviews/{reference}/clearance", include_in_schema=False)

Decider = Annotated[Actor, Depends(may(Permission.CLEARANCE_DECIDE))]
Words = Annotated[str, Form(max_length=1_000)]
NAMES = {
    "action": "What to do with it",
    "replacement": "Words to put in",
    "reason": "Reason",
    "type": "What kind it is",
}
TYPE_WORDS = {
    "PERSON": "Person",
    "CHI": "CHI number",
    "NHS_NUMBER": "NHS number",
    "NINO": "National Insurance number",
    "URL": "Web address",
    "EMAIL": "E-mail address",
    "GP_PRACTICE": "GP practice",
    "VEHICLE_REG": "Vehicle registration",
    "PICTURE": "Page without text",
}


def type_words(kind: str) -> str:
    """A type of identifier in plain words."""
    return TYPE_WORDS.get(kind, kind.replace("_", " ").capitalize())


@router.get("")
def show(
    request: Request,
    tx: Tx,
    decider: Decider,
    reference: str,
    span: UUID | None = None,
    view: Annotated[str, Query(max_length=10)] = "before",
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The document, before or after what was decided, and the span at hand."""
    audit.record(tx, "identifiers.viewed", None, by=decider, at=utc_now(), reference=reference)
    notice = {"signed": "You have signed. A second person signs next.", "marked": "Marked"}
    return _workbench(
        request, tx, decider, reference, span=span, view=view, notice=notice.get(done)
    )


@router.post("/marks")
def mark(
    request: Request,
    tx: Tx,
    decider: Decider,
    reference: str,
    words: Words = "",
    type: Words = "",  # noqa: A002 - the field's public name
) -> Response:
    """Mark words that the scan did not see, wherever they stand."""

    def act() -> None:
        sent = checked(IdentifierMarked, {"type": type, "start": "0", "end": "1"}, names=NAMES)
        mark_words(tx, reference, words.strip(), sent.type, by=decider, at=utc_now())

    refused = attempt(tx, act)
    if refused is not None:
        sent = {"words": words, "type": type}
        return _workbench(request, tx, decider, reference, refused=refused, sent=sent)
    return go_to(f"/reviews/{reference}/clearance", done="marked")


@router.post("/signature")
def sign(request: Request, tx: Tx, decider: Decider, reference: str) -> Response:
    """Sign the document off."""
    states: list[str] = []

    def act() -> None:
        states.append(clearing.sign_off(tx, reference, by=decider, at=utc_now()).state)

    refused = attempt(tx, act)
    if refused is not None:
        return _workbench(request, tx, decider, reference, refused=refused)
    done = "signed" if states == ["clearance"] else "cleared"
    return go_to(f"/reviews/{reference}", done=done)


@router.post("/{identifier_id}")
def decide(
    request: Request,
    tx: Tx,
    decider: Decider,
    reference: str,
    identifier_id: UUID,
    action: Words = "",
    replacement: Words = "",
    reason: Words = "",
    all_alike: Words = "",
) -> Response:
    """Settle one span or all alike, and go on to the next that is open."""
    sent = {"action": action, "replacement": replacement, "reason": reason}

    def act() -> None:
        decision = checked(DecisionSent, sent | {"all_alike": bool(all_alike)}, names=NAMES)
        decisions.decide(tx, reference, identifier_id, decision, by=decider, at=utc_now())

    refused = attempt(tx, act)
    if refused is not None:
        return _workbench(
            request, tx, decider, reference, span=identifier_id, refused=refused, sent=sent
        )
    return go_to(f"/reviews/{reference}/clearance")


def _workbench(
    request: Request,
    tx: Session,
    decider: Actor,
    reference: str,
    *,
    span: UUID | None = None,
    view: str = "before",
    refused: Problem | None = None,
    notice: str | None = None,
    sent: dict[str, Any] | None = None,
) -> Response:
    bench = open_workbench(tx, reference, by=decider)
    chosen = _chosen(bench, span)
    review = view_review(tx, reference, by=decider)
    context = {
        "review": review,
        "own": review.committee in decider.committees,
        "bench": bench,
        "together": assess_together(bench.passages),
        "chosen": chosen,
        "alike": bench.alike(chosen) if chosen else 0,
        "after": view == "after",
        "kinds": [(each, type_words(each)) for each in get_args(IdentifierType)],
        "type_words": type_words,
        "say": read_wording(tx),
        "sent": sent or _decided(chosen),
        "notice": notice,
    }
    return page(request, "clearance/workbench.html", context, refused=refused)


def _chosen(bench: Workbench, wanted: UUID | None) -> ResidualIdentifier | None:
    """The span asked for, else the first that is open, else the first."""
    by_id = {span.id: span for span in bench.spans}
    if wanted in by_id:
        return by_id[wanted]
    still_open = (span for span in bench.spans if span.action is None)
    return next(still_open, bench.spans[0] if bench.spans else None)


def _decided(chosen: ResidualIdentifier | None) -> dict[str, Any]:
    if chosen is None or chosen.action is None:
        return {}
    words = {"action": chosen.action, "replacement": chosen.replacement, "reason": chosen.reason}
    return {name: value for name, value in words.items() if value}
