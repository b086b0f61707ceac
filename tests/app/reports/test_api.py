from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from lxml import html
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.home.navigation import holders_of
from app.identity.permissions import Permission, Role
from tests.app.reports.conftest import fill

Client = Callable[..., TestClient]
PERIOD = {"from": 2015, "to": 2017}


@pytest.fixture(scope="module", autouse=True)
def reviews(sessions: sessionmaker[Session]) -> str:
    with sessions.begin() as session:
        return fill(session)[0].reference


class TestNationalReport:
    @pytest.mark.parametrize(
        ("form", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%PDF-"), ("docx", b"PK")]
    )
    def test_comes_in_three_forms(self, client_for: Client, form: str, begins: bytes) -> None:
        answer = client_for("analyst").get(
            "/v1/reports/national", params={**PERIOD, "format": form}
        )
        assert answer.status_code == 200, answer.text
        assert answer.content.startswith(begins)
        assert f"national-report-2015-2017.{form}" in answer.headers["content-disposition"]

    def test_its_snapshot_gives_the_same_bytes_again(self, client_for: Client) -> None:
        client = client_for("analyst")
        first = client.get("/v1/reports/national", params={**PERIOD, "format": "pdf"})
        path = f"/v1/reports/snapshots/{first.headers['x-snapshot']}"
        again = client.get(path, params={"format": "pdf"})
        assert again.content == first.content
        assert again.headers["etag"] == first.headers["etag"]

    def test_asking_twice_freezes_once(self, client_for: Client) -> None:
        client = client_for("analyst")
        ids = {
            client.get("/v1/reports/national", params=PERIOD).headers["x-snapshot"]
            for _ in range(2)
        }
        assert len(ids) == 1
        items = client.get("/v1/reports/snapshots").json()["items"]
        assert ids <= {each["id"] for each in items}

    def test_a_person_picks_the_case_studies(self, client_for: Client, reviews: str) -> None:
        client = client_for("steward")
        body = {**PERIOD, "case_studies": [{"reference": reviews, "words": "Worth reading."}]}
        made = client.post("/v1/reports/snapshots", json=body)
        assert made.status_code == 201, made.text
        page = html.fromstring(client.get(f"/v1/reports/snapshots/{made.json()['id']}").content)
        assert "Worth reading." in page.text_content()

    @pytest.mark.parametrize(
        "params",
        [{"from": 2018, "to": 2015}, {"from": 1990, "to": 1991}, {"from": "x", "to": 2015}, {}],
        ids=str,
    )
    def test_a_period_that_holds_nothing_is_a_problem(
        self, client_for: Client, params: dict[str, object]
    ) -> None:
        answer = client_for("analyst").get("/v1/reports/national", params=params)  # type: ignore[arg-type]
        assert answer.status_code == 422
        assert answer.json()["errors"]

    def test_words_that_name_somebody_are_a_problem_at_their_place(
        self, client_for: Client, reviews: str
    ) -> None:
        body = {**PERIOD, "case_studies": [{"reference": reviews, "words": "Call 01592 555 0134."}]}
        answer = client_for("analyst").post("/v1/reports/snapshots", json=body)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "case_studies.0"

    def test_an_unknown_snapshot_is_not_there(self, client_for: Client) -> None:
        answer = client_for("analyst").get(f"/v1/reports/snapshots/{uuid4()}")
        assert answer.status_code == 404

    @pytest.mark.parametrize(
        "role", [r for r in Role if r.value not in holders_of(Permission.REPORT_NATIONAL)]
    )
    @pytest.mark.parametrize(
        "path", ["/v1/reports/national?from=2015&to=2017", "/v1/reports/snapshots", "/reports"]
    )
    def test_closed_to_who_does_not_report(self, client_for: Client, role: Role, path: str) -> None:
        committee = "fife" if role is Role.COMMITTEE else None
        assert client_for(role.value, committee).get(path).status_code == 403
