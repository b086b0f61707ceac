from __future__ import annotations

import io
from collections.abc import Callable

import pandas as pd
import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.identity.permissions import Role
from app.reviews.models import Circumstances, Decision
from tests.factories.queries import counted_queries
from tests.factories.repository import Said, add_counted_review, themed

Client = Callable[..., TestClient]
MEASURES = (
    "thresholds",
    "timescales",
    "rigour",
    "completeness",
    "actions",
    "cooccurrence",
    "emerging",
)


@pytest.fixture(scope="module", autouse=True)
def reviews(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        for number in range(12):
            review = add_counted_review(
                session,
                Said(tags=themed("supervision", "training")),
                committee="fife" if number % 3 else "moray",
                year=2012 + number % 4,
                review_type="initial_case_review",
            )
            session.add(
                Decision(
                    review_id=review.id,
                    outcome="proceed" if number % 2 else "not_proceed",
                    source="human",
                )
            )
            session.add(Circumstances(review_id=review.id, sex="female"))


class TestMeasuresOverHttp:
    @pytest.mark.parametrize("name", MEASURES)
    def test_every_answer_says_what_it_rests_on(self, client_for: Client, name: str) -> None:
        answer = client_for("analyst").get(f"/v1/{name}", params={"from": 2010, "to": 2020})
        assert answer.status_code == 200, answer.text
        said = answer.json()
        assert said["sentence"].endswith(".")
        assert said["release"] == "not for release"
        assert said["basis"]["filters"].items() >= {"from": 2010, "to": 2020}.items()
        assert said["basis"]["definitions"]
        assert said["basis"]["reviews"] is not None

    @pytest.mark.parametrize("name", MEASURES)
    def test_pandas_reads_every_table(self, client_for: Client, name: str) -> None:
        answer = client_for("analyst").get(f"/v1/{name}", headers={"Accept": "text/csv"})
        assert answer.headers["content-type"].startswith("text/csv")
        table = pd.read_csv(io.StringIO(answer.text))
        assert len(table.columns) > 4
        assert not any(str(column).startswith("Unnamed") for column in table.columns)

    def test_the_csv_holds_the_numbers_of_the_json(self, client_for: Client) -> None:
        client = client_for("analyst")
        table = pd.read_csv(
            io.StringIO(client.get("/v1/thresholds", headers={"Accept": "text/csv"}).text)
        )
        points = client.get("/v1/thresholds").json()["points"]
        assert table["committee"].tolist() == [each["committee"] for each in points]
        assert table["decisions"].tolist() == [each["decisions"] for each in points] == [8, 4]

    def test_a_split_is_a_column(self, client_for: Client) -> None:
        answer = client_for("analyst").get(
            "/v1/completeness", params={"by": "committee"}, headers={"Accept": "text/csv"}
        )
        table = pd.read_csv(io.StringIO(answer.text))
        sex = table[table["matter"] == "sex"].set_index("committee")
        assert sex["of"].to_dict() == {"fife": 8, "moray": 4}

    @pytest.mark.parametrize(
        ("name", "params"),
        [
            ("timescales", {"stage": "lunch"}),
            ("timescales", {"target": "0"}),
            ("completeness", {"by": "colour"}),
            ("actions", {"by": "theme"}),
            ("thresholds", {"type": "no_such"}),
            ("emerging", {"from": "long ago"}),
        ],
        ids=str,
    )
    def test_what_is_unknown_is_a_problem_that_names_the_field(
        self, client_for: Client, name: str, params: dict[str, str]
    ) -> None:
        answer = client_for("analyst").get(f"/v1/{name}", params=params)
        assert answer.status_code == 422
        assert next(iter(params)) in str(answer.json()["errors"])

    def test_an_unknown_committee_is_a_problem(self, client_for: Client) -> None:
        answer = client_for("analyst").get("/v1/rigour", params={"committee": "atlantis"})
        assert answer.status_code in {404, 422}
        assert answer.json()["detail"]

    @pytest.mark.parametrize("name", MEASURES)
    @pytest.mark.parametrize("role", [Role.RESEARCHER, Role.AUDITOR, Role.ADMINISTRATOR])
    def test_closed_to_who_does_not_analyse(
        self, client_for: Client, name: str, role: Role
    ) -> None:
        assert client_for(role.value).get(f"/v1/{name}").status_code == 403

    @pytest.mark.parametrize("name", MEASURES)
    def test_closed_to_strangers(self, site: FastAPI, name: str) -> None:
        assert TestClient(site).get(f"/v1/{name}").status_code == 401

    @pytest.mark.parametrize("name", ["thresholds", "rigour", "emerging"])
    def test_a_kept_answer_costs_next_to_nothing(
        self, client_for: Client, sessions: sessionmaker[Session], name: str
    ) -> None:
        client, costs = client_for("analyst"), []
        for _ in range(2):
            with counted_queries(sessions) as sent:
                client.get(f"/v1/{name}", params={"methodology": "hybrid"})
            costs.append(len(sent))
        assert costs[0] <= 20
        assert costs[1] < costs[0]


class TestPractitioners:
    def test_see_numbers_of_enough_reviews_only(self, client_for: Client) -> None:
        points = client_for("practitioner").get("/v1/thresholds").json()["points"]
        shown = {each["committee"]: each["decisions"] for each in points}
        assert shown == {"fife": 8, "moray": None}
