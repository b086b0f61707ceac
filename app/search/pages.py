"""Search at a browser: findings first, with the words that matched."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor
from app.kit.http import Tx
from app.portal.rendering import page
from app.reviews.wording import read_wording
from app.search.schemas import FindingFilter, FoundFindings
from app.search.service import search_findings

router = APIRouter(include_in_schema=False)

Searcher = Annotated[Actor, Depends(may(Permission.SEARCH))]
Chosen = Annotated[str, Query(max_length=100)]
PAGE_SIZE = 20


@router.get("/search")
def show(
    request: Request,
    tx: Tx,
    searcher: Searcher,
    q: Annotated[str, Query(max_length=400)] = "",
    theme: Chosen = "",
    typology: Chosen = "",
    depth: Chosen = "",
    committee: Chosen = "",
    type: Chosen = "",  # noqa: A002 - the public name of the filter
    from_: Annotated[str, Query(alias="from", max_length=4)] = "",
    to: Annotated[str, Query(max_length=4)] = "",
    good: Annotated[str, Query(max_length=3)] = "",
    cursor: Annotated[str, Query(max_length=400)] = "",
) -> Response:
    """Findings that match words and filters; without either, a place to begin."""
    asked = {
        "q": q.strip(),
        "theme": theme,
        "typology": typology,
        "depth": depth,
        "committee": committee,
        "type": type,
        "from": from_,
        "to": to,
        "good": good,
    }
    kept = {name: value for name, value in asked.items() if value}
    chosen = FindingFilter(
        q=asked["q"] or None,
        theme=theme or None,
        typology=typology or None,
        depth=depth or None,
        committee=committee or None,
        review_type=type or None,
        from_year=int(from_) if from_.isdecimal() else None,
        to_year=int(to) if to.isdecimal() else None,
        good_practice=True if good else None,
    )
    found: FoundFindings | None = None
    if kept:
        found = search_findings(tx, chosen, by=searcher, limit=PAGE_SIZE, cursor=cursor or None)
    context = {
        "asked": asked,
        "found": found,
        "narrowed": bool(set(kept) - {"q"}),
        "base": f"/search?{urlencode(kept)}&",
        # The service escapes the words and adds only <mark>.
        "marked": Markup,
        "say": read_wording(tx),
    }
    return page(request, "search/search.html", context)
