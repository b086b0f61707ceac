"""The register over HTTP and at a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from lxml import html
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.identity.permissions import Role
from app.tagging.service.register import register_shipped
from nlp.artefacts.store import sealed_version

Client = Callable[..., TestClient]
VERSION = sealed_version()


@pytest.fixture(scope="module", autouse=True)
def registered(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        register_shipped(session, at=datetime(2024, 5, 4, tzinfo=UTC))


class TestOverHttp:
    def test_the_register_tells_version_state_and_figures(self, client_for: Client) -> None:
        (only,) = client_for("steward").get("/v1/models").json()["items"]
        assert (only["version"], only["state"]) == (VERSION, "current")
        category = only["frozen"]["category"]
        assert category["low"] < category["value"] < category["high"]
        assert category["n"] == 300

    def test_one_model_can_be_asked_for(self, client_for: Client) -> None:
        answer = client_for("administrator").get(f"/v1/models/{VERSION}")
        assert answer.json()["promoted_by"] == "System"

    def test_an_unknown_one_is_not_found(self, client_for: Client) -> None:
        answer = client_for("analyst").get("/v1/models/000000000000")
        assert (answer.status_code, answer.json()["title"]) == (404, "Not found")

    @pytest.mark.parametrize("role", [Role.RESEARCHER, Role.AUDITOR])
    def test_who_does_not_learn_from_reviews_does_not_see_it(
        self, client_for: Client, role: Role
    ) -> None:
        for path in ("/v1/models", f"/v1/models/{VERSION}", "/models", f"/models/{VERSION}"):
            assert client_for(role.value).get(path).status_code == 403


class TestPages:
    def test_the_list_leads_to_each_model(self, client_for: Client) -> None:
        page = html.fromstring(client_for("steward").get("/models").text)
        (row,) = page.xpath("//main//tbody/tr")
        assert "In use" in row.text_content()
        assert row.xpath(".//a/@href") == [f"/models/{VERSION}"]

    def test_a_model_shows_the_figures_that_the_interface_gives(self, client_for: Client) -> None:
        client = client_for("steward")
        said = client.get(f"/v1/models/{VERSION}").json()["frozen"]
        page = html.fromstring(client.get(f"/models/{VERSION}").text)
        shown = " ".join(page.xpath("//main")[0].text_content().split())
        for name in ("category", "themes", "depth", "same_issue"):
            figure = said[name]
            assert f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})" in shown
        assert f"{said['answered_right'] * 100:.1f}%" in shown
