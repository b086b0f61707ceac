"""Harmless details that together point at one family."""

from nlp.identifiers import scan_text
from nlp.identifiers.jigsaw import THRESHOLD, JigsawRisk, assess, rarest_across

RARE = (
    "The boy, aged 7, the youngest of five, drowned on 14 March 2016 near Lochmaddy. "
    "He had Batten disease and the death was widely reported."
)
PLAIN = "The review found that supervision was irregular and plans were not followed up."


def risk(text: str) -> JigsawRisk:
    return assess(text, scan_text(text))


class TestRareCombination:
    def test_scores_above_a_plain_text(self) -> None:
        assert risk(RARE).score > 1 > THRESHOLD > risk(PLAIN).score

    def test_names_the_fields_that_make_it_rare(self) -> None:
        expected = {"age", "sibling_group", "cause", "place", "diagnosis", "media"}

        assert expected <= set(risk(RARE).rare_fields)

    def test_advice_brings_it_under_the_threshold(self) -> None:
        found = risk(RARE)

        assert found.advice
        assert found.score_after < THRESHOLD

    def test_one_field_counts_once(self) -> None:
        once = risk("It happened on 14 March 2016 at the child's home.")
        thrice = risk(
            "On 14 March 2016, 15 March 2016 and 16 March 2016 the child was seen at home."
        )

        assert once.score == thrice.score

    def test_plain_text_needs_no_advice(self) -> None:
        assert risk(PLAIN) == JigsawRisk(0.0, (), (), 0.0)

    def test_details_point_into_the_text(self) -> None:
        for detail in risk(RARE).details:
            assert RARE[detail.start : detail.end] == detail.text


class TestAcrossDocuments:
    def test_value_that_few_documents_share_is_named(self) -> None:
        common = [(f"R{i}", risk("A child aged 3 was seen.")) for i in range(6)]
        rare = ("R9", risk("A child aged 3 drowned."))

        fields = rarest_across([*common, rare])

        assert fields["R9"] == ("cause",)
        assert fields["R0"] == ()
