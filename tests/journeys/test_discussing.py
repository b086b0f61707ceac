"""Practitioners speak of a review; what may name a family waits for a moderator."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.factories.repository import Said, add_counted_review
from tests.journeys.conftest import Arrive

pytestmark = [pytest.mark.journey]


@pytest.fixture
def reference(sessions: sessionmaker[Session]) -> str:
    with sessions.begin() as session:
        return add_counted_review(session, Said("Nobody read the letters aloud.")).reference


class TestDiscussing:
    def test_from_the_learning_to_a_post_that_others_read(
        self, arrive: Arrive, reference: str
    ) -> None:
        practitioner = arrive("practitioner")
        practitioner.go(f"/learning/{reference}")
        practitioner.follow("Discuss with colleagues")
        assert practitioner.reads("Nobody has said anything yet")
        practitioner.look()
        practitioner.page.get_by_label("Your post").fill("We read letters aloud at handover now.")
        practitioner.press("Add your post")
        assert practitioner.reads("Your post is on the page")
        practitioner.look()
        analyst = arrive("analyst")
        analyst.go(f"/learning/{reference}/discussion")
        assert analyst.reads("We read letters aloud at handover now.")

    def test_a_name_comes_back_to_its_author_and_then_waits(
        self, arrive: Arrive, reference: str
    ) -> None:
        practitioner = arrive("practitioner")
        practitioner.go(f"/learning/{reference}/discussion")
        practitioner.page.get_by_label("Your post").fill("Just as Kirsty Macleod said of us.")
        practitioner.press("Add your post")
        assert practitioner.reads("“Kirsty Macleod” looks like a person's name")
        assert practitioner.page.get_by_label("Your post").input_value().startswith("Just as")
        practitioner.look()
        practitioner.page.get_by_label("Why it names nobody").fill("She is the author of a book")
        practitioner.press("Add your post")
        assert practitioner.reads("A moderator will read your post")
        steward = arrive("steward")
        steward.open("a[href='/moderation']")
        assert steward.reads("She is the author of a book")
        steward.look()
        waiting = steward.page.locator("li[id^=post-]", has_text="She is the author of a book")
        waiting.get_by_label("Reason").fill("A published author")
        with steward.page.expect_navigation():
            waiting.get_by_role("button", name="Show the post").click()
        assert steward.reads("The post is shown")
        steward.look()
        steward.go(f"/learning/{reference}/discussion")
        assert steward.reads("Just as Kirsty Macleod said of us.")

    def test_a_reader_reports_with_the_keyboard_alone(self, arrive: Arrive, reference: str) -> None:
        practitioner = arrive("practitioner")
        practitioner.go(f"/learning/{reference}/discussion")
        practitioner.page.get_by_label("Your post").fill("A post to be looked at.")
        practitioner.press("Add your post")
        analyst = arrive("analyst")
        analyst.go(f"/learning/{reference}/discussion")
        mine = analyst.page.locator("li[id^=post-]", has_text="A post to be looked at.")
        mine.locator("summary").press("Enter")
        mine.get_by_label("What should a moderator look at?").fill("It is too close to home")
        with analyst.page.expect_navigation():
            mine.get_by_label("What should a moderator look at?").press("Enter")
        assert analyst.reads("Nobody reads the post until a moderator has")
        assert not analyst.reads("A post to be looked at.")
