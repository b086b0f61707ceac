"""What edges ask for: who is acting, and whether they may.

Publisher = Annotated[Actor, Depends(may(Permission.REVIEW_PUBLISH))]
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from app import audit
from app.identity import authentication
from app.identity.authentication import Browser
from app.identity.config import IdentityConfig
from app.identity.errors import BrowserNeeded, ForgedRequest, MayNot, SignInNeeded
from app.identity.permissions import Permission, Visibility, is_allowed, visibility_of
from app.identity.request_origin import (
    CSRF_FIELD,
    CSRF_HEADER,
    SAFE_METHODS,
    is_right_csrf_token,
    is_same_origin,
)
from app.identity.row_security import act_as
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx

SESSION_COOKIE = "session"
_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")

_bearer = HTTPBearer(auto_error=False, scheme_name="token", description="`crr_…`")
_cookie = APIKeyCookie(
    name=SESSION_COOKIE,
    auto_error=False,
    scheme_name="session",
    description="The portal's cookie; named `__Host-session` over https.",
)


def identity_config(request: Request) -> IdentityConfig:
    """What the composition root put at ``app.state.identity``."""
    config: IdentityConfig = request.app.state.identity
    return config


Config = Annotated[IdentityConfig, Depends(identity_config)]


async def sent_csrf_token(request: Request) -> AsyncIterator[str | None]:
    """The token that came with the request: in a header, or in a form's field."""
    header = request.headers.get(CSRF_HEADER)
    is_form = request.headers.get("content-type", "").startswith(_FORM_TYPES)
    if request.method in SAFE_METHODS or header is not None or not is_form:
        yield header
        return
    form = await request.form()
    value = form.get(CSRF_FIELD)
    yield value if isinstance(value, str) else None
    # A route without form fields of its own leaves the uploads open.
    await form.close()


def current_actor(
    request: Request,
    tx: Tx,
    config: Config,
    csrf_token: Annotated[str | None, Depends(sent_csrf_token)],
    token: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    _documented: Annotated[str | None, Security(_cookie)],
) -> Actor:
    """Whoever shows a token or a session cookie.

    Raises SignInNeeded or TokenUnknown, and ForgedRequest when a browser's unsafe request
    lacks its form token or comes from another origin. Leaves ``request.state.actor`` and, for
    a browser, ``request.state.browser``.
    """
    # Guards with different scopes each ask; the answer is found once a request.
    if (known := getattr(request.state, "authenticated", None)) is not None:
        return cast("Actor", known)
    if token is not None:
        actor = authentication.authenticate_token(
            tx,
            token.credentials,
            at=utc_now(),
            second_factor_required=config.second_factor_required,
        )
        request.state.authenticated = request.state.actor = actor
        act_as(tx, actor)
        return actor
    browser = browser_of(request, tx, config)
    if browser is None:
        raise SignInNeeded
    if request.method not in SAFE_METHODS and not (
        is_same_origin(request.headers, origin=config.origin)
        and is_right_csrf_token(csrf_token, expected=browser.csrf_token)
    ):
        raise ForgedRequest
    request.state.authenticated = browser.actor
    return browser.actor


def browser_of(request: Request, tx: Tx, config: Config) -> Browser | None:
    """The signed-in browser, or None; pages that anybody may open use it for their heading."""
    secret = request.cookies.get(config.cookie(SESSION_COOKIE))
    if not secret:
        return None
    try:
        browser = authentication.authenticate_session(tx, secret, at=utc_now(), config=config)
    except SignInNeeded:
        return None
    request.state.browser, request.state.actor = browser, browser.actor
    act_as(tx, browser.actor)
    return browser


SignedIn = Annotated[Actor, Depends(current_actor)]


def current_browser(request: Request, _actor: SignedIn) -> Browser:
    """The signed-in browser. Raises BrowserNeeded when a token is asking."""
    browser: Browser | None = getattr(request.state, "browser", None)
    if browser is None:
        raise BrowserNeeded
    return browser


MaybeBrowser = Annotated[Browser | None, Depends(browser_of)]


def require_same_origin(request: Request, config: Config) -> None:
    """For forms of people who are not signed in yet. Raises ForgedRequest."""
    if not is_same_origin(request.headers, origin=config.origin):
        raise ForgedRequest


def may(permission: Permission) -> Callable[..., Actor]:
    """A dependency that gives the actor when they hold ``permission``, else raises MayNot.

    The permission shows in the OpenAPI document as the operation's security scope, where the
    sweep of the tests finds it.
    """
    signed_in: Any = Security(current_actor, scopes=[permission.value])

    def guard(request: Request, actor: Actor = signed_in) -> Actor:
        if not is_allowed(actor, permission):
            _record_denial(request, actor, permission)
            raise MayNot
        return actor

    return guard


def visible_to(actor: SignedIn) -> Visibility:
    """Which reviews the caller may see."""
    return visibility_of(actor)


Visible = Annotated[Visibility, Depends(visible_to)]


def _record_denial(request: Request, actor: Actor, permission: Permission) -> None:
    """In a transaction of its own: the refused request's is rolled back."""
    with request.app.state.sessions.begin() as session:
        audit.record(
            session,
            "access.denied",
            None,
            by=actor,
            at=utc_now(),
            permission=permission,
            method=request.method,
            route=getattr(request.scope.get("route"), "path", None),
        )
