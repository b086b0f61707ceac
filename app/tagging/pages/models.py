"""The register of models at a browser."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.kit.http import Tx
from app.portal.rendering import page
from app.tagging.guards import ModelReader
from app.tagging.service.showing import show_model, show_models

router = APIRouter(prefix="/models", include_in_schema=False)


@router.get("")
def show_all(request: Request, tx: Tx, _reader: ModelReader) -> Response:
    """Every model, with what was measured of it."""
    models = show_models(tx)
    return page(request, "tagging/models.html", {"models": models})


@router.get("/{version}")
def show_one(request: Request, tx: Tx, _reader: ModelReader, version: str) -> Response:
    """One model: its figures, what it learned from, and how it did against the one in use."""
    model = show_model(tx, version)
    return page(request, "tagging/model.html", {"model": model})
