"""The one module that knows statuses: from what was refused to RFC 9457, or to a page.

API clients get ``application/problem+json``; browsers (``Accept: text/html`` outside ``/v1``)
get ``portal/problem.html``, or a plain page where the templates do not hold one. What is not
a ``DomainError`` is a bug: it is logged under a reference, and nothing else about it is shown.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import asdict, dataclass, field
from html import escape
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from jinja2 import TemplateNotFound
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit import errors
from app.kit.errors import DomainError, FieldError, NotSignedIn, TooMany

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:case-reviews:problem:"
TEMPLATE = "portal/problem.html"

STATUSES: tuple[tuple[type[DomainError], int], ...] = (
    (errors.NotFound, 404),
    (errors.Invalid, 422),
    (errors.Conflict, 409),
    (errors.Forbidden, 403),
    (errors.NotSignedIn, 401),
    (errors.TooMany, 429),
    (errors.TooLarge, 413),
    (errors.Unsupported, 415),
    (errors.DomainError, 400),
)
"""A family of errors and its status; the first family that fits counts."""

_PLAIN_WORDS = {
    400: ("The request could not be read", "Something in the request is malformed."),
    401: ("Sign in first", "Sign in, or send a token in the Authorization header."),
    403: ("Not allowed", "This is not open to you."),
    404: ("Not found", "There is nothing at this address, or nothing that you may see."),
    405: ("Not possible here", "This address does not take that kind of request."),
    406: ("No such format", "What is here cannot be given in the format asked for."),
    413: ("The request is too large", "Send less at once."),
    415: ("This kind of content cannot be read", "Send one of the documented media types."),
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as RFC 9457 tells it."""

    status: int
    code: str
    title: str
    detail: str
    errors: tuple[FieldError, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    def as_json(self, instance: str) -> dict[str, object]:
        """The members of the problem document; ``instance`` is the path that was asked for."""
        return {
            "type": TYPE_PREFIX + self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "errors": [asdict(each) for each in self.errors],
        }


def problem_of(error: DomainError) -> Problem:
    """What a refusal looks like to a client."""
    status = next(status for family, status in STATUSES if isinstance(error, family))
    headers: dict[str, str] = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    return Problem(status, error.code, error.title, str(error), error.errors, headers)


def answer(request: Request, problem: Problem) -> Response:
    """The response for ``problem`` in the form that the client wants."""
    if _wants_page(request):
        return _page(request, problem)
    return JSONResponse(
        problem.as_json(request.url.path), problem.status, problem.headers, media_type=MEDIA_TYPE
    )


def install_problem_handlers(app: FastAPI, *, sign_in_path: str = "/sign-in") -> None:
    """Have ``app`` answer every error from here, and say so in its OpenAPI document.

    Call it before other middleware is added, so that the headers of ``app.kit.security``
    are on the answers too. A browser without a session is sent to ``sign_in_path``.
    """

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, DomainError)  # noqa: S101 - narrows what we are registered for
        if isinstance(error, NotSignedIn) and request.method == "GET" and _wants_page(request):
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"{sign_in_path}?{urlencode({'next': wanted})}", 303)
        return answer(request, problem_of(error))

    app.add_exception_handler(DomainError, refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _plain)
    app.add_middleware(UnexpectedErrors)
    _document(app)


class UnexpectedErrors:
    """ASGI middleware: a bug is logged under a reference, and only the reference is shown."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer 500 if it fails before the response began."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:
            request = Request(scope, receive)
            response = _unexpected(request, error)
            if begun:
                # Half an answer is out: only a broken connection tells the client so.
                raise
            await response(scope, receive, send)


def _unexpected(request: Request, error: Exception) -> Response:
    reference = secrets.token_hex(4)
    # The traceback is safe to log; the message may quote a row, and so is left out.
    _log.error(
        "unexpected %s, reference %s, %s %s",
        type(error).__name__,
        reference,
        request.method,
        getattr(request.scope.get("route"), "path", "(no route)"),
        exc_info=_without_message(error),
    )
    detail = f"Something went wrong on our side. If it happens again, quote reference {reference}."
    return answer(request, Problem(500, "unexpected", "An error of ours", detail))


def _without_message(error: Exception) -> BaseException:
    return RuntimeError(type(error).__name__).with_traceback(error.__traceback__)


def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = tuple(
        FieldError(_pointer(each["loc"]), each["msg"], each["type"]) for each in error.errors()
    )
    detail = "; ".join(f"{each.pointer}: {each.detail}" for each in found[:5])
    return answer(request, Problem(422, "invalid", errors.Invalid.title, detail, found))


def _pointer(location: tuple[int | str, ...]) -> str:
    """A JSON pointer into the body, or the name of a parameter."""
    source, *parts = location
    if source != "body":
        return str(parts[0]) if parts else str(source)
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "".join(f"/{part}" for part in escaped)


def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    status = error.status_code
    phrase = HTTPStatus(status).phrase
    title, detail = _PLAIN_WORDS.get(status, (phrase, phrase))
    code = phrase.lower().replace(" ", "_").replace("-", "_")
    if status < 400 or not _may_have_body(status):
        return Response(status_code=status, headers=error.headers)
    return answer(request, Problem(status, code, title, detail, headers=dict(error.headers or {})))


def _may_have_body(status: int) -> bool:
    return status >= 200 and status not in {204, 304}


def _wants_page(request: Request) -> bool:
    machine = request.url.path.startswith(("/v1", "/health", "/metrics"))
    return not machine and "text/html" in request.headers.get("accept", "")


def _page(request: Request, problem: Problem) -> Response:
    templates = getattr(request.app.state, "templates", None)
    if templates is not None:
        try:
            page: Response = templates.TemplateResponse(
                request,
                TEMPLATE,
                {"problem": problem},
                status_code=problem.status,
                headers=problem.headers,
            )
        except TemplateNotFound:
            pass
        else:
            return page
    items = "".join(f"<li>{escape(each.detail)}</li>" for each in problem.errors)
    body = (
        f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>{escape(problem.title)}'
        f"</title><main><h1>{escape(problem.title)}</h1><p>{escape(problem.detail)}</p>"
        f'{f"<ul>{items}</ul>" if items else ""}<p><a href="/">Start page</a></p></main></html>'
    )
    return Response(body, problem.status, problem.headers, media_type="text/html")


def _document(app: FastAPI) -> None:
    original = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(original())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _with_problems(schema: dict[str, Any]) -> dict[str, Any]:
    """Replace the framework's description of errors by ours, on every operation."""
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = _SCHEMA
    response = {
        "description": "Refused (RFC 9457)",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in schema.get("paths", {}).values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation["responses"].setdefault("4XX", response)
    return schema


_TEXT = {"type": "string"}
_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what to do about it"},
        "instance": _TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail", "code"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "JSON pointer into the body, or a parameter's name",
                    },
                    "detail": _TEXT,
                    "code": _TEXT,
                },
            },
        },
    },
}
