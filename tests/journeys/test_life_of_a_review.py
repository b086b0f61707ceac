"""From a committee's upload to what a practitioner reads, by the people who do it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.factories.reports import CLEAN, learning_together
from tests.journeys.conftest import Arrive, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("jobs")]

NAMED = (
    "Mrs Morag Kinnaird of 14 Larch Wynd telephoned 01592 555 0134 twice that week. "
    "Mrs Morag Kinnaird was not called back."
)
TRACES = ("Morag", "Kinnaird", "Larch Wynd", "0134")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report in Word that still names somebody."""
    file = tmp_path / "report.docx"
    file.write_bytes(
        learning_together(
            title="Learning Together review: Child A, March 2016", paragraphs=(CLEAN, NAMED)
        )
    )
    return file


def upload(officer: Visitor, file: Path) -> str:
    """Upload with the form and wait until it is read; gives the reference."""
    officer.go("/reviews/new")
    officer.page.get_by_text("Say more about the review").click()
    officer.page.get_by_label("Type of review").select_option("significant_case_review")
    officer.page.get_by_label("When the review was completed").fill("2016-03")
    officer.page.get_by_label("Document").set_input_files(file)
    officer.look()
    officer.press("Upload and hand over")
    officer.page.wait_for_url(re.compile(r"/reviews/CR-\d+$"), timeout=60_000)
    return officer.page.url.rpartition("/")[2]


def settle_everything(officer: Visitor) -> int:
    """Remove span after span, all alike at once; gives how many decisions it took."""
    decisions = 0
    while not officer.page.get_by_role("button", name="Sign the document off").count():
        officer.choose("Remove")
        officer.press("Decide and go on")
        decisions += 1
        assert decisions < 20
    return decisions


class TestAReview:
    def test_goes_from_upload_to_learning_through_two_pairs_of_eyes(
        self, arrive: Arrive, report: Path
    ) -> None:
        officer, steward = arrive("lead.officer"), arrive("steward")
        reference = upload(officer, report)

        # What was read from the text stands beside its words, and waits for a person.
        assert officer.reads("Read from the report")
        officer.look()
        officer.press("Accept Title")
        assert officer.reads("Your decision is recorded")

        # The committee settles every identifier and signs; that alone moves nothing on.
        officer.follow("Open clearance")
        assert officer.reads("Kinnaird")
        assert officer.reads("What is left, taken together")
        officer.look()
        assert settle_everything(officer) > 0
        officer.follow("As others will read it")
        shown = officer.page.locator(".crr-document").inner_text()
        assert [trace for trace in TRACES if trace in shown] == []
        officer.press("Sign the document off")
        assert officer.reads("A second person signs next")

        # The steward finds it at home, and signs second.
        steward.go("/home")
        steward.look()
        steward.open(f"a[href='/reviews/{reference}']")
        steward.follow("Open clearance")
        assert steward.reads("Signed by the committee")
        steward.press("Sign the document off")
        assert steward.reads("The document is cleared")

        # The committee checks the findings; only then can the steward accept.
        officer.go(f"/reviews/{reference}/findings")
        officer.look()
        first = officer.page.locator("article").first
        officer.choose("Management systems", first)
        officer.press("Confirm")
        assert officer.reads("1 of 2 findings checked")
        officer.choose("Tools", officer.page.locator("article").first)
        officer.press("Confirm")
        officer.press("Confirm the review")
        assert officer.reads("Findings and tags are confirmed")
        assert officer.page.get_by_role("button", name="Accept the review").count() == 0

        steward.go(f"/reviews/{reference}")
        steward.press("Accept the review")
        assert steward.reads("counts in national analysis")
        steward.look()
        steward.press("Publish the review")
        assert steward.reads("The review is published")

        # The committee says what it will do.
        officer.go(f"/reviews/{reference}")
        officer.open("article h3 a")
        officer.page.get_by_text("Record a response").click()
        officer.choose("Yes")
        officer.page.get_by_label("How will the committee know").fill("Every case is talked over.")
        officer.page.get_by_label("What will be done").first.fill("Reserve an hour a week")
        officer.press("Save the response")
        assert officer.reads("Reserve an hour a week")
        officer.look()

        # A practitioner reads the learning, and no trace of the family.
        practitioner = arrive("practitioner")
        practitioner.go(f"/learning/{reference}")
        practitioner.look()
        assert practitioner.reads("leave no time for anybody to say")
        page = practitioner.page.content()
        assert [trace for trace in TRACES if trace in page] == []

    def test_comes_back_to_its_committee_with_observations(
        self, arrive: Arrive, tmp_path: Path
    ) -> None:
        officer, steward = arrive("lead.officer"), arrive("second.steward")
        file = tmp_path / "another.docx"
        file.write_bytes(learning_together(title="Learning Together review: Child D"))
        reference = upload(officer, file)

        steward.go(f"/reviews/{reference}")
        steward.page.get_by_text("Return with observations").click()
        steward.press("Return the review")
        assert steward.page.get_by_role("alert").inner_text().startswith("There is a problem")
        steward.look()
        steward.page.get_by_label("What is to be mended").fill("Say who took part in it.")
        steward.press("Return the review")

        officer.go("/home")
        officer.page.get_by_role("link", name="Returned with observations").click()
        officer.open(f"a[href='/reviews/{reference}']")
        assert officer.reads("Say who took part in it.")
        officer.press("Hand it over again")
        officer.page.wait_for_url(re.compile(r"/reviews/CR-\d+$"), timeout=60_000)
        assert officer.reads("In clearance")


