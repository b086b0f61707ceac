"""An analyst measures how reviews come about, how long they take and what became of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.measures.pages.routes import MEASURES
from app.reviews.models import Circumstances, Decision, KeyDate
from tests.factories.repository import Said, add_counted_review, themed
from tests.journeys.conftest import Arrive

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("corpus")]

COMMITTEES = ("fife", "angus", "moray", "highland")


@pytest.fixture(scope="module")
def corpus(sessions: sessionmaker[Session]) -> None:
    """Initial reviews of four committees, one of which hardly ever goes on."""
    with sessions.begin() as session:
        for number in range(48):
            committee = COMMITTEES[number % 4]
            themes = ("neglect", "training") if number % 3 == 0 else ("supervision",)
            action = {"words": "Reserve an hour.", "due": date(2018, 1, 1)}
            review = add_counted_review(
                session,
                Said(tags=(*themed(*themes), ("depth", "explanation", "human")), actions=[action]),
                committee=committee,
                year=2010 + number % 8,
                review_type="initial_case_review",
                methodology="hybrid" if number % 2 else "learning_together",
            )
            went_on = committee != "moray" and number % 8 < 6
            session.add(
                Decision(
                    review_id=review.id,
                    outcome="proceed" if went_on else "not_proceed",
                    source="human",
                )
            )
            session.add(Circumstances(review_id=review.id, sex="female", economic_recorded="yes"))
            began = date(2014, 1, 6)
            for kind, on in (
                ("commission", began),
                ("completed", began + timedelta(days=200 + 7 * number)),
            ):
                session.add(
                    KeyDate(review_id=review.id, kind=kind, on=on, precision="day", source="human")
                )


class TestMeasures:
    @pytest.mark.parametrize("name", MEASURES)
    def test_every_page_reads_well_at_every_width(self, arrive: Arrive, name: str) -> None:
        analyst = arrive("analyst")
        analyst.go(f"/measures/{name}")
        assert analyst.page.locator("main h1").inner_text()
        assert analyst.page.locator("main table tbody tr").count() > 0
        analyst.look()

    def test_the_committee_that_hardly_ever_goes_on_is_named(self, arrive: Arrive) -> None:
        analyst = arrive("analyst")
        analyst.follow("Measures")
        assert analyst.reads("Moray below (0 of 12)")
        marked = analyst.page.locator("figure svg text", has_text="Moray")
        assert marked.count() == 1

    def test_a_stage_is_chosen_and_its_curves_are_drawn(self, arrive: Arrive) -> None:
        analyst = arrive("analyst")
        analyst.go("/measures/timescales")
        analyst.page.get_by_label("Target").select_option("365")
        analyst.press("Show")
        assert analyst.reads("Longer than 365 days")
        assert analyst.page.locator("figure svg").get_attribute("aria-label") is not None
        analyst.look()

    def test_the_measures_are_reached_by_keyboard_alone(self, arrive: Arrive) -> None:
        analyst = arrive("analyst")
        analyst.go("/measures/thresholds")
        link = analyst.page.get_by_role("link", name="Actions", exact=True)
        link.focus()
        with analyst.page.expect_navigation():
            analyst.page.keyboard.press("Enter")
        assert analyst.page.locator("main h1").inner_text() == "Actions"

    def test_a_practitioner_reads_them_without_scripts(self, arrive: Arrive) -> None:
        practitioner = arrive("practitioner", scripts=False)
        practitioner.go("/measures/completeness")
        assert practitioner.reads("Economic circumstances")
