from datetime import date

import pandas as pd

from analytics.actions import action_states, summarise_actions

AT = date(2020, 6, 30)
ROWS = [
    ("fife", "2020-01-01", "2020-12-31", None, None, "open"),
    ("fife", "2020-01-01", "2020-06-29", None, None, "overdue"),
    ("fife", "2020-01-01", "2020-06-30", None, None, "open"),
    ("fife", "2020-01-01", None, None, None, "undated"),
    ("fife", "2020-01-01", "2020-03-01", "2020-04-01", None, "resolved"),
    ("moray", "2020-01-01", None, "2020-04-01", "2020-05-01", "recurred"),
    ("moray", "2020-01-01", None, "2020-04-01", "2020-03-01", "resolved"),
    ("moray", "2020-01-01", "2020-02-01", "2020-07-01", None, "overdue"),
    ("moray", "2020-01-01", None, "2020-04-01", "2020-08-01", "resolved"),
]
FRAME = pd.DataFrame(
    ROWS, columns=["committee", "set_on", "due", "done", "recurred_on", "expected"]
)


def test_each_action_is_in_the_state_its_dates_say() -> None:
    assert action_states(FRAME, at=AT).tolist() == FRAME["expected"].tolist()


def test_states_add_up_to_the_actions() -> None:
    (whole,) = summarise_actions(FRAME, at=AT)
    states = (whole.open, whole.overdue, whole.undated, whole.resolved, whole.recurred)
    assert states == (2, 2, 1, 3, 1)
    assert sum(states) == whole.actions


def test_overdue_is_a_share_of_outstanding_actions_with_a_date() -> None:
    (whole,) = summarise_actions(FRAME, at=AT)
    assert (whole.overdue_share.numerator, whole.overdue_share.denominator) == (2, 4)


def test_recurred_is_a_share_of_those_ever_done() -> None:
    (whole,) = summarise_actions(FRAME, at=AT)
    assert (whole.recurred_share.numerator, whole.recurred_share.denominator) == (1, 4)


def test_outstanding_actions_are_censored_in_the_time_to_resolve() -> None:
    (whole,) = summarise_actions(FRAME, at=AT)
    times = whole.days_to_resolve
    assert (times.finished, times.censored) == (4, 5)
    assert times.steps[0].days == 91


def test_splits_by_committee() -> None:
    assert [(s.key, s.actions) for s in summarise_actions(FRAME, ["committee"], at=AT)] == [
        (("fife",), 5),
        (("moray",), 4),
    ]


def test_a_past_day_knows_nothing_of_what_came_later() -> None:
    (then,) = summarise_actions(FRAME, at=date(2020, 2, 15))
    assert (then.resolved, then.overdue) == (0, 1)
    (before,) = summarise_actions(FRAME, at=date(2019, 12, 31))
    assert before.actions == 0
