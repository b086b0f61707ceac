"""What a browser gets before anybody has signed in."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient


@pytest.fixture(scope="module")
def browser(site: FastAPI) -> TestClient:
    return TestClient(site, headers={"Accept": "text/html"}, follow_redirects=False)


class TestOpenPages:
    @pytest.mark.parametrize("path", ["/", "/sign-in"])
    def test_are_whole_pages_with_nothing_from_elsewhere(
        self, browser: TestClient, path: str
    ) -> None:
        answer = browser.get(path)
        assert answer.status_code == 200
        assert answer.text.startswith("<!doctype html>")
        assert "https://" not in answer.text

    @pytest.mark.parametrize("path", ["/home", "/reviews", "/reviews/new", "/recurrences"])
    def test_the_others_lead_to_sign_in_and_back(self, browser: TestClient, path: str) -> None:
        answer = browser.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=")

    def test_an_address_that_is_not_there_is_said_so_on_a_page(self, browser: TestClient) -> None:
        answer = browser.get("/nowhere")
        assert answer.status_code == 404
        assert "<h1" in answer.text

    def test_there_is_no_one_click_sign_in_outside_a_demonstration(
        self, browser: TestClient
    ) -> None:
        assert browser.post("/sign-in/demonstration").status_code in {403, 404, 405}
