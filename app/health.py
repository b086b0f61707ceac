"""Whether the service lives, whether it can serve, and what it measures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit import migrations
from app.kit.actors import Actor

Operator = Annotated[Actor, Depends(may(Permission.OPERATIONS))]

router = APIRouter(tags=["operations"])


@router.get("/health/live")
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@router.get("/health/ready")
def ready(request: Request, response: Response) -> dict[str, str]:
    """The database answers and has the schema that this code expects."""
    try:
        with request.app.state.sessions() as session:
            found = session.scalar(text("SELECT version_num FROM alembic_version"))
    except Exception:
        found = None
    if found != migrations.newest():
        response.status_code = 503
        return {"status": "not ready", "why": "the database is not reachable or not migrated"}
    return {"status": "ready"}


@router.get("/metrics")
def metrics(operator: Operator) -> Response:
    """Figures of this process for Prometheus, by an operator's token; never about cases."""
    del operator
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
