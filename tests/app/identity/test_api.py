from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.audit.models import AuditEvent
from app.identity.permissions import Role
from tests.app.identity.conftest import PASSWORD, AddPerson, browser_at, csrf_token_of

MakeToken = Callable[..., str]
Sessions = sessionmaker[Session]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def administrator(add_person: AddPerson, make_token: MakeToken) -> dict[str, str]:
    return bearer(make_token(add_person("morag@example.org", "administrator")))


class TestWhoami:
    def test_tells_roles_and_permissions(
        self, client: TestClient, add_person: AddPerson, make_token: MakeToken
    ) -> None:
        token = make_token(add_person("isla@example.org", "auditor", "committee:fife"))
        told = client.get("/v1/session", headers=bearer(token)).json()
        assert told["roles"] == ["auditor", "committee"]
        assert told["committees"] == ["fife"]
        assert "audit.read" in told["permissions"]
        assert "review.publish" not in told["permissions"]

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Authorization": "Bearer crr_wrong"},
            {"Authorization": "Basic aXNsYTp4"},
            {"Authorization": "Bearer"},
            {"Cookie": "__Host-session=wrong"},
            {"Cookie": "session=wrong"},
        ],
    )
    def test_nobody_known_is_401(self, client: TestClient, headers: dict[str, str]) -> None:
        answer = client.get("/v1/session", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"] == "Bearer"


class TestPeople:
    def test_an_administrator_opens_an_account_and_grants_a_role(
        self,
        client: TestClient,
        administrator: dict[str, str],
        add_person: AddPerson,
        make_token: MakeToken,
    ) -> None:
        made = client.post(
            "/v1/people",
            json={"email": "Ewan@example.org", "name": "Ewan Baird"},
            headers=administrator,
        )
        assert made.status_code == 201
        roles = f"/v1/people/{made.json()['id']}/roles"
        granted = client.post(
            roles, json={"role": "committee", "committee": "fife"}, headers=administrator
        )
        assert granted.status_code == 201
        [held] = client.get(roles, headers=administrator).json()
        assert (held["role"], held["committee_slug"]) == ("committee", "fife")
        ended = client.delete(f"{roles}/committee?committee=fife", headers=administrator)
        assert (ended.status_code, ended.content) == (204, b"")
        assert client.get(roles, headers=administrator).json() == []

    def test_closing_shuts_out_at_once(
        self,
        client: TestClient,
        administrator: dict[str, str],
        add_person: AddPerson,
        make_token: MakeToken,
    ) -> None:
        person = add_person()
        token = bearer(make_token(person))
        assert client.get("/v1/session", headers=token).status_code == 200
        client.put(f"/v1/people/{person.id}/closure", headers=administrator)
        assert client.get("/v1/session", headers=token).status_code == 401
        client.delete(f"/v1/people/{person.id}/closure", headers=administrator)
        assert client.get("/v1/session", headers=token).status_code == 200

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({}, "/email"),
            ({"email": "a@example.org"}, "/name"),
            ({"email": "a@example.org", "name": "A", "active": False}, "/active"),
            ({"email": "a@example.org", "name": "A", "password_hash": "x"}, "/password_hash"),
            ({"email": "nonsense", "name": "A"}, "email"),
        ],
    )
    def test_wrong_and_unknown_fields_are_named(
        self,
        client: TestClient,
        administrator: dict[str, str],
        body: dict[str, Any],
        pointer: str,
    ) -> None:
        answer = client.post("/v1/people", json=body, headers=administrator)
        assert answer.status_code == 422
        assert pointer in [each["pointer"] for each in answer.json()["errors"]]

    def test_nobody_grants_themselves_a_role(
        self, client: TestClient, administrator: dict[str, str]
    ) -> None:
        own = client.get("/v1/session", headers=administrator).json()["id"]
        answer = client.post(
            f"/v1/people/{own}/roles", json={"role": "steward"}, headers=administrator
        )
        assert (answer.status_code, answer.json()["type"][-11:]) == (403, "own_account")


