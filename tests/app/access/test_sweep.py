"""Every role calls every operation on everybody's objects; nothing unexpected is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.identity.permissions import GRANTED, Permission, Role
from tests.app.access.operations import OPERATIONS, Operation
from tests.app.access.world import ABSENT, Named, World, build
from tests.app.test_open_to_nobody import OPEN, operations
from tests.factories.reports import learning_together

Client = Callable[..., TestClient]
ROLES = (
    Role.COMMITTEE, Role.PRACTITIONER, Role.ANALYST, Role.RESEARCHER, Role.AUDITOR,
    Role.ADMINISTRATOR, Role.STEWARD,
)  # fmt: skip
"""Stewards come last: they alone may withdraw what the others look at."""
READING = {Permission.REVIEW_READ_PUBLISHED, Permission.COMMENT, None}
FOREIGN = {403, 404, 409}
"""What somebody may be told who acts on a published review of another committee."""


@pytest.fixture(autouse=True)
def short_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being read is told of for as long as that takes; here one look is enough."""
    monkeypatch.setattr("app.intake.api.LONGEST_SECONDS", 0)


@pytest.fixture
def world(
    client_for: Client, run_jobs: Callable[[], None], sessions: sessionmaker[Session]
) -> World:
    """A world of each test's own: stewards turn it upside down."""
    return build(client_for, run_jobs, sessions)


@pytest.fixture
def others(client_for: Client) -> Named:
    """What belongs to one person and is nobody else's."""
    analyst = client_for("analyst", name="another")
    query = analyst.post("/v1/queries", json={"name": "Mine", "address": "/trends"}).json()["id"]
    followed = analyst.post("/v1/subscriptions", json={"theme": "neglect"}).json()["id"]
    token = analyst.get("/v1/tokens").json()[0]["id"]
    application = {"title": "Nobody else's"}
    project = client_for("researcher", name="another").post(
        "/v1/research/projects", json=application
    )
    reference = project.json()["reference"]
    return {
        "reference": reference,
        "query_id": query,
        "subscription_id": followed,
        "token_id": token,
    }


def parameters(path: str) -> list[str]:
    return re.findall(r"\{([^}]+)\}", path)


def call(client: TestClient, key: str, operation: Operation, named: Named) -> Response:
    method, path = key.split(" ", 1)
    sent: dict[str, Any] = {"params": operation.query}
    if operation.multipart:
        fields = {"committee": "fife", "type": "learning_review"}
        sent |= {
            "data": {"metadata": json.dumps(fields)},
            "files": {"document": ("report.docx", learning_together(title=key + str(named)))},
        }
    elif operation.body is not None:
        sent["json"] = operation.body
    return client.request(method, path.format(**named), **sent)


def sees(role: Role, whose: str) -> bool:
    """Whether the role may know of the review at all, by the table in ``docs/security.md``."""
    return {
        "absent": False,
        "own": role in {Role.COMMITTEE, Role.STEWARD},
        "hidden": role is Role.STEWARD,
        "draft": role is Role.STEWARD,
        "accepted": role in {Role.ANALYST, Role.STEWARD},
        "published": Permission.REVIEW_READ_PUBLISHED in GRANTED[role]
        or Permission.REVIEW_READ_ACCEPTED in GRANTED[role],
    }[whose]


def expected(key: str, role: Role, whose: str, named: Named) -> Callable[[int], bool]:
    operation = OPERATIONS[key]
    if operation.at_browser:
        return lambda status: status == 403
    if operation.needs is not None and operation.needs not in GRANTED[role]:
        return lambda status: status == 403
    if operation.about == "review" and not sees(role, whose):
        return lambda status: status == 404
    if operation.about == "own" and whose in {"absent", "hidden"}:
        return lambda status: status == 404
    if whose == "published" and role is Role.COMMITTEE and operation.needs not in READING:
        return lambda status: status in FOREIGN
    missing = any(named[name] == ABSENT[name] for name in parameters(key) if name.endswith("_id"))
    refused = {401} if operation.four_eyes and role is Role.STEWARD else {401, 403}
    refused |= set() if missing or operation.may_miss else {404}
    return lambda status: status not in refused and status < 500


