"""Decisions carried out on text."""

import pytest

from nlp.identifiers.model import IdentifierType as T
from nlp.identifiers.replacement import (
    Action,
    Decision,
    DecisionsOverlap,
    Grain,
    Pseudonyms,
    age_band,
    apply_decisions,
    generalise_date,
)


def decide(text: str, words: str, kind: T, action: Action, **more: object) -> Decision:
    start = text.index(words)
    return Decision(kind, start, start + len(words), action, **more)  # type: ignore[arg-type]


class TestApplyDecisions:
    def test_removes_generalises_and_keeps(self) -> None:
        text = "Kirsty moved to Lochmaddy on 14 March 2016 with Mark."
        decisions = [
            decide(text, "Kirsty", T.PERSON, Action.REMOVE),
            decide(text, "Lochmaddy", T.PLACE, Action.GENERALISE),
            decide(text, "14 March 2016", T.EXACT_DATE, Action.GENERALISE),
            decide(text, "Mark", T.PERSON, Action.KEEP),
        ]

        cleared = apply_decisions(text, decisions, area="the Western Isles")

        assert cleared.text == ("[removed] moved to the Western Isles on March 2016 with Mark.")

    def test_changes_point_into_both_texts(self) -> None:
        text = "Kirsty met Kirsty."
        first = Decision(T.PERSON, 0, 6, Action.REMOVE)
        second = Decision(T.PERSON, 11, 17, Action.PSEUDONYMISE)

        cleared = apply_decisions(text, [second, first])

        for change in cleared.changes:
            assert text[change.start_before : change.end_before] == change.before
            assert cleared.text[change.start_after : change.end_after] == change.after

    def test_a_persons_own_wording_wins(self) -> None:
        text = "Kirsty left."
        decision = decide(text, "Kirsty", T.PERSON, Action.GENERALISE, instead="The mother")

        assert apply_decisions(text, [decision]).text == "The mother left."

    def test_overlapping_decisions_are_refused(self) -> None:
        decisions = [
            Decision(T.PERSON, 0, 6, Action.REMOVE),
            Decision(T.PLACE, 3, 9, Action.REMOVE),
        ]

        with pytest.raises(DecisionsOverlap):
            apply_decisions("Kirsty Macleod", decisions)

    def test_nothing_decided_changes_nothing(self) -> None:
        assert apply_decisions("Text.", []).text == "Text."


class TestPseudonyms:
    def test_one_person_keeps_one_letter_through_every_form(self) -> None:
        text = "Kirsty met Dr Kerr. Kirsty Macleod left. Macleod wept."
        mentions = ["Kirsty", "Dr Kerr", "Kirsty Macleod", "Macleod wept"]
        spans = [(0, 6), (11, 18), (20, 34), (41, 48)]
        decisions = [Decision(T.PERSON, a, b, Action.PSEUDONYMISE) for a, b in spans]

        assert len(mentions) == len(spans)
        assert apply_decisions(text, decisions).text == (
            "Person A met Person B. Person A left. Person A wept."
        )

    def test_letters_go_on_after_z(self) -> None:
        names = Pseudonyms()

        given = [names.of(f"Nameless{chr(97 + i // 26)}{chr(97 + i % 26)}") for i in range(28)]

        assert given[0] == "Person A"
        assert given[25:] == ["Person Z", "Person AA", "Person AB"]


class TestGeneraliseDate:
    @pytest.mark.parametrize(
        ("written", "grain", "general"),
        [
            ("14 March 2016", Grain.MONTH, "March 2016"),
            ("14/03/16", Grain.QUARTER, "January to March 2016"),
            ("fourteenth of March twenty sixteen", Grain.YEAR, "2016"),
            ("l4th March 2O16", Grain.MONTH, "March 2016"),
            ("14 March", Grain.MONTH, "March"),
            ("14 March", Grain.YEAR, "[removed]"),
            ("Christmas Day 2015", Grain.MONTH, "2015"),
        ],
    )
    def test_gives_the_coarser_wording(self, written: str, grain: Grain, general: str) -> None:
        assert generalise_date(written, grain) == general


class TestAgeBand:
    @pytest.mark.parametrize(
        ("years", "band"),
        [
            (0, "under 1"),
            (1, "1 to 4"),
            (4, "1 to 4"),
            (5, "5 to 11"),
            (17, "16 or 17"),
            (40, "over 25"),
        ],
    )
    def test_bounds_are_inside(self, years: int, band: str) -> None:
        assert age_band(years) == band
