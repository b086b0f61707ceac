from __future__ import annotations

import io
from collections.abc import Callable

import pandas as pd
import pytest
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.identity.permissions import Role
from tests.factories.queries import counted_queries
from tests.factories.repository import Said, add_counted_review, themed

Client = Callable[..., TestClient]


@pytest.fixture(scope="module", autouse=True)
def reviews(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        for year in range(2010, 2016):
            for committee in ("fife", "moray"):
                add_counted_review(
                    session, Said(tags=themed("supervision")), committee=committee, year=year
                )


class TestTrendsOverHttp:
    def test_the_contract_holds(self, client_for: Client) -> None:
        params = {"measure": "findings", "by": "theme,year"}
        answer = client_for("analyst").get("/v1/trends", params=params)
        assert answer.status_code == 200, answer.text
        row = answer.json()["rows"][0]
        assert row["key"] == {"theme": "supervision", "year": 2010}
        assert (row["reviews"], row["committees"], row["findings"], row["share"]) == (2, 2, 2, 1.0)
        assert answer.json()["basis"]["reviews"] == 12
        assert answer.json()["tests"][0]["sentence"]

    def test_two_dimensions_may_be_given_twice_or_with_a_comma(self, client_for: Client) -> None:
        client = client_for("analyst")
        twice = client.get("/v1/trends", params={"by": ["theme", "year"]}).json()
        comma = client.get("/v1/trends", params={"by": "theme,year"}).json()
        assert twice == comma

    def test_pandas_reads_the_rows(self, client_for: Client) -> None:
        answer = client_for("analyst").get(
            "/v1/trends", params={"by": "committee,year"}, headers={"Accept": "text/csv"}
        )
        table = pd.read_csv(io.StringIO(answer.text))
        assert table["reviews"].sum() == 12
        assert list(table.columns[:2]) == ["committee", "year"]

    def test_practitioners_see_no_small_numbers(self, client_for: Client) -> None:
        rows = client_for("practitioner").get("/v1/trends", params={"by": "year"}).json()["rows"]
        assert [row["reviews"] for row in rows] == [None] * 6

    @pytest.mark.parametrize("params", [{"by": "colour"}, {"theme": "colour"}], ids=str)
    def test_what_is_unknown_is_a_problem(self, client_for: Client, params: dict[str, str]) -> None:
        answer = client_for("analyst").get("/v1/trends", params=params)
        assert answer.status_code == 422
        assert answer.json()["errors"]

    def test_it_costs_a_handful_of_queries_and_then_almost_none(
        self, client_for: Client, sessions: sessionmaker[Session]
    ) -> None:
        client, costs = client_for("analyst"), []
        for _ in range(2):
            with counted_queries(sessions) as sent:
                client.get("/v1/trends", params={"by": "theme,committee"})
            costs.append(len(sent))
        assert costs[0] <= 12
        assert costs[1] < costs[0]

    @pytest.mark.parametrize("role", [Role.RESEARCHER, Role.AUDITOR, Role.ADMINISTRATOR])
    def test_it_is_closed_to_who_does_not_analyse(self, client_for: Client, role: Role) -> None:
        assert client_for(role.value).get("/v1/trends").status_code == 403


class TestCorrectedShares:
    def test_they_stand_beside_the_others(self, client_for: Client) -> None:
        params = {"measure": "findings", "by": "theme", "adjusted": "true"}
        (row,) = client_for("analyst").get("/v1/trends", params=params).json()["rows"]
        assert row["adjusted"]["by_people"] == 12
        assert row["adjusted"]["share"] == row["share"] == 1.0

    def test_the_table_has_them_in_columns_of_their_own(self, client_for: Client) -> None:
        params = {"measure": "findings", "by": "theme", "adjusted": "true"}
        answer = client_for("analyst").get(
            "/v1/trends", params=params, headers={"Accept": "text/csv"}
        )
        (row,) = pd.read_csv(io.StringIO(answer.text)).to_dict("records")
        assert (row["adjusted_share"], row["adjusted_by_people"]) == (1.0, 12)
        assert row["adjusted_source"] == "people's codes"

    def test_a_question_that_cannot_be_corrected_is_told_why(self, client_for: Client) -> None:
        answer = client_for("analyst").get("/v1/trends", params={"by": "theme", "adjusted": "true"})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "adjusted"
        assert "measure=findings" in answer.json()["detail"]

    def test_the_page_shows_them_beside_the_raw_share(self, client_for: Client) -> None:
        params = {"measure": "findings", "by": "theme", "tags": "adjusted"}
        page = client_for("analyst").get("/trends", params=params).text
        assert "Corrected share" in page
        assert "12 of 12" in page

    def test_the_page_answers_what_it_can_and_says_what_to_choose(self, client_for: Client) -> None:
        page = client_for("analyst").get("/trends", params={"by": "year", "tags": "adjusted"}).text
        assert "Not corrected" in page
        assert "Corrected share" not in page
        assert "2015" in page


class TestTheChartAsAFile:
    @pytest.mark.parametrize(
        ("form", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG")], ids=["drawing", "pixels"]
    )
    def test_it_is_the_chart_of_the_question(
        self, client_for: Client, form: str, begins: bytes
    ) -> None:
        client = client_for("analyst")
        answer = client.get(f"/trends.{form}", params={"by": "year", "theme": "supervision"})
        assert answer.content.startswith(begins)
        assert f'filename="trends.{form}"' in answer.headers["content-disposition"]

    def test_what_a_page_hides_its_chart_hides(self, client_for: Client) -> None:
        answer = client_for("practitioner").get("/trends.svg", params={"by": "year"})
        assert "2012: hidden" in answer.text
        assert "2012: 2 reviews" not in answer.text

    def test_another_form_is_not_there(self, client_for: Client) -> None:
        assert client_for("analyst").get("/trends.gif").status_code in (404, 422)