def cases(world: World, others: Named) -> Iterator[tuple[str, Role, str, Named]]:
    """Operation × role × object."""
    reviews: Mapping[str, Named] = {
        "absent": ABSENT, "draft": world.draft, "hidden": world.hidden,
        "accepted": world.accepted, "published": world.published, "own": world.own,
    }  # fmt: skip
    for role in ROLES:
        for key, operation in OPERATIONS.items():
            if operation.about == "review":
                for whose, named in reviews.items():
                    yield key, role, whose, named
            elif operation.about == "own":
                yield key, role, "absent", ABSENT
                if set(parameters(key)) <= set(others):
                    yield key, role, "hidden", {**ABSENT, **others}
            elif operation.about == "number":
                yield key, role, "one", dict.fromkeys(parameters(key), "1")
            elif operation.about == "person":
                yield key, role, "one", {**ABSENT, "person_id": world.person()}
            else:
                yield key, role, "one", ABSENT


class TestTheTable:
    def test_names_every_operation_of_the_document_and_no_other(self, site: FastAPI) -> None:
        there = {f"{method.upper()} {path}" for method, path in operations(site.openapi())}
        open_ones = {f"{method.upper()} {path}" for method, path in OPEN}
        assert set(OPERATIONS) == there - open_ones

    def test_every_body_says_what_it_does_not_know(self, site: FastAPI) -> None:
        """Mass assignment: a field that nobody asked for is refused, not passed over."""
        schemas = site.openapi()["components"]["schemas"]
        loose = set()
        for path in site.openapi()["paths"].values():
            for operation in path.values():
                content = operation.get("requestBody", {}).get("content", {})
                for form in (content.get("application/json") or {},):
                    for name in re.findall(r"#/components/schemas/([\w-]+)", json.dumps(form)):
                        if schemas[name].get("additionalProperties") is not False:
                            loose.add(name)
        assert loose == set()


class TestTheSweep:
    def test_nothing_unexpected_is_answered(
        self, client_for: Client, world: World, others: Named
    ) -> None:
        tried, unexpected = 0, []
        for key, role, whose, named in cases(world, others):
            client = client_for(role.value, "fife" if role is Role.COMMITTEE else None)
            status = call(client, key, OPERATIONS[key], named).status_code
            tried += 1
            if not expected(key, role, whose, named)(status):
                unexpected.append((key, role.value, whose, status))
        listed = "\n".join(map(str, unexpected))
        assert not unexpected, f"{len(unexpected)} of {tried} cases:\n{listed}"
        assert tried > 1_000

    def test_what_is_hidden_answers_like_what_is_not_there(
        self, client_for: Client, world: World
    ) -> None:
        told_apart = []
        for key, operation in OPERATIONS.items():
            if operation.about != "review":
                continue
            for role in ROLES:
                if role is Role.STEWARD:
                    continue
                client = client_for(role.value, "fife" if role is Role.COMMITTEE else None)
                absent = call(client, key, operation, ABSENT)
                for whose in ("draft", "hidden", "accepted"):
                    named = getattr(world, whose)
                    answer = call(client, key, operation, named)
                    if sees(role, whose):
                        continue
                    if _said(answer, named) != _said(absent, ABSENT):
                        told_apart.append((key, role.value, whose, answer.text[:200]))
        listed = "\n".join(map(str, told_apart))
        assert not told_apart, listed


def _said(answer: Response, named: Named) -> tuple[int, str]:
    """An answer without the names that were asked for."""
    words = answer.text
    for value in named.values():
        words = words.replace(value, "…")
    return answer.status_code, words
