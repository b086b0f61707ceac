"""Whether the service lives, whether it can serve, and what it measures."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from app.kit import migrations

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
def metrics() -> Response:
    """Figures of this process for Prometheus; never about cases."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
