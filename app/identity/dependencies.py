"""What edges ask for: who is acting, and whether they may.

Publisher = Annotated[Actor, Depends(may(Permission.REVIEW_PUBLISH))]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from app import audit
from app.identity import authentication
from app.identity.authentication import Browser
from app.identity.config import IdentityConfig
from app.identity.errors import ForgedRequest, MayNot, SignInNeeded
from app.identity.permissions import Permission, Visibility, is_allowed, visibility_of
from app.identity.request_origin import (
    CSRF_FIELD,
    CSRF_HEADER,
    SAFE_METHODS,
    is_right_csrf_token,
    is_same_origin,
)
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


async def sent_csrf_token(request: Request) -> str | None:
    """The token that came with the request: in a header, or in a form's field."""
    if request.method in SAFE_METHODS:
        return None
    if (header := request.headers.get(CSRF_HEADER)) is not None:
        return header
    if not request.headers.get("content-type", "").startswith(_FORM_TYPES):
        return None
    value = (await request.form()).get(CSRF_FIELD)
    return value if isinstance(value, str) else None


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
    if token is not None:
        actor = authentication.authenticate_token(
            tx,
            token.credentials,
            at=utc_now(),
            second_factor_required=config.second_factor_required,
        )
        request.state.actor = actor
        return actor
    browser = browser_of(request, tx, config)
    if browser is None:
        raise SignInNeeded
    if request.method not in SAFE_METHODS and not (
        is_same_origin(request.headers, origin=config.origin)
        and is_right_csrf_token(csrf_token, expected=browser.csrf_token)
    ):
        raise ForgedRequest
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
    return browser


SignedIn = Annotated[Actor, Depends(current_actor)]
MaybeBrowser = Annotated[Browser | None, Depends(browser_of)]


class _May:
    """A dependency that knows its permission, so that tests can read it off the routes."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def __call__(self, request: Request, actor: SignedIn) -> Actor:
        if not is_allowed(actor, self.permission):
            _record_denial(request, actor, self.permission)
            raise MayNot
        return actor


def may(permission: Permission) -> Callable[[Request, Actor], Actor]:
    """A dependency that gives the actor when they hold ``permission``, else raises MayNot."""
    return _May(permission)


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