class TestAnUploadThatCannotBeTaken:
    def test_says_what_to_do_beside_the_field_and_keeps_what_was_typed(
        self, arrive: Arrive, tmp_path: Path
    ) -> None:
        officer = arrive("lead.officer")
        empty = tmp_path / "empty.docx"
        empty.write_bytes(b"")
        officer.go("/reviews/new")
        officer.page.get_by_text("Say more about the review").click()
        officer.page.get_by_label("Title").fill("Review of Child E")
        officer.press("Upload and hand over")
        assert officer.page.locator("#document-error").inner_text().endswith("Select a document")
        assert officer.page.get_by_label("Title").input_value() == "Review of Child E"
        officer.look()
        officer.page.get_by_label("Document").set_input_files(empty)
        officer.press("Upload and hand over")
        assert "The file is empty" in officer.page.locator("#document-error").inner_text()


class TestADraft:
    def test_is_saved_and_handed_over_later(self, arrive: Arrive, tmp_path: Path) -> None:
        officer = arrive("lead.officer")
        file = tmp_path / "draft.docx"
        file.write_bytes(learning_together(title="Learning Together review: Child F"))
        officer.go("/reviews/new")
        officer.page.get_by_label("Document").set_input_files(file)
        officer.press("Save as a draft")
        assert officer.reads("This draft is saved")
        officer.press("Hand the review over")
        officer.page.wait_for_url(re.compile(r"/reviews/CR-\d+$"), timeout=60_000)
        assert officer.reads("In clearance")


class TestClearanceByKeyboard:
    def test_a_key_chooses_and_another_decides(self, arrive: Arrive, tmp_path: Path) -> None:
        officer = arrive("lead.officer")
        file = tmp_path / "keys.docx"
        title = "Learning Together review: Child K"
        file.write_bytes(learning_together(title=title, paragraphs=(CLEAN, NAMED)))
        reference = upload(officer, file)
        officer.go(f"/reviews/{reference}/clearance")
        before = officer.page.locator(".crr-span--done").count()
        officer.page.keyboard.press("r")
        with officer.page.expect_navigation():
            officer.page.keyboard.press("s")
        assert officer.page.locator(".crr-span--done").count() > before

        officer.choose("Single-key shortcuts")
        officer.page.keyboard.press("r")
        assert not officer.page.get_by_label("Remove").is_checked()
