import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from fastapi import APIRouter, Depends, FastAPI
from sqlalchemy import delete
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.audit.api import audit_router
from app.identity import accounts, api, pages, passwords, tokens
from app.identity.config import IdentityConfig
from app.identity.dependencies import may
from app.identity.models import (
    ApiToken,
    Person,
    ProviderIdentity,
    RoleGrant,
    SignInAttempt,
    SignInSession,
)
from app.identity.permissions import Permission, Role
from app.kit.actors import SYSTEM
from app.kit.clock import utc_now
from app.kit.problems import install_problem_handlers
from app.kit.security import SecurityConfig, install_security
from app.portal.rendering import make_templates

ORIGIN = "https://reviews.example"
PASSWORD = "seven grey herons wade"
CONFIG = IdentityConfig(base_url=ORIGIN, secret="the secret of these tests")

AddPerson = Callable[..., Person]


@pytest.fixture
def real_hashing() -> None:
    """Ask for the parameters of production."""


@pytest.fixture(autouse=True)
def hashing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """argon2id with the least work, except for tests that ask for ``real_hashing``."""
    passwords._hash_of_nobody.cache_clear()
    if "real_hashing" not in request.fixturenames:
        cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        monkeypatch.setattr(passwords, "_HASHER", cheap)
    yield
    passwords._hash_of_nobody.cache_clear()


@pytest.fixture(autouse=True)
def nobody(sessions: sessionmaker[Session]) -> None:
    """Every test begins without people."""
    with sessions.begin() as session:
        for model in (
            SignInAttempt,
            SignInSession,
            ApiToken,
            ProviderIdentity,
            RoleGrant,
            Person,
        ):
            session.execute(delete(model))


@pytest.fixture
def add_person(sessions: sessionmaker[Session]) -> AddPerson:
    """Commit a person with a password and roles (``committee:fife`` names a committee)."""

    def add(
        email: str = "isla@example.org", *roles: str, password: str | None = PASSWORD
    ) -> Person:
        with sessions.begin() as session:
            person = accounts.add_person(
                session, email=email, name="Isla Rennie", by=SYSTEM, at=utc_now(), password=password
            )
            for each in roles:
                role, _, committee = each.partition(":")
                accounts.grant_role(
                    session, person, Role(role), by=SYSTEM, at=utc_now(),
                    committee=committee or None,
                )  # fmt: skip
        return person

    return add


@pytest.fixture
def make_token(sessions: sessionmaker[Session]) -> Callable[..., str]:
    """Commit a token of a person."""

    def make(
        person: Person,
        *,
        strong: bool = True,
        scopes: list[Permission] | None = None,
        days: int = 9,
    ) -> str:
        with sessions.begin() as session:
            return tokens.create_token(
                session, person, name="a test", by=SYSTEM, at=utc_now(), strong=strong,
                scopes=scopes, lifetime=timedelta(days=days),
            ).text  # fmt: skip

    return make


def build_app(
    sessions: sessionmaker[Session], config: IdentityConfig, *, extra: APIRouter | None = None
) -> FastAPI:
    app = FastAPI()
    app.state.sessions = sessions
    app.state.identity = config
    app.state.templates = make_templates(features=("app.identity",), navigation=())
    install_problem_handlers(app)
    install_security(app, SecurityConfig(secure=config.secure))
    app.include_router(api.router)
    app.include_router(pages.router)
    app.include_router(audit_router(may(Permission.AUDIT_READ)))
    if config.demonstration:
        app.include_router(pages.demonstration_router)
    if extra is not None:
        app.include_router(extra)
    return app


@pytest.fixture
def app(sessions: sessionmaker[Session]) -> FastAPI:
    """The rooms under test, put together as the composition root does, and two calls to try."""
    trial = APIRouter()

    @trial.post("/trial", dependencies=[Depends(may(Permission.SEARCH))])
    def try_writing() -> str:
        return "written"

    return build_app(sessions, CONFIG, extra=trial)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A browser at our own pages: same origin, follows no redirects."""
    return browser_at(app)


def browser_at(app: FastAPI) -> TestClient:
    return TestClient(
        app,
        base_url=app.state.identity.base_url,
        headers={"Sec-Fetch-Site": "same-origin", "Origin": app.state.identity.origin},
        follow_redirects=False,
    )


def csrf_token_of(client: TestClient) -> str:
    """The token in a form of ours."""
    found = re.search(
        r'name="csrf_token" value="([^"]+)"', client.get("/account/second-factor").text
    )
    assert found is not None
    return found[1]
