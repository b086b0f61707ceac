"""A name caught once is caught everywhere, in every form."""

import pytest

from nlp.identifiers import scan_text

CAUGHT = "Kirsty Macleod was seen by the health visitor. "


def people(text: str) -> list[str]:
    return [hit.text for hit in scan_text(text) if hit.type == "PERSON"]


class TestNameCaughtOnce:
    @pytest.mark.parametrize(
        ("later", "mention"),
        [
            ("The coat was Kirsty's.", "Kirsty"),
            ("Macleod left.", "Macleod"),
            ("KM was upset.", "KM"),
            ("K.M. was upset.", "K.M"),
            ("see kirsty for this", "kirsty"),
            ("KIRSTY MACLEOD REVIEW", "KIRSTY MACLEOD"),
            ("user kmacleod saved it", "kmacleod"),
            ("file KirstyMacleod here", "KirstyMacleod"),
        ],
    )
    def test_is_caught_in_every_form(self, later: str, mention: str) -> None:
        assert mention in people(CAUGHT + later)

    def test_acronyms_are_not_taken_for_initials(self) -> None:
        assert people("Sandra Watt was told. The SW wrote to the GP.") == ["Sandra Watt"]

    def test_word_name_does_not_spread_to_the_word(self) -> None:
        text = "Will Baxter came. Will the Committee ask? They will."

        assert people(text) == ["Will Baxter"]


class TestDayCaughtOnce:
    def test_birthday_is_caught_in_another_notation(self) -> None:
        hits = scan_text("He was born on 14 March 2014. The form dated 14/03/2014 is lost.")

        assert [h.type for h in hits] == ["DATE_OF_BIRTH", "DATE_OF_BIRTH"]


class TestSchoolCaughtOnce:
    def test_its_name_alone_is_caught(self) -> None:
        hits = scan_text("He went to Achnabreckie Primary School. At Achnabreckie he thrived.")

        assert [h.text for h in hits] == ["Achnabreckie Primary School", "Achnabreckie"]
