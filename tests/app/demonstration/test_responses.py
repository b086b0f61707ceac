"""What committees answered, as the loader of the corpus gets it."""

import pytest

from app.demonstration.manuscripts import load_manuscripts
from app.demonstration.plan import load_plan
from app.demonstration.responses import responses
from app.demonstration.truth import planted

ANSWERED = [key for key in load_manuscripts() if load_plan()[key].responses]


class TestResponses:
    @pytest.mark.parametrize("key", ANSWERED)
    def test_every_planned_answer_is_given(self, key: str) -> None:
        given = {(each.to, each.number): each for each in responses(key)}

        for planned in load_plan()[key].responses:
            answer = given[planned.to, planned.number]
            assert answer.answer == planned.answer
            assert answer.status == planned.status
            assert answer.text

    def test_actions_carry_their_owner_and_dates(self) -> None:
        action = responses("r010")[0].actions[0]

        assert action.owner == "Head of Children and Families"
        assert action.due is not None
        assert action.done is None

    def test_a_review_that_was_not_answered_has_none(self) -> None:
        assert responses("r001") == ()

    def test_an_unknown_key_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            responses("r999")

    def test_each_resolution_that_did_not_hold_is_recorded_on_its_day(self) -> None:
        for truth in planted().recurrences:
            for each in truth.returns:
                if each.resolved_in in load_manuscripts():
                    days = [answer.resolved_on for answer in responses(each.resolved_in)]
                    assert each.resolved_on in days
