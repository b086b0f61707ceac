"""The six headings in the words of different years, and texts that only mention them."""

from __future__ import annotations

import pytest

from nlp.segments.typology import match_category, stated_category, trailing_category


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Management systems", "management_systems"),
        ("MANAGEMENT SYSTEMS", "management_systems"),
        ("Managment sytems", "management_systems"),
        ("Patterns in human–management system operation", "management_systems"),
        ("Family-Professional Interaction", "family_professional_interaction"),
        ("Family – professional interactions", "family_professional_interaction"),
        ("Patterns in interactions with families", "family_professional_interaction"),
        ("Tools", "tools"),
        ("Tools (human interaction with)", "tools"),
        ("Human interaction with tools", "tools"),
        ("Responses to incidents", "responses_to_incidents"),
        (
            "Communication and collaboration in response to incidents/crises",
            "responses_to_incidents",
        ),
        ("Longer term work", "longer_term_work"),
        ("Communication & collaboration in longer-term work", "longer_term_work"),
        ("Cognitive/emotional bias", "cognitive_emotional_bias"),
        ("Cognitive and emotional biases (continued)", "cognitive_emotional_bias"),
        ("Findings about: Longer-term work", "longer_term_work"),
        ("Category 2: Tools", "tools"),
        ("Findings in Management Systems", "management_systems"),
        ("cognitive_emotional_bias", "cognitive_emotional_bias"),
    ],
)
def test_every_wording_names_its_category(text: str, key: str) -> None:
    assert match_category(text) == key


@pytest.mark.parametrize(
    "text",
    [
        "Tools were lacking",
        "Pools",
        "Management",
        "Systems",
        "Response",
        "Family",
        "The family and the professionals",
        "Longer term work with families is described in the next chapter of this report",
        "Incidents",
        "Communication and collaboration",
        "",
    ],
)
def test_other_texts_name_none(text: str) -> None:
    assert match_category(text) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Category: Tools", "tools"),
        ("Typology – Longer term work.", "longer_term_work"),
        ("Type of finding: Management systems", "management_systems"),
        ("Category: physical abuse", None),
        ("Tools", None),
    ],
)
def test_a_line_may_state_the_category(text: str, key: str | None) -> None:
    assert stated_category(text) == key


@pytest.mark.parametrize(
    ("text", "statement", "key"),
    [
        ("Nobody asked. (Management systems)", "Nobody asked.", "management_systems"),
        ("Nobody asked [Tools].", "Nobody asked", "tools"),
        ("Nobody asked (or was asked).", "Nobody asked (or was asked).", None),
    ],
)
def test_a_category_in_brackets_comes_off_the_statement(
    text: str, statement: str, key: str | None
) -> None:
    assert trailing_category(text) == (statement, key)
