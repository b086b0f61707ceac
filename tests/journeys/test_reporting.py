"""An analyst freezes the national report and reads it in every form."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.app.reports.conftest import fill
from tests.journeys.conftest import Arrive

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("corpus")]


@pytest.fixture(scope="module")
def corpus(sessions: sessionmaker[Session]) -> str:
    with sessions.begin() as session:
        return fill(session)[0].reference


class TestTheNationalReport:
    def test_is_frozen_with_a_case_study_and_read(self, arrive: Arrive, corpus: str) -> None:
        analyst = arrive("analyst")
        analyst.follow("Report")
        assert analyst.reads("No report is frozen yet")
        analyst.look()

        # What is wrong is said beside its field, and what was typed is kept.
        analyst.page.get_by_label("First year of completion").fill("2015")
        analyst.press("Freeze the report")
        assert analyst.page.get_by_role("alert").inner_text().startswith("There is a problem")
        assert analyst.page.get_by_label("First year of completion").input_value() == "2015"
        analyst.look()

        analyst.page.get_by_label("Last year of completion").fill("2017")
        analyst.page.get_by_text("Pick case studies").click()
        analyst.page.locator("#case_1").select_option(corpus)
        words = analyst.page.get_by_label("Why case study 1 is worth reading")
        words.fill("Mrs Morag Kinnaird said so.")
        analyst.press("Freeze the report")
        assert "Kinnaird" in analyst.page.locator("#case_1-error").inner_text()
        words.fill("It shows what an hour can hold.")
        analyst.press("Freeze the report")
        assert analyst.reads("The report is frozen")
        analyst.look()

        with analyst.page.expect_download() as download:
            analyst.page.get_by_role("link", name="PDF, 2015–2017").first.click()
        assert download.value.path().read_bytes().startswith(b"%PDF-")
        analyst.open("a[href$='report.html']")
        assert analyst.reads("It shows what an hour can hold.")
        analyst.look()
