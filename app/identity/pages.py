"""Sign-in, sign-out and the second factor, for people at a browser.

The pages answer a refusal with a form and not with an error, so that the transaction that
counted the wrong attempt is committed.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from app.identity import accounts, oidc, second_factor, signing_in
from app.identity.config import IdentityConfig
from app.identity.dependencies import (
    SESSION_COOKIE,
    Config,
    MaybeBrowser,
    SignedIn,
    require_same_origin,
)
from app.identity.errors import AlreadyEnrolled, ProviderRefused, WrongCode
from app.identity.secret_values import InvalidSeal, seal, unseal
from app.identity.signing_in import Refused, Welcomed
from app.kit.clock import utc_now
from app.kit.errors import DomainError, NotFound
from app.kit.http import Tx
from app.kit.problems import problem_of

OIDC_COOKIE = "sign-in"
_OIDC_SECONDS = 600
_TOTP_PATH = "/sign-in/totp"

router = APIRouter(include_in_schema=False)
demonstration_router = APIRouter(include_in_schema=False)
"""Include it only in a home that was made as a demonstration."""

_OwnPage = Depends(require_same_origin)
Text = Annotated[str, Form(max_length=1000)]
Onward = Annotated[str, Query(alias="next", max_length=1000)]
OnwardField = Annotated[str, Form(alias="next", max_length=1000)]


@router.get("/sign-in")
def show_sign_in(
    request: Request, tx: Tx, config: Config, browser: MaybeBrowser, onward: Onward = "/"
) -> Response:
    """The form, and the way to the organisation's own sign-in."""
    if browser is not None:
        return RedirectResponse(onward_path(onward), 303)
    return _sign_in_page(request, tx, config, onward)


@router.post("/sign-in", dependencies=[_OwnPage])
def sign_in(
    request: Request,
    tx: Tx,
    config: Config,
    email: Text = "",
    password: Text = "",
    onward: OnwardField = "/",
) -> Response:
    """Try the address and the password."""
    outcome = signing_in.sign_in(tx, email=email, password=password, at=utc_now(), config=config)
    if isinstance(outcome, Refused):
        return _sign_in_page(request, tx, config, onward, error=outcome.error, email=email)
    return _welcome(outcome, config, onward)


@router.get(_TOTP_PATH)
def show_code_form(request: Request, onward: Onward = "/") -> Response:
    """The form for the one-time code."""
    return _page(request, "code.html", next=onward_path(onward))


@router.post(_TOTP_PATH, dependencies=[_OwnPage])
def enter_code(
    request: Request, tx: Tx, config: Config, code: Text = "", onward: OnwardField = "/"
) -> Response:
    """Try the one-time code."""
    secret = request.cookies.get(config.cookie(SESSION_COOKIE), "")
    outcome = signing_in.enter_code(tx, secret, code, at=utc_now(), config=config)
    if isinstance(outcome, Refused):
        return _page(request, "code.html", error=outcome.error, next=onward_path(onward))
    return _welcome(outcome, config, onward)


