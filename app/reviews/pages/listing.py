"""The list of reviews, narrowed by a form whose address can be shared."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.kit.http import Tx
from app.portal.rendering import page
from app.reviews.guards import Reader
from app.reviews.models import State
from app.reviews.schemas import ReviewSummary
from app.reviews.service.listing import ReviewFilter, list_reviews
from app.reviews.wording import read_wording

router = APIRouter()

PAGE_SIZE = 25
Chosen = Annotated[str, Query(max_length=100)]


@router.get("/reviews")
def show_list(
    request: Request,
    tx: Tx,
    reader: Reader,
    committee: Chosen = "",
    type: Chosen = "",  # noqa: A002 - the public name of the filter
    state: Chosen = "",
    from_: Annotated[str, Query(alias="from", max_length=4)] = "",
    to: Annotated[str, Query(max_length=4)] = "",
    cursor: Annotated[str, Query(max_length=400)] = "",
) -> Response:
    """Reviews that the reader may see, newest first."""
    chosen = {"committee": committee, "type": type, "state": state, "from": from_, "to": to}
    found = list_reviews(
        tx,
        ReviewFilter(
            committee=committee or None,
            type=type or None,
            state=State(state) if state in set(State) else None,
            completed_from=year_of(from_),
            completed_to=year_of(to),
        ),
        by=reader,
        limit=PAGE_SIZE,
        cursor=cursor or None,
    )
    kept = urlencode({name: value for name, value in chosen.items() if value})
    return page(
        request,
        "reviews/list.html",
        {
            "reviews": [ReviewSummary.model_validate(each) for each in found.items],
            "next": found.next,
            "cursor": cursor,
            "chosen": chosen,
            "base": f"/reviews?{kept}&" if kept else "/reviews?",
            "say": read_wording(tx),
            "states": list(State),
        },
    )


def year_of(words: str) -> int | None:
    """A year that was typed; anything else narrows nothing."""
    return int(words) if len(words) == 4 and words.isdecimal() else None
