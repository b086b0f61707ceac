from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from app.kit.errors import Invalid
from app.portal.forms import checked


class Answer(BaseModel):
    words: str = Field(min_length=5, max_length=10)
    choice: Literal["yes", "no"] = "no"
    on: date | None = None
    count: int = 0


NAMES = {"words": "Reason", "choice": "Whether it is so", "on": "Date", "count": "Children"}


class TestAFormThatIsFilledInWell:
    def test_empty_fields_count_as_left_out(self) -> None:
        sent = {"words": "because", "choice": "", "on": "", "count": ""}
        assert checked(Answer, sent, names=NAMES) == Answer(words="because")


class TestAFormWithAFault:
    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({}, "Enter reason"),
            ({"words": ""}, "Enter reason"),
            ({"words": "no"}, "Reason must be 5 characters or more"),
            ({"words": "far too long"}, "Reason must be 10 characters or less"),
            ({"words": "because", "choice": "maybe"}, "Select whether it is so"),
            ({"words": "because", "on": "soon"}, "Date must be a date, such as 2016-03-14"),
            ({"words": "because", "count": "two"}, "Children must be a number"),
        ],
    )
    def test_says_so_in_a_sentence(self, sent: dict[str, str], sentence: str) -> None:
        with pytest.raises(Invalid) as refused:
            checked(Answer, sent, names=NAMES)
        assert [each.detail for each in refused.value.errors] == [sentence]

    def test_names_every_field_at_once(self) -> None:
        with pytest.raises(Invalid) as refused:
            checked(Answer, {"words": "no", "choice": "maybe"}, names=NAMES)
        assert [each.pointer for each in refused.value.errors] == ["words", "choice"]

    def test_points_to_the_field_of_the_form(self) -> None:
        with pytest.raises(Invalid) as refused:
            checked(Answer, {}, names=NAMES, fields={"words": "hold_reason"})
        assert refused.value.errors[0].pointer == "hold_reason"
