"""Tagging at a browser: the findings of a review, and the register of models."""

from __future__ import annotations

from fastapi import APIRouter

from app.tagging.pages import findings, models

router = APIRouter(include_in_schema=False)
for part in (findings, models):
    router.include_router(part.router)
