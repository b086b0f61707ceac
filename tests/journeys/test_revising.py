"""One steward drafts a version of a vocabulary, another publishes it, everybody reads it."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Arrive

pytestmark = [pytest.mark.journey]


class TestRevising:
    def test_from_a_reason_to_a_version_in_use(self, arrive: Arrive) -> None:
        drafter = arrive("steward")
        drafter.go("/home")
        drafter.follow("Vocabularies")
        drafter.look()
        drafter.follow("Themes")
        assert drafter.reads("Came with the software")
        drafter.look()
        drafter.press("Begin a draft")
        assert drafter.reads("Enter why you revise it")
        drafter.page.get_by_label("Why you revise it").fill("Transport is written of on its own.")
        drafter.press("Begin a draft")
        assert drafter.reads("Nothing changes yet")
        drafter.look()
        drafter.follow("Add a concept")
        drafter.page.get_by_label("Key").fill("School transport")
        drafter.page.get_by_label("Label").fill("School transport")
        drafter.page.get_by_label("Definition").fill("How children get to school.")
        drafter.press("Keep in the draft")
        assert drafter.reads("The key")
        drafter.look()
        drafter.page.get_by_label("Key").fill("school_transport")
        drafter.page.get_by_label("Broader heading").select_option(label="Situations of children")
        drafter.press("Keep in the draft")
        assert drafter.reads("School transport is new")
        drafter.follow("Training")
        drafter.look()
        drafter.page.get_by_label("What takes its place").select_option(label="Supervision")
        drafter.press("Retire")
        assert drafter.reads("what was coded with it is now Supervision")
        assert drafter.reads("Another steward publishes what you drafted")
        drafter.look()

        publisher = arrive("second.steward")
        publisher.go("/vocabularies/theme")
        publisher.follow("See the draft")
        publisher.press("Publish version 2")
        assert publisher.reads("This version is now in use")
        publisher.look()

        reader = arrive("practitioner")
        reader.go("/vocabularies/theme")
        assert reader.reads("Transport is written of on its own.")
        assert reader.reads("Its place is taken by Supervision")
        reader.follow("Version 1")
        assert reader.reads("An earlier version")
        reader.look()
