"""Reviews at a browser: the list, one review and its steps, answers to findings, learning."""

from __future__ import annotations

from fastapi import APIRouter

from app.reviews.pages import answering, learning, listing, record, steps

router = APIRouter(include_in_schema=False)
for part in (listing, record, steps, answering, learning):
    router.include_router(part.router)