@router.post("/sign-out")
def sign_out(request: Request, tx: Tx, config: Config, _actor: SignedIn) -> Response:
    """End the session, and have the browser forget what it holds of ours."""
    name = config.cookie(SESSION_COOKIE)
    signing_in.sign_out(tx, request.cookies.get(name, ""), at=utc_now())
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(name, secure=config.secure, httponly=True, samesite="lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@router.get("/sign-in/oidc")
def go_to_provider(config: Config, onward: Onward = "/") -> Response:
    """Send the browser to the organisation's provider."""
    if config.oidc is None:
        raise NotFound("No organisation's sign-in is set up here.")
    departure = oidc.depart(config.oidc, redirect_uri=_callback(config), onward=onward_path(onward))
    response = RedirectResponse(departure.url, 303)
    response.set_cookie(
        config.cookie(OIDC_COOKIE),
        seal(departure.as_text(), secret=config.secret),
        max_age=_OIDC_SECONDS,
        secure=config.secure,
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/sign-in/oidc/callback")
def come_back(request: Request, tx: Tx, config: Config) -> Response:
    """Take the provider's answer."""
    if config.oidc is None:
        raise NotFound("No organisation's sign-in is set up here.")
    sealed = request.cookies.get(config.cookie(OIDC_COOKIE), "")
    try:
        text = unseal(sealed, secret=config.secret, within_seconds=_OIDC_SECONDS)
        kept = oidc.Departure.from_text(text)
        vouched = oidc.arrive(
            config.oidc, kept, request.query_params, redirect_uri=_callback(config)
        )
    except InvalidSeal:
        late = ProviderRefused("The sign-in was begun elsewhere, or too long ago. Start again.")
        return _sign_in_page(request, tx, config, "/", error=late)
    except ProviderRefused as error:
        return _sign_in_page(request, tx, config, "/", error=error)
    outcome = signing_in.sign_in_vouched(tx, vouched, at=utc_now(), config=config)
    if isinstance(outcome, Refused):
        return _sign_in_page(request, tx, config, kept.onward, error=outcome.error)
    response = _welcome(outcome, config, kept.onward)
    response.delete_cookie(
        config.cookie(OIDC_COOKIE), secure=config.secure, httponly=True, samesite="lax"
    )
    return response


@router.get("/account/second-factor")
def show_enrolment(request: Request, tx: Tx, config: Config, actor: SignedIn) -> Response:
    """The secret for the authenticator app, until a code has proved it."""
    try:
        enrolment = second_factor.begin_enrolment(tx, by=actor, config=config)
    except AlreadyEnrolled:
        return _page(request, "second_factor.html", enrolment=None)
    return _page(request, "second_factor.html", enrolment=enrolment)


@router.post("/account/second-factor")
def prove_enrolment(
    request: Request, tx: Tx, config: Config, actor: SignedIn, code: Text = ""
) -> Response:
    """Prove the app with its first code."""
    cookie = request.cookies.get(config.cookie(SESSION_COOKIE), "")
    try:
        second_factor.confirm_enrolment(
            tx, code, cookie=cookie, by=actor, at=utc_now(), config=config
        )
    except WrongCode as error:
        enrolment = second_factor.begin_enrolment(tx, by=actor, config=config)
        return _page(request, "second_factor.html", enrolment=enrolment, error=error)
    return RedirectResponse("/account/second-factor", 303)


@demonstration_router.post("/sign-in/demonstration", dependencies=[_OwnPage])
def sign_in_to_demonstration(
    tx: Tx, config: Config, email: Text, onward: OnwardField = "/"
) -> Response:
    """One click, no password: in a demonstration, for its invented people alone."""
    if not config.demonstration:
        raise NotFound("There is nothing at this address.")
    person = accounts.find_demonstration_person(tx, email)
    outcome = signing_in.open_session(
        tx, person, at=utc_now(), config=config, strong=True, how="demonstration"
    )
    return _welcome(outcome, config, onward)


def onward_path(wanted: str) -> str:
    """``wanted`` if it is a path of ours, else the start page: no open redirects."""
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if ours and wanted.isprintable() and "\\" not in wanted else "/"


def _welcome(outcome: Welcomed, config: IdentityConfig, onward: str) -> RedirectResponse:
    target = onward_path(onward)
    if outcome.needs_code:
        response = RedirectResponse(f"{_TOTP_PATH}?{urlencode({'next': target})}", 303)
    else:
        response = RedirectResponse(target, 303)
    # Lax, since links in e-mails and the provider's way back must find the session.
    response.set_cookie(
        config.cookie(SESSION_COOKIE),
        outcome.secret,
        secure=config.secure,
        httponly=True,
        samesite="lax",
    )
    return response


def _sign_in_page(
    request: Request,
    tx: Tx,
    config: IdentityConfig,
    onward: str,
    *,
    error: DomainError | None = None,
    email: str = "",
) -> Response:
    people = accounts.demonstration_people(tx) if config.demonstration else []
    return _page(
        request,
        "sign_in.html",
        error=error,
        next=onward_path(onward),
        email=email,
        provider=config.oidc.name if config.oidc else None,
        demonstration_people=people,
    )


def _page(
    request: Request, name: str, *, error: DomainError | None = None, **context: object
) -> Response:
    problem = None if error is None else problem_of(error)
    response: Response = request.app.state.templates.TemplateResponse(
        request,
        f"identity/{name}",
        {"problem": problem, **context},
        status_code=200 if problem is None else problem.status,
        headers=None if problem is None else problem.headers,
    )
    return response


def _callback(config: IdentityConfig) -> str:
    return f"{config.base_url.rstrip('/')}/sign-in/oidc/callback"
