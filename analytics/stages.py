"""Durations of the stages of a review, from its key dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage runs from one date column to another."""

    name: str
    begins: str
    ends: str


STAGES = (
    Stage("notification", "incident", "notification"),
    Stage("decision", "notification", "decision"),
    Stage("commission", "decision", "commission"),
    Stage("review", "commission", "report_to_committee"),
    Stage("ratification", "report_to_committee", "ratified"),
    Stage("submission", "ratified", "submitted"),
    Stage("publication", "submitted", "published"),
)


def stage_durations(
    reviews: pd.DataFrame, *, at: date, stages: Sequence[Stage] = STAGES
) -> pd.DataFrame:
    """Long frame `review, stage, days, finished` for `kaplan_meier` and `compare_times`.

    `reviews` holds one row a review: `review` and the date columns the stages name (missing
    allowed); an optional `closed` date says when a review ended without going further, and an
    optional column `held_STAGE` (days) is taken off that stage for time on hold. A stage that
    has not begun gives no row; one begun and not ended is censored at `closed` or `at`; one
    whose end is recorded after `at` is censored there too, so a past date can be replayed.
    Dates out of order give no row: they are counted by `dates_out_of_order`.
    """
    parts = [_one_stage(reviews, stage, pd.Timestamp(at)) for stage in stages]
    frame = pd.concat(parts, ignore_index=True)
    return frame.sort_values(["stage", "review"], ignore_index=True)


def dates_out_of_order(
    reviews: pd.DataFrame, *, stages: Sequence[Stage] = STAGES
) -> tuple[tuple[str, str], ...]:
    """Pairs (review, stage) whose end is recorded before its beginning."""
    wrong = [
        (str(review), stage.name)
        for stage in stages
        for review in reviews.loc[
            _date(reviews, stage.ends) < _date(reviews, stage.begins), "review"
        ]
    ]
    return tuple(sorted(wrong))


def _date(reviews: pd.DataFrame, column: str) -> "pd.Series[pd.Timestamp]":
    if column not in reviews:
        return pd.Series(pd.NaT, index=reviews.index, dtype="datetime64[ns]")
    return pd.to_datetime(reviews[column])


def _one_stage(reviews: pd.DataFrame, stage: Stage, at: pd.Timestamp) -> pd.DataFrame:
    begins, ends = _date(reviews, stage.begins), _date(reviews, stage.ends)
    last = _date(reviews, "closed").fillna(at)
    last = last.where(last <= at, at)
    finished = ends.notna() & (ends <= at)
    days = (ends.where(finished, last) - begins).dt.days.astype("float64")
    held = f"held_{stage.name}"
    if held in reviews:
        days = (days - reviews[held].fillna(0)).clip(lower=0).where(days >= 0, days)
    frame = pd.DataFrame(
        {
            "review": reviews["review"].astype(str),
            "stage": stage.name,
            "days": days,
            "finished": finished,
        }
    )
    begun = begins.notna() & (begins <= at) & (days >= 0)
    return frame[begun & ~(ends < begins)]
