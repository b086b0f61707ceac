"""The pages that people arrive at."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.discussions.service.moderating import count_held
from app.following.service import unread
from app.home.service import find_latest, find_waiting, national_figures
from app.identity.accounts import demonstration_people
from app.identity.dependencies import Config, MaybeBrowser, SignedIn, current_browser
from app.identity.permissions import Permission, is_allowed
from app.kit.http import Tx
from app.portal.rendering import go_to, page
from app.reviews.basis import searched
from app.reviews.schemas import ReviewSummary
from app.reviews.wording import read_wording

router = APIRouter(include_in_schema=False)
_BrowserOnly = Annotated[object, Depends(current_browser)]


@router.get("/")
def show_landing(request: Request, tx: Tx, config: Config, browser: MaybeBrowser) -> Response:
    """What this is and for whom; people who are signed in go to their own page."""
    if browser is not None:
        return go_to("/home")
    people = demonstration_people(tx) if config.demonstration else []
    return page(request, "home/landing.html", {"figures": national_figures(tx), "people": people})


@router.get("/home")
def show_home(request: Request, tx: Tx, actor: SignedIn, _browser: _BrowserOnly) -> Response:
    """What waits for this person, and where their work begins."""
    reads = actor.has("committee", "practitioner", "analyst", "steward")
    moderates = is_allowed(actor, Permission.COMMENT_MODERATE)
    waiting = find_waiting(tx, by=actor)
    reviews, committees = searched(tx, by=actor) if reads else (0, 0)
    return page(
        request,
        "home/home.html",
        {
            "waiting": waiting.piles,
            "next_reviews": [ReviewSummary.model_validate(each) for each in waiting.reviews],
            "latest": [
                ReviewSummary.model_validate(each)
                for each in (find_latest(tx, by=actor) if reads else ())
            ],
            "reads": reads,
            "unread": unread(tx, by=actor) if reads else 0,
            "posts": count_held(tx, by=actor) if moderates else None,
            "reviews": reviews,
            "committees": committees,
            "say": read_wording(tx),
        },
    )


@router.get("/about")
def show_about(request: Request, _browser: MaybeBrowser) -> Response:
    """What the repository holds, and how its answers come about."""
    return page(request, "home/about.html")


@router.get("/support")
def show_support(request: Request, _browser: MaybeBrowser) -> Response:
    """Where to turn when the work weighs on somebody."""
    return page(request, "home/support.html")


@router.get("/accessibility")
def show_accessibility(request: Request, _browser: MaybeBrowser) -> Response:
    """How accessible the service is."""
    return page(request, "home/accessibility.html")
