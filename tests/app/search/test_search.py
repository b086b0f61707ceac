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

SUPERVISED = "Supervisors had no hour to think about the child with the worker."
CHRONOLOGY = "Nobody kept a chronology, so each injury was met as the first."
VIOLENCE = "Domestic violence was treated as a matter between two adults."
PRAISED = "Health visitors kept calling until somebody opened the door."
SECRET = "Supervisors in one team signed the record unread."
MODEL = (("theme", "training", "model"),)
OVERRULED = (("theme", "training", "model"), ("theme", "neglect", "human"))


@pytest.fixture(scope="module", autouse=True)
def reviews(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        add_counted_review(
            session,
            Said(
                SUPERVISED,
                tags=(*themed("supervision"), ("typology", "management_systems", "stated")),
            ),
            Said(
                CHRONOLOGY, tags=(("typology", "tools", "human"), ("depth", "explanation", "human"))
            ),
            committee="fife",
            year=2012,
        )
        add_counted_review(
            session,
            Said(VIOLENCE, tags=MODEL),
            Said(PRAISED, polarity="good_practice", tags=OVERRULED, detail="<b>Bold</b> doors."),
            committee="moray",
            year=2016,
            review_type="learning_review",
            methodology="root_cause_analysis",
        )
        add_counted_review(session, Said(SECRET), committee="fife", year=2019, published=False)


def found(client: TestClient, **params: object) -> list[str]:
    answer = client.get("/v1/findings", params=params)
    assert answer.status_code == 200, answer.text
    return [each["statement"] for each in answer.json()["items"]]


class TestWords:
    @pytest.mark.parametrize(
        ("q", "expected"),
        [
            ("supervisor", [SUPERVISED]),
            ("chronologies", [CHRONOLOGY]),
            ('"no hour to think"', [SUPERVISED]),
            ('"hour no to think"', []),
            ("chronology or violence", [VIOLENCE, CHRONOLOGY]),
            ("adults -violence", []),
            ("doors", [PRAISED]),
            ("zebra", []),
        ],
    )
    def test_find_what_holds_them(self, client_for: Client, q: str, expected: list[str]) -> None:
        assert sorted(found(client_for("practitioner"), q=q)) == sorted(expected)

    def test_synonyms_are_searched_and_named(self, client_for: Client) -> None:
        client = client_for("practitioner")
        answer = client.get("/v1/findings", params={"q": "domestic abuse"}).json()
        assert [each["statement"] for each in answer["items"]] == [VIOLENCE]
        assert '"domestic violence"' in answer["also_searched"]
        assert found(client, q="domestic abuse", synonyms=False) == []

    def test_matches_are_marked_and_the_rest_is_escaped(self, client_for: Client) -> None:
        (item,) = client_for("analyst").get("/v1/findings", params={"q": "door"}).json()["items"]
        assert "<mark>door</mark>" in item["highlight"]
        assert "<b>" not in item["highlight"]


class TestFilters:
    @pytest.mark.parametrize(
        ("params", "expected"),
        [
            ({"theme": "supervision"}, [SUPERVISED]),
            ({"typology": "tools"}, [CHRONOLOGY]),
            ({"depth": "explanation"}, [CHRONOLOGY]),
            ({"committee": "moray"}, [VIOLENCE, PRAISED]),
            ({"type": "learning_review"}, [VIOLENCE, PRAISED]),
            ({"methodology": "root_cause_analysis"}, [VIOLENCE, PRAISED]),
            ({"from": 2016}, [VIOLENCE, PRAISED]),
            ({"to": 2012}, [SUPERVISED, CHRONOLOGY]),
            ({"good_practice": True}, [PRAISED]),
            ({"good_practice": False, "from": 2016}, [VIOLENCE]),
            ({"q": "chronology", "committee": "moray"}, []),
        ],
    )
    def test_narrow(
        self, client_for: Client, params: dict[str, object], expected: list[str]
    ) -> None:
        assert sorted(found(client_for("practitioner"), **params)) == sorted(expected)

    def test_a_tag_that_a_person_overruled_does_not_count(self, client_for: Client) -> None:
        assert found(client_for("practitioner"), theme="training") == [VIOLENCE]

    @pytest.mark.parametrize("field", ["theme", "typology", "depth", "type", "committee"])
    def test_an_unknown_key_is_a_named_problem(self, client_for: Client, field: str) -> None:
        answer = client_for("analyst").get("/v1/findings", params={field: "no_such_key"})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"].strip("/").endswith(field)


class TestRights:
    def test_analysts_find_what_is_accepted(self, client_for: Client) -> None:
        assert SECRET in found(client_for("analyst"), q="supervisors")

    def test_practitioners_do_not(self, client_for: Client) -> None:
        assert SECRET not in found(client_for("practitioner"), q="supervisors")

    def test_a_committee_finds_its_own_and_no_other(self, client_for: Client) -> None:
        assert SECRET in found(client_for("committee", "fife"), q="supervisors")
        assert SECRET not in found(client_for("committee", "angus"), q="supervisors")

    @pytest.mark.parametrize("role", [Role.RESEARCHER, Role.AUDITOR, Role.ADMINISTRATOR])
    def test_others_do_not_search(self, client_for: Client, role: Role) -> None:
        assert client_for(role.value).get("/v1/findings").status_code == 403

    def test_the_export_obeys_the_same_rule(self, client_for: Client) -> None:
        accept = {"Accept": "text/csv"}
        assert SECRET not in client_for("practitioner").get("/v1/findings", headers=accept).text
        assert SECRET in client_for("analyst").get("/v1/findings", headers=accept).text


class TestPaging:
    @pytest.mark.parametrize("q", [None, "supervisors or chronology or violence or door"])
    def test_goes_through_all_once(self, client_for: Client, q: str | None) -> None:
        client, seen = client_for("analyst"), []
        params: dict[str, object] = {"limit": 2} | ({"q": q} if q else {})
        for _ in range(4):
            answer = client.get("/v1/findings", params=params).json()
            seen += [each["id"] for each in answer["items"]]
            if answer["next"] is None:
                break
            params["cursor"] = answer["next"]
        assert len(seen) == len(set(seen)) == 5

    def test_the_total_is_said_when_words_are_searched(self, client_for: Client) -> None:
        answer = client_for("analyst").get("/v1/findings", params={"q": "supervisors"}).json()
        assert (answer["total"], answer["total_is_capped"]) == (2, False)

    def test_a_foreign_cursor_is_refused(self, client_for: Client) -> None:
        answer = client_for("analyst").get("/v1/findings", params={"cursor": "abc"})
        assert answer.status_code == 422


class TestCost:
    def test_five_findings_cost_as_many_queries_as_one(
        self, client_for: Client, sessions: sessionmaker[Session]
    ) -> None:
        client, costs = client_for("analyst"), []
        client.get("/v1/findings", params={"q": "door"})
        for limit in (1, 5):
            with counted_queries(sessions) as sent:
                client.get("/v1/findings", params={"limit": limit, "theme": "supervision"})
            costs.append(len(sent))
        assert costs[0] == costs[1] <= 9


class TestCsv:
    def test_pandas_reads_every_match(self, client_for: Client) -> None:
        answer = client_for("analyst").get("/v1/findings", headers={"Accept": "text/csv"})
        table = pd.read_csv(io.StringIO(answer.text))
        assert set(table["statement"]) == {SUPERVISED, CHRONOLOGY, VIOLENCE, PRAISED, SECRET}
        assert table["year"].tolist() == sorted(table["year"], reverse=True)

    def test_a_bad_filter_is_a_problem_not_an_empty_file(self, client_for: Client) -> None:
        answer = client_for("analyst").get(
            "/v1/findings", params={"theme": "x"}, headers={"Accept": "text/csv"}
        )
        assert answer.status_code == 422
