"""Templates of every feature in one environment, and the answer that a page is.

site.state.templates = make_templates(features=("app.identity",), navigation=DESTINATIONS)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.templating import Jinja2Templates
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from app.kit.errors import DomainError
from app.kit.problems import Problem, problem_of
from app.portal.assets import asset
from app.portal.navigation import Destination, destinations_for


def make_templates(
    *, features: Sequence[str], navigation: Sequence[Destination]
) -> Jinja2Templates:
    """The shell's templates and those of each feature (a package with a ``templates`` folder).

    A name that a template uses and nobody gave is an error, not an empty place on the page.
    """
    loaders = [PackageLoader(package) for package in ("app.portal", *features)]
    environment = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day_in_words
    environment.filters["number"] = number_in_words
    environment.globals["asset"] = asset
    templates = Jinja2Templates(env=environment, context_processors=[_shell_for(navigation)])
    # Starlette lets pages pass what they like; these names are the shell's own.
    environment.globals.setdefault("refused", None)
    environment.globals.setdefault("notice", None)
    return templates


def _shell_for(navigation: Sequence[Destination]) -> Callable[[Request], dict[str, Any]]:
    def shell(request: Request) -> dict[str, Any]:
        browser = getattr(request.state, "browser", None)
        actor = browser.actor if browser is not None else None
        return {
            "actor": actor,
            "csrf_token": browser.csrf_token if browser is not None else "",
            "nonce": getattr(request.state, "csp_nonce", ""),
            "demonstration": getattr(request.app.state, "demonstration", False),
            "navigation": destinations_for(navigation, actor.roles) if actor else [],
            "path": request.url.path,
            "asked_at": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        }

    return shell


class Filled(dict[str, Any]):
    """What a form is filled with; a field that nobody filled in is empty."""

    def __missing__(self, key: str) -> str:
        return ""


def page(
    request: Request,
    name: str,
    context: Mapping[str, Any] | None = None,
    *,
    refused: Problem | None = None,
) -> Response:
    """The page ``name``. With ``refused``, its status, and the error summary above the page.

    ``sent`` in the context is what its form is filled with.
    """
    known = dict(context or {})
    if "sent" in known:
        known["sent"] = Filled(known["sent"])
    response: Response = request.app.state.templates.TemplateResponse(
        request,
        name,
        {"refused": refused, **known},
        status_code=refused.status if refused is not None else 200,
        headers=refused.headers if refused is not None else None,
    )
    return response


def go_to(path: str, **query: str) -> RedirectResponse:
    """Send the browser on after a form was taken, so that a reload sends nothing twice."""
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, 303)


def attempt(tx: Session, act: Callable[[], object]) -> Problem | None:
    """Do ``act``; a refusal undoes what it wrote and comes back to be shown beside the form."""
    try:
        with tx.begin_nested():
            act()
    except DomainError as error:
        return problem_of(error)
    return None


def day_in_words(value: date | datetime | str | None) -> str:
    """``14 March 2016``; less exact dates in as many words as they hold."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    parts = value.split("-")
    try:
        if len(parts) == 3:
            return day_in_words(date.fromisoformat(value))
        if len(parts) == 2 and not parts[1].startswith("Q"):
            return f"{date(int(parts[0]), int(parts[1]), 1):%B %Y}"
    except ValueError:
        return value
    return value


def number_in_words(value: float) -> str:
    """Thousands set apart by commas."""
    return f"{value:,}"