class TestTokens:
    def test_a_token_cannot_make_a_token(
        self, client: TestClient, administrator: dict[str, str]
    ) -> None:
        answer = client.post("/v1/tokens", json={"name": "another"}, headers=administrator)
        assert answer.status_code == 403
        assert "browser" in answer.json()["detail"]

    def test_a_person_at_a_browser_makes_lists_and_ends_one(
        self, app: FastAPI, client: TestClient, add_person: AddPerson
    ) -> None:
        add_person("isla@example.org", "practitioner", "steward")
        client.post("/sign-in", data={"email": "isla@example.org", "password": PASSWORD})
        csrf = {"X-CSRF-Token": csrf_token_of(client)}

        made = client.post("/v1/tokens", json={"name": "notebook"}, headers=csrf)

        assert made.status_code == 201
        elsewhere = browser_at(app)
        token = bearer(made.json()["token"])
        # No second factor was shown, so the token does not carry the strong role either.
        assert elsewhere.get("/v1/session", headers=token).json()["roles"] == ["practitioner"]
        [listed] = client.get("/v1/tokens").json()
        assert "token" not in listed
        assert client.delete(f"/v1/tokens/{listed['id']}", headers=csrf).status_code == 204
        assert elsewhere.get("/v1/session", headers=token).status_code == 401

    def test_somebody_elses_token_is_not_found(
        self, client: TestClient, administrator: dict[str, str]
    ) -> None:
        answer = client.delete(f"/v1/tokens/{uuid4()}", headers=administrator)
        assert answer.status_code == 404


class TestAuditTrail:
    def test_auditors_read_it_and_that_is_recorded(
        self, client: TestClient, add_person: AddPerson, make_token: MakeToken, sessions: Sessions
    ) -> None:
        auditor = add_person("rhona@example.org", "auditor")
        headers = bearer(make_token(auditor))
        read = client.get("/v1/audit?limit=2", headers=headers).json()
        assert [item["action"] for item in read["items"]] == ["token.created", "role.granted"]
        further = client.get(f"/v1/audit?limit=2&cursor={read['next']}", headers=headers).json()
        assert further["items"][0]["action"] == "person.added"
        with sessions() as session:
            last = session.scalars(
                select(AuditEvent).where(AuditEvent.actor_id == auditor.id)
            ).all()
        assert [event.action for event in last] == ["audit.read", "audit.read"]

    def test_a_denial_is_recorded(
        self, client: TestClient, add_person: AddPerson, make_token: MakeToken, sessions: Sessions
    ) -> None:
        person = add_person("isla@example.org", "practitioner")
        answer = client.get("/v1/audit", headers=bearer(make_token(person)))
        assert answer.status_code == 403
        with sessions() as session:
            event = session.scalars(
                select(AuditEvent).where(
                    AuditEvent.actor_id == person.id, AuditEvent.action == "access.denied"
                )
            ).one()
        assert event.details == {
            "permission": "audit.read",
            "method": "GET",
            "route": "/v1/audit",
        }


class TestSweep:
    """Every operation in the OpenAPI document, by nobody and by every role."""

    def operations(self, app: FastAPI) -> list[tuple[str, str]]:
        return [
            (
                method.upper(),
                path.replace("{person_id}", str(uuid4()))
                .replace("{token_id}", str(uuid4()))
                .replace("{role}", "steward"),
            )
            for path, methods in app.openapi()["paths"].items()
            for method in methods
            if path != "/trial"
        ]

    def test_nobody_is_refused_everywhere(self, app: FastAPI, client: TestClient) -> None:
        answers = {
            (method, path): client.request(method, path).status_code
            for method, path in self.operations(app)
        }
        assert len(answers) >= 11
        assert set(answers.values()) == {401}

    @pytest.mark.parametrize("role", Role)
    def test_a_role_opens_what_the_table_says(
        self,
        app: FastAPI,
        client: TestClient,
        add_person: AddPerson,
        make_token: MakeToken,
        role: Role,
    ) -> None:
        name = f"{role}:fife" if role is Role.COMMITTEE else role
        headers = bearer(make_token(add_person("isla@example.org", name)))
        for method, path in self.operations(app):
            status = client.request(method, path, headers=headers).status_code
            if path.startswith("/v1/people"):
                opened = role is Role.ADMINISTRATOR
            elif path == "/v1/audit":
                opened = role is Role.AUDITOR
            else:
                # One's own session and tokens; only a browser makes tokens.
                opened = (method, path) != ("POST", "/v1/tokens")
            assert (status != 403) is opened, (role, method, path, status)

    def test_the_document_names_the_permission_that_guards_an_operation(self, app: FastAPI) -> None:
        paths = app.openapi()["paths"]
        assert paths["/trial"]["post"]["security"] == [
            {"token": ["search"]},
            {"session": ["search"]},
        ]
        assert paths["/v1/session"]["get"]["security"] == [{"token": []}, {"session": []}]


class TestDocument:
    def test_errors_are_problems_on_every_operation(self, app: FastAPI) -> None:
        schema = app.openapi()
        for path, methods in schema["paths"].items():
            for operation in methods.values():
                assert "422" not in operation["responses"], path
                content = operation["responses"]["4XX"]["content"]
                assert list(content) == ["application/problem+json"]
        assert "HTTPValidationError" not in schema["components"]["schemas"]
        assert set(schema["components"]["securitySchemes"]) == {"token", "session"}
