from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.identity.permissions import Role
from tests.factories.repository import Said, add_counted_review, themed

Client = Callable[..., TestClient]


class TestFollowingOverHttp:
    def test_a_question_is_saved_listed_and_deleted(self, client_for: Client) -> None:
        client = client_for("analyst")
        body = {"name": "Supervision by year", "address": "/trends?theme=supervision&by=year"}
        made = client.post("/v1/queries", json=body)
        assert made.status_code == 201, made.text
        assert [each["name"] for each in client.get("/v1/queries").json()["items"]] == [
            "Supervision by year"
        ]
        assert client.delete(f"/v1/queries/{made.json()['id']}").status_code == 204
        assert client.get("/v1/queries").json()["items"] == []

    def test_somebody_elses_question_is_not_there(self, client_for: Client) -> None:
        body = {"name": "Mine", "address": "/trends?by=year"}
        made = client_for("steward").post("/v1/queries", json=body).json()
        assert client_for("analyst").delete(f"/v1/queries/{made['id']}").status_code == 404

    def test_a_topic_is_followed_and_told(
        self, client_for: Client, sessions: sessionmaker[Session]
    ) -> None:
        client = client_for("analyst", name="follower")
        assert client.post("/v1/subscriptions", json={"theme": "escalation"}).status_code == 201
        with sessions.begin() as session:
            add_counted_review(session, Said("Nobody went higher.", tags=themed("escalation")))
        digest = client.get("/v1/digest", params={"since": "2019-01-01T00:00:00Z"}).json()
        assert [each["statement"] for each in digest["findings"]] == ["Nobody went higher."]

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("/v1/queries", {"name": "", "address": "/trends"}),
            ("/v1/queries", {"name": "Away", "address": "https://elsewhere.example"}),
            ("/v1/queries", {"name": "More", "address": "/trends", "person_id": str(UUID(int=7))}),
            ("/v1/subscriptions", {"theme": "weather"}),
        ],
        ids=str,
    )
    def test_what_cannot_be_kept_is_a_problem(
        self, client_for: Client, path: str, body: dict[str, str]
    ) -> None:
        answer = client_for("analyst").post(path, json=body)
        assert answer.status_code == 422
        assert answer.json()["errors"]

    @pytest.mark.parametrize("path", ["/v1/queries", "/v1/subscriptions", "/v1/digest"])
    def test_closed_to_who_does_not_analyse(
        self, site: FastAPI, client_for: Client, path: str
    ) -> None:
        assert TestClient(site).get(path).status_code == 401
        for role in (Role.RESEARCHER, Role.AUDITOR, Role.ADMINISTRATOR):
            assert client_for(role.value).get(path).status_code == 403
