"""What there is to learn from one review, on one page that prints well."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.audit import service as audit
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.portal.rendering import page
from app.reviews.guards import Reader
from app.reviews.service.listing import list_recommendations
from app.reviews.service.viewing import view_findings, view_passages, view_review
from app.reviews.wording import read_wording

router = APIRouter()


@router.get("/learning/{reference}")
def show(request: Request, tx: Tx, reader: Reader, reference: str) -> Response:
    """The learning of a review: findings, questions to think about, the cleared text."""
    seen = view_review(tx, reference, by=reader)
    audit.record(tx, "review.viewed", None, by=reader, at=utc_now(), reference=reference)
    return page(
        request,
        "reviews/learning.html",
        {
            "review": seen,
            "findings": view_findings(tx, reference, by=reader),
            "recommendations": list_recommendations(tx, reference, by=reader),
            "passages": view_passages(tx, reference, by=reader) if seen.published_at else [],
            "say": read_wording(tx),
        },
    )
