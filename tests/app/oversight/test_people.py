"""Administrators find people and change what they may do; nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.identity.accounts import add_person, grant_role
from app.identity.models import Person
from app.identity.permissions import Role
from app.identity.tokens import create_token
from app.kit.actors import SYSTEM
from app.kit.clock import utc_now
from tests.conftest import Client


@pytest.fixture(scope="module")
def isla(sessions: sessionmaker[Session]) -> Person:
    with sessions.begin() as session:
        at = utc_now()
        person = add_person(session, email="isla@example.org", name="Isla Rennie", by=SYSTEM, at=at)
        grant_role(
            session, person, Role.ANALYST, by=SYSTEM, at=at, expires_at=at + timedelta(days=9)
        )
    return person


@pytest.fixture
def administrator(client_for: Client) -> TestClient:
    return client_for("administrator")


def found_by(client: TestClient, **query: str) -> list[str]:
    return [each["name"] for each in client.get("/v1/people", params=query).json()["items"]]


class TestFinding:
    @pytest.mark.parametrize(
        "query",
        [{"q": "RENNIE"}, {"q": "isla@"}, {"role": "analyst"}, {"q": "isla", "active": "true"}],
    )
    def test_by_name_address_role_and_state(
        self, administrator: TestClient, isla: Person, query: dict[str, str]
    ) -> None:
        assert found_by(administrator, **query) == [isla.name]

    @pytest.mark.parametrize(
        "query", [{"q": "rennie", "active": "false"}, {"q": "rennie", "role": "auditor"}]
    )
    def test_others_are_left_out(
        self, administrator: TestClient, isla: Person, query: dict[str, str]
    ) -> None:
        assert found_by(administrator, **query) == []

    def test_a_wildcard_is_a_letter(self, administrator: TestClient, isla: Person) -> None:
        assert found_by(administrator, q="%") == []

    def test_the_page_says_roles_and_their_end(
        self, administrator: TestClient, isla: Person
    ) -> None:
        words = administrator.get("/people", params={"q": "isla"}).text
        assert "Isla Rennie" in words
        assert "until" in words

    def test_an_empty_answer_says_so(self, administrator: TestClient) -> None:
        assert "Nobody was found" in administrator.get("/people?q=nowhere").text

    @pytest.mark.parametrize("role", ["steward", "auditor", "practitioner"])
    def test_nobody_else(self, client_for: Client, role: str, isla: Person) -> None:
        client = client_for(role)
        for path in ("/people", f"/people/{isla.id}", "/v1/people", f"/v1/people/{isla.id}"):
            assert client.get(path).status_code == 403
        assert client.delete(f"/v1/people/{isla.id}/access").status_code == 403


class TestChanging:
    def test_a_role_is_given_and_taken_away(self, administrator: TestClient, isla: Person) -> None:
        sent = {"role": "auditor", "expires_on": "2099-01-31"}
        assert "is given" in administrator.post(f"/people/{isla.id}/roles", data=sent).text
        assert "31 January 2099" in administrator.get(f"/people/{isla.id}").text
        gone = administrator.post(f"/people/{isla.id}/roles/auditor/end")
        assert "is taken away" in gone.text
        assert found_by(administrator, q="isla", role="auditor") == []

    def test_a_wrong_form_comes_back(self, administrator: TestClient, isla: Person) -> None:
        sent = {"role": "committee", "expires_on": "2099-01-31"}
        refused = administrator.post(f"/people/{isla.id}/roles", data=sent)
        assert refused.status_code == 422
        assert "Name a committee for the committee role" in refused.text
        assert 'value="2099-01-31"' in refused.text

    def test_nobody_gives_themselves_a_role(self, administrator: TestClient) -> None:
        own = administrator.get("/v1/session").json()["id"]
        refused = administrator.post(f"/people/{own}/roles", data={"role": "steward"})
        assert refused.status_code == 403
        assert "Ask another administrator: it takes two people" in refused.text
        assert "Give the role" not in administrator.get(f"/people/{own}").text

    def test_locked_and_unlocked(self, administrator: TestClient, isla: Person) -> None:
        acts = f"/people/{isla.id}/acts"
        assert "is locked" in administrator.post(acts, data={"act": "closure"}).text
        assert found_by(administrator, q="isla", active="false") == [isla.name]
        assert "open again" in administrator.post(acts, data={"act": "reopening"}).text

    def test_ended_tokens_no_longer_work(
        self, administrator: TestClient, isla: Person, sessions: sessionmaker[Session]
    ) -> None:
        with sessions.begin() as session:
            token = create_token(session, isla, name="x", by=SYSTEM, at=utc_now(), strong=True)
        bearer = {"Authorization": f"Bearer {token.text}"}
        assert administrator.get("/v1/session", headers=bearer).status_code == 200
        assert administrator.delete(f"/v1/people/{isla.id}/access").status_code == 204
        assert administrator.get("/v1/session", headers=bearer).status_code == 401
