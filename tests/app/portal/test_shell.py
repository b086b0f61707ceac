from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.home.navigation import DESTINATIONS
from app.portal.assets import asset
from app.portal.navigation import Destination, destinations_for
from app.portal.rendering import day_in_words


@pytest.fixture
def browser(site: FastAPI) -> TestClient:
    return TestClient(site, headers={"accept": "text/html"})


class TestNavigation:
    @pytest.mark.parametrize(
        ("role", "labels"),
        [
            (
                "practitioner",
                [
                    "Home",
                    "Reviews",
                    "Search",
                    "Recurrence",
                    "Trends",
                    "Measures",
                    "Following",
                    "Vocabularies",
                ],
            ),
            ("auditor", ["Home", "Audit"]),
            ("administrator", ["Home", "Vocabularies", "Models", "People"]),
            ("researcher", ["Home", "Vocabularies"]),
        ],
    )
    def test_leads_nobody_to_a_page_that_refuses_them(self, role: str, labels: list[str]) -> None:
        shown = destinations_for(DESTINATIONS, frozenset({role}))
        assert [each.label for each in shown] == labels

    @pytest.mark.parametrize(
        ("path", "holds"),
        [("/reviews", True), ("/reviews/CR-1", True), ("/reviewsabc", False), ("/", False)],
    )
    def test_knows_which_pages_belong_to_an_entry(self, path: str, holds: bool) -> None:
        assert Destination("Reviews", "/reviews").holds(path) is holds


class TestStaticFiles:
    def test_are_kept_for_a_year_when_asked_for_by_fingerprint(self, browser: TestClient) -> None:
        answer = browser.get(asset("portal.css"))
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"

    def test_are_asked_about_again_without_it(self, browser: TestClient) -> None:
        assert browser.get("/static/portal.css").headers["cache-control"] == "no-cache"

    def test_a_missing_file_says_so_at_once(self) -> None:
        with pytest.raises(FileNotFoundError):
            asset("nowhere.css")

    @pytest.mark.parametrize("path", ["/static/../rendering.py", "/static/%2e%2e/rendering.py"])
    def test_nothing_else_is_served(self, browser: TestClient, path: str) -> None:
        assert browser.get(path).status_code == 404


class TestThePage:
    def test_scripts_and_styles_are_ours_or_carry_the_nonce(self, browser: TestClient) -> None:
        answer = browser.get("/")
        nonce = re.search(r"'nonce-([^']+)'", answer.headers["content-security-policy"])
        assert nonce is not None
        for attributes in re.findall(r"<script([^>]*)>", answer.text):
            assert f'nonce="{nonce[1]}"' in attributes or 'src="/static/' in attributes
        assert "style=" not in answer.text
        assert re.findall(r'(?:src|href)="https?:', answer.text) == []

    def test_is_compressed(self, browser: TestClient) -> None:
        assert browser.get("/").headers["content-encoding"] == "gzip"

    def test_says_nothing_of_a_demonstration_where_there_is_none(self, browser: TestClient) -> None:
        assert "Demonstration" not in browser.get("/sign-in").text

    def test_numbers_too_small_to_tell_are_not_told(self, browser: TestClient) -> None:
        assert "published reviews with findings" not in browser.get("/").text


class TestDays:
    @pytest.mark.parametrize(
        ("value", "words"),
        [
            ("2016-03-04", "4 March 2016"),
            ("2016-03", "March 2016"),
            ("2016-Q1", "2016-Q1"),
            ("2016", "2016"),
            ("2016-13", "2016-13"),
            (None, ""),
        ],
    )
    def test_are_as_exact_as_they_are_known(self, value: str | None, words: str) -> None:
        assert day_in_words(value) == words
