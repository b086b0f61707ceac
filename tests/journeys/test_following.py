"""Somebody keeps an eye on a topic, saves a question and hears of what came back."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.following.service import raise_new_alerts
from tests.app.following.test_following import returned
from tests.journeys.conftest import Arrive

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("corpus")]


@pytest.fixture(scope="module")
def corpus(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        returned(session)
        raise_new_alerts(session)


class TestFollowing:
    def test_a_question_is_saved_where_it_is_answered_and_found_again(self, arrive: Arrive) -> None:
        analyst = arrive("analyst")
        analyst.go("/trends?by=committee")
        analyst.page.get_by_text("Save this question").click()
        analyst.page.get_by_label("Name").fill("Reviews by committee")
        analyst.look()
        analyst.press("Save the question")
        assert analyst.reads("The question is saved")
        analyst.look()
        analyst.follow("Reviews by committee")
        assert analyst.page.url.endswith("/trends?by=committee")
        analyst.go("/following")
        analyst.press("Delete")
        assert analyst.reads("No saved questions")

    def test_topics_are_ticked(self, arrive: Arrive) -> None:
        practitioner = arrive("practitioner")
        practitioner.go("/following")
        assert practitioner.reads("You follow no topic yet")
        practitioner.choose("Supervision")
        practitioner.press("Save topics")
        assert practitioner.reads("Your topics are saved")
        assert practitioner.page.get_by_label("Supervision").is_checked()
        practitioner.look()

    def test_what_came_back_is_told_at_home_and_read(self, arrive: Arrive) -> None:
        analyst = arrive("analyst")
        assert analyst.reads("Came back after it was recorded done")
        analyst.go("/following")
        assert analyst.reads("Still no hour.")
        assert analyst.reads("recorded it done on 1 January 2016")
        analyst.look()
        analyst.press("Mark all as read")
        assert analyst.reads("Everything is marked as read")
        assert analyst.page.locator("main .ds_tag", has_text="New").count() == 0
