from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.recurrence.service.grouping import place_into_issues
from tests.factories.queries import counted_queries
from tests.factories.repository import Said, add_counted_review

Client = Callable[..., TestClient]

HANDOVER = (
    "When a family moved, the new area began its record afresh and the history stayed behind."
)
SAME_AGAIN = "After a move the next authority started again, without what the last one knew."
UNLIKE = "The nursery's fire drill was timed with care and the result shared with the parents."


@pytest.fixture(scope="module", autouse=True)
def reviews(sessions: sessionmaker[Session]) -> None:
    action = {"words": "Send the chronology ahead of the family.", "owner": "Social work"}
    with sessions.begin() as session:
        add_counted_review(
            session,
            Said(HANDOVER, resolved_on=date(2013, 5, 1), actions=[action]),
            Said(UNLIKE),
            committee="fife",
            year=2012,
        )
        add_counted_review(session, Said(SAME_AGAIN), committee="moray", year=2016, published=False)
        place_into_issues(session)


def ask(client: TestClient, words: str, limit: int = 10) -> list[dict[str, object]]:
    answer = client.post("/v1/precedents", json={"text": words, "limit": limit})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, object]] = answer.json()["items"]
    return items


class TestPrecedent:
    def test_the_finding_that_says_so_comes_first_and_what_was_done(
        self, client_for: Client
    ) -> None:
        first = ask(client_for("practitioner"), HANDOVER)[0]
        assert first["statement"] == HANDOVER
        assert first["score"] == pytest.approx(1, abs=0.01)
        assert first["same_issue"] is True
        assert first["status"] == "resolved"
        assert first["actions"][0]["owner"] == "Social work"  # type: ignore[index]

    def test_an_unlike_finding_scores_lower(self, client_for: Client) -> None:
        items = ask(client_for("analyst"), HANDOVER)
        scores = {each["statement"]: each["score"] for each in items}
        assert scores[UNLIKE] < scores[SAME_AGAIN] < scores[HANDOVER]  # type: ignore[operator]

    def test_what_is_not_published_is_for_analysts(self, client_for: Client) -> None:
        def said(role: str) -> set[object]:
            return {each["statement"] for each in ask(client_for(role), HANDOVER)}

        assert SAME_AGAIN in said("analyst")
        assert SAME_AGAIN not in said("practitioner")

    def test_queries_do_not_grow_with_the_answer(
        self, client_for: Client, sessions: sessionmaker[Session]
    ) -> None:
        client = client_for("analyst")
        ask(client, HANDOVER, 1)  # a token's first use in a minute is written down
        costs = []
        for limit in (1, 3):
            with counted_queries(sessions) as sent:
                assert len(ask(client, HANDOVER, limit)) == limit
            costs.append(len(sent))
        assert costs[0] == costs[1]

    @pytest.mark.parametrize(
        "words", ["", "too short", "x" * 2_001], ids=["empty", "short", "long"]
    )
    def test_it_takes_a_sentence_or_a_few(self, client_for: Client, words: str) -> None:
        answer = client_for("analyst").post("/v1/precedents", json={"text": words})
        assert answer.status_code == 422
