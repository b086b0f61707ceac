"""The web's composition root: every router, in one application."""

from __future__ import annotations

import importlib
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import anyio.to_thread
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from sqlalchemy.orm import Session, sessionmaker

import app.audit.api
import app.clearance.api
import app.clearance.pages
import app.committees.api
import app.discussions.api
import app.discussions.pages
import app.following.api
import app.following.pages
import app.health
import app.home.pages
import app.identity.api
import app.identity.pages
import app.intake.api
import app.intake.pages
import app.measures.api
import app.measures.pages
import app.oversight.people_pages
import app.oversight.trail_pages
import app.recurrence.api
import app.recurrence.pages
import app.reports.api
import app.reports.pages
import app.research.api
import app.reviews.api
import app.reviews.pages
import app.search.api
import app.search.pages
import app.tagging.api
import app.tagging.pages
import app.taxonomy.api
import app.taxonomy.pages
import app.trends.api
import app.trends.pages
from app.home.navigation import DESTINATIONS
from app.identity.config import IdentityConfig
from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.logs import configure_logging
from app.kit.problems import install_problem_handlers
from app.kit.rate_limit import Rate, RateLimits
from app.kit.security import SecurityConfig, install_security
from app.kit.storage import Storage
from app.portal.assets import FOLDER, PREFIX, KeptFiles
from app.portal.rendering import make_templates
from app.settings import load_settings
from app.wiring import open_installation

MEGABYTE = 1 << 20
DESCRIPTION = """
The national repository of child protection case reviews. Committees send reviews, people
clear and confirm them, and everybody who protects children can ask what keeps going wrong.

Send `Authorization: Bearer TOKEN`. Errors are `application/problem+json`. Lists page by
cursor. `Accept: text/csv` gives tidy tables where a call answers with rows.
"""
ROUTERS = (
    app.health.router,
    app.identity.api.router,
    app.audit.api.audit_router(may(Permission.AUDIT_READ)),
    app.intake.api.router,
    app.reviews.api.router,
    app.clearance.api.router,
    app.tagging.api.router,
    app.recurrence.api.router,
    app.search.api.router,
    app.trends.api.router,
    app.measures.api.router,
    app.following.api.router,
    app.discussions.api.router,
    app.research.api.router,
    app.reports.api.router,
    app.taxonomy.api.router,
    app.committees.api.router,
    app.home.pages.router,
    app.identity.pages.router,
    app.intake.pages.router,
    app.clearance.pages.router,
    app.tagging.pages.router,
    app.recurrence.pages.router,
    app.search.pages.router,
    app.trends.pages.router,
    app.measures.pages.router,
    app.following.pages.router,
    app.discussions.pages.router,
    app.oversight.people_pages.router,
    app.oversight.trail_pages.router,
    app.reports.pages.router,
    app.taxonomy.pages.router,
    app.reviews.pages.router,
)
WITH_TEMPLATES = (
    "app.clearance",
    "app.discussions",
    "app.following",
    "app.home",
    "app.identity",
    "app.intake",
    "app.measures",
    "app.oversight",
    "app.recurrence",
    "app.reports",
    "app.reviews",
    "app.search",
    "app.tagging",
    "app.taxonomy",
    "app.trends",
)
# Imported once the site answers: nobody waits for them at the start, nor at the first question.
AFTERWARDS = ("analytics.change", "analytics.rates", "nlp.similarity")


@dataclass(frozen=True, slots=True)
class Web:
    """What the site is made of."""

    sessions: sessionmaker[Session]
    storage: Storage
    identity: IdentityConfig
    max_upload_mb: int
    threads: int


def create_app(web: Web) -> FastAPI:
    """The application, ready to serve. Reads no settings and starts nothing."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # As many threads as connections: a request that has a thread never waits for one.
        anyio.to_thread.current_default_thread_limiter().total_tokens = web.threads
        threading.Thread(target=_import_afterwards, name="afterwards", daemon=True).start()
        yield

    site = FastAPI(
        title="Case review repository",
        version="1",
        description=DESCRIPTION,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    site.state.sessions = web.sessions
    site.state.storage = web.storage
    site.state.identity = web.identity
    site.state.demonstration = web.identity.demonstration
    site.state.max_upload_mb = web.max_upload_mb
    for router in ROUTERS:
        site.include_router(router)
    if web.identity.demonstration:
        site.include_router(app.identity.pages.demonstration_router)
    site.state.templates = make_templates(features=WITH_TEMPLATES, navigation=DESTINATIONS)
    site.mount(PREFIX, KeptFiles(directory=FOLDER))
    install_problem_handlers(site)
    site.add_middleware(GZipMiddleware, minimum_size=1_000)
    install_security(
        site,
        SecurityConfig(
            secure=web.identity.secure,
            max_body=(web.max_upload_mb + 1) * MEGABYTE,
            limits=RateLimits(writes=Rate(burst=600, per_minute=1_200)),
        ),
    )
    return site


def _import_afterwards() -> None:
    for name in AFTERWARDS:
        importlib.import_module(name)


def app_from_environment() -> FastAPI:
    """The application of this process's settings; uvicorn's factory."""
    settings = load_settings()
    installation = open_installation(settings)
    configure_logging(
        settings.logs.level,
        process="web",
        folder=installation.home.logs,
        terminal_level=settings.logs.terminal,
    )
    threads = settings.database.pool_size
    return create_app(
        Web(
            sessions=installation.sessions(
                pool_size=threads, application="reviews-web", acting=None
            ),
            storage=installation.storage,
            identity=installation.identity(),
            max_upload_mb=settings.uploads.max_megabytes,
            threads=threads,
        )
    )
