"""What became of the actions committees set themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.durations import Survival, kaplan_meier
from analytics.rates import Share, share

STATES = ("open", "overdue", "undated", "resolved", "recurred")


@dataclass(frozen=True, slots=True)
class ActionSummary:
    """Actions of one key on one day. The five states add up to `actions`.

    `open` is not yet due, `overdue` past its date, `undated` outstanding with no date set,
    `resolved` done, `recurred` done and then found again. `overdue_share` is of outstanding
    actions that have a date; `recurred_share` of all ever done.
    """

    key: tuple[object, ...]
    actions: int
    open: int
    overdue: int
    undated: int
    resolved: int
    recurred: int
    overdue_share: Share
    recurred_share: Share
    days_to_resolve: Survival


def action_states(actions: pd.DataFrame, *, at: date) -> "pd.Series[str]":
    """State of each action at the end of day `at`, aligned with the rows.

    Columns: `due`, `done`, `recurred_on` (dates, missing allowed). Things dated after `at`
    have not happened yet, so a past day can be replayed. A recurrence counts only after the
    action was done.
    """
    day = pd.Timestamp(at)
    due, done, back = (pd.to_datetime(actions[name]) for name in ("due", "done", "recurred_on"))
    is_done = done.notna() & (done <= day)
    states = pd.Series("open", index=actions.index, dtype="object")
    states[due.isna()] = "undated"
    states[due.notna() & (due < day)] = "overdue"
    states[is_done] = "resolved"
    states[is_done & back.notna() & (back > done) & (back <= day)] = "recurred"
    return states.astype(str)


def summarise_actions(
    actions: pd.DataFrame, by: Sequence[str] = (), *, at: date
) -> tuple[ActionSummary, ...]:
    """Summaries by the columns of `by`, in order of key; without `by`, one for all.

    Columns: `set_on`, `due`, `done`, `recurred_on` (dates) and those in `by`; a row an action.
    Actions set after `at` are not there yet. Time to resolve runs from `set_on`, outstanding
    actions censored at `at`.
    """
    day = pd.Timestamp(at)
    known = actions[~(pd.to_datetime(actions["set_on"]) > day)]
    if not by:
        return (_summary((), known, at),)
    groups = known.groupby(list(by), sort=True)
    return tuple(
        _summary(key if isinstance(key, tuple) else (key,), rows, at) for key, rows in groups
    )


def _summary(key: tuple[object, ...], rows: pd.DataFrame, at: date) -> ActionSummary:
    states = action_states(rows, at=at)
    counts = {state: int((states == state).sum()) for state in STATES}
    dated = counts["open"] + counts["overdue"]
    ever_done = counts["resolved"] + counts["recurred"]
    done = states.isin(["resolved", "recurred"])
    ends = pd.to_datetime(rows["done"]).where(done, pd.Timestamp(at))
    days = (ends - pd.to_datetime(rows["set_on"])).dt.days
    times = pd.DataFrame({"days": days.astype("float64"), "finished": done})
    return ActionSummary(
        key=key,
        actions=len(rows),
        open=counts["open"],
        overdue=counts["overdue"],
        undated=counts["undated"],
        resolved=counts["resolved"],
        recurred=counts["recurred"],
        overdue_share=share(counts["overdue"], dated),
        recurred_share=share(counts["recurred"], ever_done),
        days_to_resolve=kaplan_meier(times[~(times["days"] < 0)]),
    )
