"""An administrator changes who may do what; an auditor finds it in the trail."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Arrive

pytestmark = [pytest.mark.journey]


class TestOverseeing:
    def test_a_role_is_given_and_taken_away(self, arrive: Arrive) -> None:
        administrator = arrive("administrator")
        administrator.go("/home")
        administrator.follow("People")
        administrator.look()
        administrator.page.get_by_label("Name or e-mail address").fill("practitioner")
        administrator.press("Show")
        administrator.open("main table a")
        assert administrator.reads("Practitioner")
        administrator.look()

    def test_the_trail_is_narrowed_and_verified(self, arrive: Arrive) -> None:
        auditor = arrive("auditor")
        auditor.go("/home")
        auditor.follow("Audit")
        assert auditor.reads("Who did what")
        auditor.look()
        auditor.press("Verify the record")
        assert auditor.reads("The record is whole")
        auditor.look()
        auditor.go("/audit?action=nothing.of.the.kind")
        assert auditor.reads("No event was found")
        auditor.look()
