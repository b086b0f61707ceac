"""Analysts and practitioners ask; the pages answer with what the numbers rest on."""

from __future__ import annotations

import csv
import re

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.recurrence.service.grouping import place_into_issues
from tests.factories.repository import Said, add_counted_review, direction, themed
from tests.journeys.conftest import Arrive

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("corpus")]

STATEMENTS = {
    ("fife", 2012): "Supervision was spent on numbers and never on what workers feared.",
    ("angus", 2014): "Workers had an hour of supervision and used it to count visits.",
    ("moray", 2019): "In supervision nobody asked what the visits had been like.",
}


@pytest.fixture(scope="module")
def corpus(sessions: sessionmaker[Session]) -> None:
    """Six published reviews, three of which state one issue on supervision."""
    with sessions.begin() as session:
        for (committee, year), statement in STATEMENTS.items():
            said = Said(statement=statement, tags=themed("supervision"), vector=direction(1))
            add_counted_review(session, said, committee=committee, year=year)
        for place, committee in enumerate(("highland", "falkirk", "glasgow-city"), start=2):
            said = Said(
                statement=f"The record of visit {place} was kept in a drawer.",
                tags=themed("record_keeping"),
                vector=direction(*[0] * place, 1),
            )
            add_counted_review(session, said, committee=committee, year=2010 + place)
        place_into_issues(session)


class TestWhatKeepsComingBack:
    def test_an_issue_shows_its_committees_and_years_and_every_finding(
        self, arrive: Arrive
    ) -> None:
        analyst = arrive("analyst")
        analyst.follow("Recurrence")
        analyst.page.get_by_label("Theme").select_option("supervision")
        analyst.press("Show")
        analyst.page.wait_for_url("**theme=supervision**")
        analyst.look()
        matrix = analyst.page.locator(".crr-matrix").first
        assert matrix.locator("tbody th").all_inner_texts() == ["Angus", "Fife", "Moray"]
        assert matrix.locator(".crr-hit").count() == 3
        analyst.page.get_by_text("Read all 3 findings").click()
        assert all(analyst.reads(statement) for statement in STATEMENTS.values())
        analyst.look()

    def test_nothing_found_says_what_to_do(self, arrive: Arrive) -> None:
        analyst = arrive("analyst")
        analyst.go("/recurrences?theme=neglect")
        assert analyst.reads("No issue comes back under these filters")
        analyst.look()


class TestTrends:
    def test_the_chart_and_the_table_and_the_download_say_the_same(self, arrive: Arrive) -> None:
        analyst = arrive("analyst")
        analyst.go("/trends?by=theme")
        analyst.look()
        rows = analyst.page.locator("main table tbody tr")
        names = rows.locator("th").all_inner_texts()
        shares = [row.locator("td").nth(4).inner_text() for row in rows.all()]
        told = analyst.page.locator("figure svg").get_attribute("aria-label") or ""
        for name, share in zip(names, shares, strict=True):
            assert f"{name}: {share}" in told
        assert dict(zip(names, shares, strict=True))["Supervision"] == "50%"

        with analyst.page.expect_download() as download:
            analyst.page.get_by_role("link", name="Download the table (CSV)").click()
        with download.value.path().open(encoding="utf-8") as file:
            kept = {row["theme"]: float(row["share"]) for row in csv.DictReader(file)}
        assert kept["supervision"] == 0.5
        assert len(kept) == len(names)

    def test_two_dimensions_are_shades_with_numbers(self, arrive: Arrive) -> None:
        analyst = arrive("analyst")
        analyst.go("/trends?by=theme&then=year")
        assert analyst.page.locator("figure svg rect").count() > 6
        analyst.look()

    def test_a_practitioner_is_told_that_small_numbers_are_hidden(self, arrive: Arrive) -> None:
        practitioner = arrive("practitioner")
        practitioner.go("/trends?by=theme")
        assert practitioner.reads("Hidden: it rests on too few reviews.")
        practitioner.look()


class TestSearch:
    def test_findings_come_first_with_the_words_that_matched(self, arrive: Arrive) -> None:
        practitioner = arrive("practitioner")
        practitioner.page.get_by_label("What are you looking for?").fill("supervision")
        practitioner.press("Search")
        practitioner.look()
        assert practitioner.page.locator(".crr-results > li").count() == 3
        assert "supervision" in practitioner.page.locator("mark").first.inner_text().lower()
        practitioner.follow("Learning from T-")
        assert practitioner.reads("To think about with your team")

    def test_words_that_nobody_wrote_lead_to_advice(self, arrive: Arrive) -> None:
        practitioner = arrive("practitioner")
        practitioner.go("/search?q=zeppelin")
        assert practitioner.reads("Nothing was found")
        practitioner.look()

    def test_what_was_typed_is_never_run(self, arrive: Arrive) -> None:
        practitioner = arrive("practitioner")
        practitioner.go("/search?q=%3Cscript%3Ealert(1)%3C/script%3E+supervision")
        assert practitioner.page.locator("main script").count() == 0


class TestWithoutScripts:
    def test_reading_works(self, arrive: Arrive) -> None:
        practitioner = arrive("practitioner", scripts=False)
        practitioner.page.set_viewport_size({"width": 360, "height": 800})
        practitioner.page.get_by_role("navigation", name="Main").get_by_role(
            "link", name="Search"
        ).click()
        practitioner.page.get_by_label("What are you looking for?").fill("supervision")
        practitioner.press("Search")
        practitioner.open(".crr-results h2 a")
        assert re.search(r"/reviews/T-\d+/findings/", practitioner.page.url)
        assert practitioner.reads("The committee’s response")
