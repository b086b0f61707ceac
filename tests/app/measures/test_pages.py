from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lxml import html
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.measures.pages.routes import MEASURES
from app.reviews.models import Decision
from tests.factories.repository import Said, add_counted_review, themed

Client = Callable[..., TestClient]


@pytest.fixture(scope="module", autouse=True)
def reviews(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        for number in range(9):
            review = add_counted_review(
                session,
                Said(tags=(*themed("supervision"), ("depth", "explanation", "human"))),
                committee="fife" if number < 6 else "moray",
                review_type="initial_case_review",
            )
            session.add(
                Decision(
                    review_id=review.id,
                    outcome="proceed" if number % 3 == 0 else "not_proceed",
                    source="human",
                )
            )


@pytest.fixture
def open_page(client_for: Client) -> Callable[[str], html.HtmlElement]:
    def get(path: str, role: str = "analyst") -> html.HtmlElement:
        answer = client_for(role).get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 200, answer.text
        return html.fromstring(answer.text)

    return get


class TestMeasurePages:
    @pytest.mark.parametrize("name", MEASURES)
    def test_each_names_itself_and_leads_to_the_others(
        self, open_page: Callable[[str], html.HtmlElement], name: str
    ) -> None:
        page = open_page(f"/measures/{name}")
        menu = page.xpath("//nav[@aria-label='Measures']//a/@href")
        assert menu == [f"/measures/{each}" for each in MEASURES]
        (current,) = page.xpath("//nav[@aria-label='Measures']//a[@aria-current='page']/@href")
        assert current == f"/measures/{name}"
        assert len(page.xpath("//main//h1")) == 1

    def test_the_funnel_says_what_the_table_says(
        self, open_page: Callable[[str], html.HtmlElement]
    ) -> None:
        page = open_page("/measures/thresholds")
        (told,) = page.xpath("//figure//*[local-name()='svg']/@aria-label")
        rows = page.xpath("(//main//table)[1]/tbody/tr")
        said = {row.xpath("string(th)"): row.xpath("td/text()")[:2] for row in rows}
        assert said == {"Fife": ["2", "6"], "Moray": ["1", "3"]}
        for committee, (went_on, decisions) in said.items():
            assert f"{committee}: {went_on} of {decisions}" in told
        assert len(page.xpath("//figure//*[local-name()='circle']")) == 2

    def test_the_bars_say_what_the_table_says(
        self, open_page: Callable[[str], html.HtmlElement]
    ) -> None:
        page = open_page("/measures/rigour")
        (told,) = page.xpath("//figure//*[local-name()='svg']/@aria-label")
        assert "Explanation: 100%" in told
        row = page.xpath("(//main//table)[1]/tbody/tr[normalize-space(th)='Explanation']")[0]
        assert row.xpath("td/text()")[:3] == ["9", "9", "100%"]

    def test_the_download_asks_the_same_question(
        self, open_page: Callable[[str], html.HtmlElement], client_for: Client
    ) -> None:
        page = open_page("/measures/thresholds?committee=fife")
        link, *_ = page.xpath("//a[@download]/@href")
        assert link == "/measures/thresholds.csv?committee=fife"
        text = client_for("analyst").get(link).text
        assert [line.split(",")[0] for line in text.splitlines()] == ["committee", "fife"]

    def test_the_chart_is_there_to_take_away(
        self, open_page: Callable[[str], html.HtmlElement], client_for: Client
    ) -> None:
        page = open_page("/measures/thresholds?committee=fife")
        _, drawing, pixels = page.xpath("//a[@download]/@href")
        assert drawing == "/measures/thresholds.svg?committee=fife"
        client = client_for("analyst")
        told = html.fromstring(client.get(drawing).content).xpath("string(@aria-label)")
        assert "Fife: 2 of 6" in told
        assert "Moray" not in told
        assert client.get(pixels).content.startswith(b"\x89PNG")

    def test_what_has_no_chart_says_what_to_take(self, client_for: Client) -> None:
        answer = client_for("analyst").get("/measures/thresholds.png?committee=orkney")
        assert answer.status_code == 404
        assert "Take the table (CSV)" in answer.text

    def test_the_form_keeps_what_was_chosen(
        self, open_page: Callable[[str], html.HtmlElement]
    ) -> None:
        page = open_page("/measures/timescales?stage=decision&by=type&target=28&from=2012")
        chosen = page.xpath("//form//option[@selected]/@value")
        assert {"decision", "type", "28"} <= set(chosen)
        assert page.xpath("//input[@id='from']/@value") == ["2012"]

    def test_nothing_to_measure_leads_back(
        self, open_page: Callable[[str], html.HtmlElement]
    ) -> None:
        page = open_page("/measures/thresholds?committee=orkney")
        assert page.xpath("//main//a[normalize-space()='Start again']/@href") == [
            "/measures/thresholds"
        ]
        assert page.xpath("//main//table") == []

    @pytest.mark.parametrize("query", ["stage=lunch", "by=moon", "target=-1", "from=ages"])
    def test_an_address_with_nonsense_in_it_asks_the_plain_question(
        self, open_page: Callable[[str], html.HtmlElement], query: str
    ) -> None:
        page = open_page(f"/measures/timescales?{query}")
        assert page.xpath("//main//h1")

    def test_small_numbers_are_hidden_from_practitioners(
        self, open_page: Callable[..., html.HtmlElement]
    ) -> None:
        page = open_page("/measures/thresholds", role="practitioner")
        row = page.xpath("(//main//table)[1]/tbody/tr[normalize-space(th)='Moray']")[0]
        assert not re.search(r"\d", row.text_content().replace("Moray", ""))

    def test_the_menu_leads_here(self, client_for: Client) -> None:
        answer = client_for("analyst").get("/measures", follow_redirects=False)
        assert answer.headers["location"] == "/measures/thresholds"
