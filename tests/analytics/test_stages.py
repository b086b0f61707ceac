from datetime import date

import pandas as pd

from analytics.durations import kaplan_meier
from analytics.stages import Stage, dates_out_of_order, stage_durations

STAGES = (Stage("commission", "decision", "commission"), Stage("review", "commission", "report"))
AT = date(2020, 12, 31)


def reviews(**columns: list[object]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    names = [f"r{i}" for i in range(size)]
    return pd.DataFrame({"review": names, **columns})


def rows(frame: pd.DataFrame) -> list[tuple[str, str, float, bool]]:
    return [
        (str(r), str(s), float(d), bool(f))
        for r, s, d, f in frame[["review", "stage", "days", "finished"]].itertuples(index=False)
    ]


def test_each_stage_runs_from_its_date_to_the_next() -> None:
    frame = reviews(decision=["2020-01-01"], commission=["2020-01-31"], report=["2020-06-30"])
    assert rows(stage_durations(frame, at=AT, stages=STAGES)) == [
        ("r0", "commission", 30.0, True),
        ("r0", "review", 151.0, True),
    ]


def test_a_stage_begun_and_not_ended_is_censored_at_the_date_of_counting() -> None:
    frame = reviews(decision=["2020-12-01"], commission=[None], report=[None])
    assert rows(stage_durations(frame, at=AT, stages=STAGES)) == [("r0", "commission", 30.0, False)]


def test_a_stage_ended_after_the_date_of_counting_is_not_yet_known() -> None:
    frame = reviews(decision=["2020-12-01"], commission=["2021-02-01"], report=["2021-09-01"])
    assert rows(stage_durations(frame, at=AT, stages=STAGES)) == [("r0", "commission", 30.0, False)]


def test_a_review_closed_early_is_censored_when_it_closed() -> None:
    frame = reviews(
        decision=["2020-01-01"], commission=[None], report=[None], closed=["2020-01-11"]
    )
    assert rows(stage_durations(frame, at=AT, stages=STAGES)) == [("r0", "commission", 10.0, False)]


def test_time_on_hold_is_taken_off_its_own_stage_only() -> None:
    frame = reviews(
        decision=["2020-01-01"],
        commission=["2020-01-31"],
        report=["2020-06-30"],
        held_review=[100.0],
    )
    assert [row[2] for row in rows(stage_durations(frame, at=AT, stages=STAGES))] == [30.0, 51.0]


def test_dates_out_of_order_give_no_duration_and_are_listed() -> None:
    frame = reviews(
        decision=["2020-03-01", "2020-01-01"],
        commission=["2020-02-01", "2020-02-01"],
        report=["2020-05-01", "2020-05-01"],
    )
    found = rows(stage_durations(frame, at=AT, stages=STAGES))
    assert ("r0", "commission") not in [(review, stage) for review, stage, *_ in found]
    assert dates_out_of_order(frame, stages=STAGES) == (("r0", "commission"),)


def test_a_date_column_nobody_keeps_is_a_stage_that_never_began_or_ended() -> None:
    frame = reviews(decision=["2020-12-21"])
    assert rows(stage_durations(frame, at=AT, stages=STAGES)) == [("r0", "commission", 10.0, False)]


def test_the_frame_feeds_the_survival_curve() -> None:
    frame = reviews(
        decision=["2020-01-01", "2020-01-01", "2020-12-01"],
        commission=["2020-01-11", "2020-01-21", None],
    )
    curve = kaplan_meier(stage_durations(frame, at=AT, stages=STAGES[:1]))
    assert (curve.reviews, curve.finished, curve.censored) == (3, 2, 1)
