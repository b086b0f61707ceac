"""Finding the way in, being turned away kindly, and how much is fetched."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Arrive

pytestmark = pytest.mark.journey

KILOBYTE = 1_024


class TestSigningIn:
    def test_one_click_from_the_landing_page_leads_home(self, arrive: Arrive) -> None:
        visitor = arrive()
        visitor.go("/")
        visitor.look()
        assert visitor.page.get_by_text("Every person, family and review here is invented").count()
        visitor.press("Mhairi Lockhart Practitioner")
        visitor.page.wait_for_url("**/home")
        visitor.look()
        visitor.press("Sign out")
        visitor.page.wait_for_url("**/sign-in")
        visitor.look()

    def test_a_wrong_password_is_told_at_the_top_of_the_page(self, arrive: Arrive) -> None:
        visitor = arrive()
        visitor.go("/sign-in")
        visitor.page.get_by_label("E-mail address").fill("nobody@example.org")
        visitor.page.get_by_label("Password").fill("not the right one")
        visitor.page.get_by_role("button", name="Sign in", exact=True).click()
        summary = visitor.page.get_by_role("alert")
        assert summary.inner_text().startswith("There is a problem")
        assert summary.evaluate("each => each === document.activeElement")
        visitor.look()

    def test_it_leads_on_to_the_page_that_was_wanted(self, arrive: Arrive) -> None:
        visitor = arrive()
        visitor.go("/reviews?state=published")
        visitor.press("Rowan Petrie Analyst")
        visitor.page.wait_for_url("**/reviews?state=published")
        assert visitor.reads("No reviews match")
        visitor.look()

    def test_by_keyboard_alone(self, arrive: Arrive) -> None:
        visitor = arrive()
        visitor.go("/sign-in")
        visitor.page.keyboard.press("Tab")
        assert visitor.page.locator(":focus").inner_text() == "Skip to main content"
        visitor.page.keyboard.press("Enter")
        for _ in range(12):
            visitor.page.keyboard.press("Tab")
            if "Una Strachan" in visitor.page.locator(":focus").inner_text():
                break
        visitor.page.keyboard.press("Enter")
        visitor.page.wait_for_url("**/home")
        assert visitor.reads("What waits for your committee")


class TestEveryRole:
    @pytest.mark.parametrize(
        ("name", "sees", "never"),
        [
            ("lead.officer", "What waits for your committee", "What waits in the inspectorate"),
            ("practitioner", "Ask the repository", "Upload a review"),
            ("analyst", "What keeps coming back", "Upload a review"),
            ("steward", "What waits in the inspectorate", "for your committee"),
            ("researcher", "Your projects", "Ask the repository"),
            ("auditor", "The audit trail", "Ask the repository"),
            ("administrator", "People, roles and models", "Ask the repository"),
        ],
    )
    def test_has_a_home_of_its_own(self, arrive: Arrive, name: str, sees: str, never: str) -> None:
        visitor = arrive(name)
        assert visitor.reads(sees)
        assert not visitor.reads(never)
        visitor.look()


class TestBeingTurnedAway:
    @pytest.mark.parametrize(
        ("name", "path", "title"),
        [
            ("practitioner", "/reviews/CR-999999", "Not found"),
            ("researcher", "/search", "Not allowed"),
            ("auditor", "/reviews", "Not allowed"),
        ],
    )
    def test_says_why_and_where_to_go(
        self, arrive: Arrive, name: str, path: str, title: str
    ) -> None:
        visitor = arrive(name)
        visitor.go(path)
        assert visitor.page.locator("h1").inner_text().startswith(title)
        visitor.look()
        visitor.follow("Go to your home page")
        assert visitor.page.url.endswith("/home")


class TestOpenPages:
    @pytest.mark.parametrize("path", ["/about", "/support", "/accessibility"])
    def test_need_no_account(self, arrive: Arrive, path: str) -> None:
        visitor = arrive()
        visitor.go(path)
        visitor.look()


class TestTheFirstLoad:
    def test_is_light_and_what_is_kept_is_not_fetched_again(self, arrive: Arrive) -> None:
        visitor = arrive()
        sent: dict[str, int] = {}
        wire = visitor.page.context.new_cdp_session(visitor.page)
        wire.send("Network.enable")
        wire.on(
            "Network.loadingFinished",
            lambda each: sent.update({each["requestId"]: int(each["encodedDataLength"])}),
        )
        visitor.go("/")
        visitor.page.wait_for_load_state("networkidle")
        assert 5 * KILOBYTE < sum(sent.values()) <= 150 * KILOBYTE
        sent.clear()
        visitor.go("/about")
        visitor.page.wait_for_load_state("networkidle")
        assert sum(sent.values()) < 10 * KILOBYTE

    def test_the_content_warning_stays_read_for_the_session(self, arrive: Arrive) -> None:
        visitor = arrive("practitioner")
        visitor.go("/search?q=visit")
        warning = visitor.page.get_by_role("region", name="Content warning")
        if warning.count() == 0:
            visitor.go("/recurrences")
        visitor.press("I have read this", leads_on=False)
        assert not warning.is_visible()
        visitor.page.reload()
        assert not warning.is_visible()
