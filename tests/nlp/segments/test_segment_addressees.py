"""Whom a recommendation is put to."""

from __future__ import annotations

import pytest

from nlp.segments.addressees import from_heading, from_line, from_prefix, from_words


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("NHS Fife should audit the rota.", "NHS Fife"),
        ("The Committee must ask each nursery.", "Committee"),
        ("It is recommended that Police Scotland should share the log.", "Police Scotland"),
        ("All agencies should read the guidance.", "All agencies"),
        ("Housing officers to be trained to notice hunger.", None),
        ("Supervision should be offered monthly.", None),
        ("Forms are to be redrawn.", None),
    ],
)
def test_the_sentence_says_who_should_act(text: str, who: str | None) -> None:
    assert from_words(text) == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Recommendations for Police Scotland", "Police Scotland"),
        ("NHS Tayside", "NHS Tayside"),
        ("Supervision", None),
        ("Recommendations", None),
    ],
)
def test_the_heading_says_who_should_act(text: str, who: str | None) -> None:
    assert from_heading(text) == who


@pytest.mark.parametrize(
    ("text", "who", "rest"),
    [
        ("Health Board: Ask twice.", "Health Board", "Ask twice."),
        (
            "Lead Officer, Child Protection Committee: Ask.",
            "Lead Officer, Child Protection Committee",
            "Ask.",
        ),
        ("We ask this of everyone: Be kind.", None, "We ask this of everyone: Be kind."),
    ],
)
def test_a_prefix_says_who_should_act(text: str, who: str | None, rest: str) -> None:
    assert from_prefix(text) == (who, rest)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Lead agency: Education", "Education"),
        ("By whom: the Council", "Council"),
        ("Education", None),
    ],
)
def test_a_line_of_its_own_says_who_should_act(text: str, who: str | None) -> None:
    assert from_line(text) == who
