import pandas as pd
import pytest

from analytics.completeness import completeness

ROWS = [
    ("r1", "fife", "economic", "not_recorded"),
    ("r2", "fife", "economic", None),
    ("r3", "moray", "economic", "debt"),
    ("r1", "fife", "disability", "no"),
    ("r2", "fife", "disability", "not_applicable"),
    ("r3", "moray", "disability", "yes"),
    ("r1", "fife", "ethnicity", "not_recorded"),
]
FRAME = pd.DataFrame(ROWS, columns=["review", "committee", "field", "value"])


def test_no_is_recorded_and_not_recorded_is_not() -> None:
    found = {row.field: row.recorded for row in completeness(FRAME)}
    assert (found["economic"].numerator, found["economic"].denominator) == (1, 3)
    assert (found["disability"].numerator, found["disability"].denominator) == (2, 2)


def test_what_does_not_apply_leaves_the_denominator_and_is_counted() -> None:
    disability = next(row for row in completeness(FRAME) if row.field == "disability")
    assert disability.not_applicable == 1


def test_least_recorded_leads() -> None:
    assert [row.field for row in completeness(FRAME)] == ["ethnicity", "economic", "disability"]


def test_a_chosen_field_leads_before_all() -> None:
    assert completeness(FRAME, first=["economic"])[0].field == "economic"


def test_splits_by_committee_within_the_same_order_of_fields() -> None:
    rows = [(row.field, row.key) for row in completeness(FRAME, ["committee"])]
    assert rows == [
        ("ethnicity", ("fife",)),
        ("economic", ("fife",)),
        ("economic", ("moray",)),
        ("disability", ("fife",)),
        ("disability", ("moray",)),
    ]


def test_a_field_that_applies_nowhere_has_no_share() -> None:
    frame = FRAME[FRAME["value"] == "not_applicable"]
    assert completeness(frame)[0].recorded.share is None


def test_refuses_two_values_of_one_field_in_a_review() -> None:
    with pytest.raises(ValueError, match="one value a review and field"):
        completeness(pd.concat([FRAME, FRAME]))
