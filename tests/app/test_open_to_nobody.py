"""No call answers anybody who has not signed in, whatever else is added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

# Health is for machines; the register of research projects is public by its purpose.
OPEN = {("get", "/health/live"), ("get", "/health/ready"), ("get", "/v1/register/projects")}
METHODS = ("get", "post", "put", "patch", "delete")


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path


def filled(path: str) -> str:
    """A path with something in each of its places."""
    named = path.replace("{reference}", "CR-000001").replace("{scheme}", "theme")
    return re.sub(r"\{[^}]+\}", str(UUID(int=1)), named)


@pytest.fixture(scope="module")
def nobody(site: FastAPI) -> TestClient:
    return TestClient(site, raise_server_exceptions=False)


class TestWithoutAToken:
    def test_every_operation_is_refused(self, site: FastAPI, nobody: TestClient) -> None:
        answered = {
            (method, path, status)
            for method, path in operations(site.openapi())
            if (method, path) not in OPEN
            and (status := nobody.request(method, filled(path)).status_code) != 401
        }
        assert answered == set()

    def test_a_wrong_token_is_no_better(self, nobody: TestClient) -> None:
        headers = {"Authorization": "Bearer crr_not_a_token"}
        assert nobody.get("/v1/reviews", headers=headers).status_code == 401

    def test_there_is_something_to_refuse(self, site: FastAPI) -> None:
        assert len(list(operations(site.openapi()))) > 30


class TestTheDocument:
    def test_is_openapi_3_1(self, nobody: TestClient) -> None:
        document = nobody.get("/v1/openapi.json").json()
        assert document["openapi"].startswith("3.1")

    def test_every_operation_says_what_it_does(self, site: FastAPI) -> None:
        document = site.openapi()
        silent = [
            (method, path)
            for method, path in operations(document)
            if not document["paths"][path][method].get("description")
        ]
        assert silent == []
