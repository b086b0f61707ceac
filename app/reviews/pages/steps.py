"""The steps that people take with a review, each one button of its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from app.kit.clock import utc_now
from app.kit.errors import FieldError, Invalid
from app.kit.http import Tx
from app.portal.forms import checked
from app.portal.rendering import attempt, go_to
from app.reviews.acts import HoldSent, PublicationSent, ReturnSent, WithdrawalSent
from app.reviews.guards import Acceptor, Holder, Publisher, Returner, Withdrawer
from app.reviews.pages.record import record_page
from app.reviews.service import transitions, withdrawal

router = APIRouter(prefix="/reviews/{reference}")

Words = Annotated[str, Form(max_length=20_000)]


@router.post("/acceptance")
def accept(request: Request, tx: Tx, by: Acceptor, reference: str) -> Response:
    """Accept a confirmed review."""

    def act() -> None:
        transitions.accept_review(tx, reference, by=by, at=utc_now())

    return _step(request, tx, by, reference, act, done="accepted")


@router.post("/publication")
def publish(
    request: Request, tx: Tx, by: Publisher, reference: str, form: Words = "", reason: Words = ""
) -> Response:
    """Publish an accepted review in the form that was agreed."""

    def act() -> None:
        sent = checked(
            PublicationSent,
            {"form": form, "reason": reason},
            names={"form": "Form of publication", "reason": "Reason"},
        )
        transitions.publish_review(
            tx, reference, by=by, at=utc_now(), form=sent.form, reason=sent.reason
        )

    sent = {"form": form, "reason": reason}
    return _step(request, tx, by, reference, act, done="published", sent=sent)


@router.post("/return")
def send_back(
    request: Request, tx: Tx, by: Returner, reference: str, observations: Words = ""
) -> Response:
    """Return a review with observations."""

    def act() -> None:
        names = {"observations": "Observations"}
        sent = checked(ReturnSent, {"observations": observations}, names=names)
        transitions.return_review(
            tx, reference, by=by, at=utc_now(), observations=sent.observations
        )

    sent = {"observations": observations}
    return _step(request, tx, by, reference, act, done="returned", sent=sent)


@router.post("/hold")
def hold(
    request: Request,
    tx: Tx,
    by: Holder,
    reference: str,
    hold_reason: Words = "",
    until: Words = "",
) -> Response:
    """Set a review aside for parallel proceedings."""

    def act() -> None:
        sent = checked(
            HoldSent,
            {"reason": hold_reason, "until": until},
            names={"reason": "Reason for the hold", "until": "Date"},
            fields={"reason": "hold_reason"},
        )
        if sent.until is not None and sent.until <= date.today():  # noqa: DTZ011 - a day as people name it
            detail = "The date must be in the future"
            raise Invalid(detail, errors=[FieldError("until", detail, "date_in_past")])
        transitions.hold_review(
            tx, reference, by=by, at=utc_now(), reason=sent.reason, until=sent.until
        )

    sent = {"hold_reason": hold_reason, "until": until}
    return _step(request, tx, by, reference, act, done="held", sent=sent)


@router.post("/release")
def release(request: Request, tx: Tx, by: Holder, reference: str) -> Response:
    """End a hold."""

    def act() -> None:
        transitions.release_hold(tx, reference, by=by, at=utc_now())

    return _step(request, tx, by, reference, act, done="released")


@router.post("/withdrawal")
def withdraw(
    request: Request, tx: Tx, by: Withdrawer, reference: str, withdrawal_reason: Words = ""
) -> Response:
    """Recall a review for good."""

    def act() -> None:
        names = {"reason": "Reason for the withdrawal"}
        sent = checked(
            WithdrawalSent,
            {"reason": withdrawal_reason},
            names=names,
            fields={"reason": "withdrawal_reason"},
        )
        withdrawal.withdraw_review(tx, reference, by=by, at=utc_now(), reason=sent.reason)

    sent = {"withdrawal_reason": withdrawal_reason}
    return _step(request, tx, by, reference, act, done="withdrawn", sent=sent)


def _step(
    request: Request,
    tx: Tx,
    by: Acceptor,
    reference: str,
    act: Callable[[], None],
    *,
    done: str,
    sent: dict[str, str] | None = None,
) -> Response:
    refused = attempt(tx, act)
    if refused is not None:
        return record_page(request, tx, by, reference, refused=refused, sent=sent)
    return go_to(f"/reviews/{reference}", done=done)
