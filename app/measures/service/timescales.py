"""Timescales: how long a stage takes, with unfinished reviews kept as unfinished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.measures.questions import TimescaleQuestion
from app.measures.schemas import Pace, Step, Timescales
from app.measures.service.answering import HIDDEN, Asking, answer
from app.reviews.wording import read_wording

if TYPE_CHECKING:
    import pandas as pd

    from analytics.durations import Survival
    from analytics.logrank import GroupTimes, TimesComparison

DEFINITIONS = {
    "days": (
        "From the date that begins the stage to the date that ends it, where both are known to "
        "the month or better."
    ),
    "unfinished": (
        "A review whose stage has begun and not ended counts as taking at least as long as it "
        "has taken so far (censored), and is never dropped."
    ),
    "median": (
        "The time by which half have finished (Kaplan–Meier), with its 95% interval; none where "
        "fewer than half are known to have finished."
    ),
    "slower": (
        "Log-rank test over all groups, then each against all others, corrected (Holm) and never "
        "surer than the overall test; a group that differs is set aside before the others are "
        "compared among themselves."
    ),
    "carrying_out": "From the commission of the review to its completion.",
    "parallel_proceedings": (
        "Whether the report says that a prosecution or another inquiry ran beside the review."
    ),
}


def find_timescales(
    session: Session, asked: TimescaleQuestion, *, by: Actor, at: date | None = None
) -> Timescales:
    """Durations of one stage, for all and by group.

    ``at`` is the day of counting (today). Readers who may not see exact numbers get medians
    without curves: a curve shows single reviews. Raises UnknownConcept or UnknownCommittee.
    """
    day = at or utc_now().date()
    return answer(
        session, f"timescales {day}", asked, by, lambda asking: _work_out(asking, asked, day)
    )


def _work_out(asking: Asking, asked: TimescaleQuestion, at: date) -> Timescales:
    from analytics.durations import kaplan_meier  # noqa: PLC0415 - slow to load
    from analytics.logrank import compare_times  # noqa: PLC0415

    reviews = asking.records.reviews()
    frame, out_of_order = _durations(asking, asked, reviews, at)
    family = {str(row[0]): row[1] for row in reviews}
    compared = compare_times(frame, "group")
    families = {
        str(name): len({family[each] for each in rows["review"]})
        for name, rows in frame.dropna(subset=["group"]).groupby("group")
    }
    whole = kaplan_meier(frame)
    everyone = len({family[each] for each in frame["review"]})
    groups = [
        _pace(asking, asked, each.group, each.curve, families.get(each.group, 0), each)
        for each in compared.groups
    ]
    return Timescales(
        sentence=_sentence(asking, asked.by, whole, compared, groups),
        notes=[*whole.notes, *compared.notes],
        release=asking.profile.label,
        basis=asking.basis(DEFINITIONS, [r for r in reviews if str(r[0]) in set(frame["review"])]),
        stage=asked.stage,
        by=asked.by,
        target=asked.target,
        whole=_pace(asking, asked, "all", whole, everyone, None),
        groups=sorted(groups, key=lambda each: (each.median_days is None, each.median_days or 0)),
        p_value=compared.p_value,
        out_of_order=out_of_order,
    )


def _durations(
    asking: Asking, asked: TimescaleQuestion, reviews: Sequence[Any], at: date
) -> tuple[pd.DataFrame, int]:
    """``review, days, finished, group`` of the stage asked for, and how many dates disagree."""
    import pandas as pd  # noqa: PLC0415 - slow to load

    from analytics import stages  # noqa: PLC0415 - slow to load

    every = (*stages.STAGES, stages.Stage("carrying_out", "commission", "completed"))
    stage = next(each for each in every if each.name == asked.stage)
    known: dict[str, dict[str, Any]] = {str(row[0]): {"review": str(row[0])} for row in reviews}
    for review, kind, on in asking.records.dates():
        known[str(review)][kind] = on
    columns = ["review", stage.begins, stage.ends]
    dates = pd.DataFrame(list(known.values()), columns=columns)
    groups = _groups(asking, asked, reviews)
    frame = stages.stage_durations(dates, at=at, stages=(stage,))
    frame["group"] = frame["review"].map(groups)
    return frame, len(stages.dates_out_of_order(dates, stages=(stage,)))


def _groups(
    asking: Asking, asked: TimescaleQuestion, reviews: Sequence[Any]
) -> Mapping[str, str | None]:
    if asked.by == "methodology":
        return {str(row[0]): row[4] if row[4] != "not_stated" else None for row in reviews}
    if asked.by == "type":
        return {str(row[0]): row[3] for row in reviews}
    said: dict[str, bool] = {}
    for review, present in asking.records.proceedings():
        said[str(review)] = said.get(str(review), False) or present
    return {review: "yes" if present else "no" for review, present in said.items()}


def _pace(
    asking: Asking,
    asked: TimescaleQuestion,
    name: str,
    curve: Survival,
    families: int,
    tested: GroupTimes | None,
) -> Pace:
    from analytics.durations import unfinished_at  # noqa: PLC0415 - slow to load

    if asking.is_small(curve.reviews, families):
        return _hidden(name)
    beyond = None if asked.target is None else unfinished_at(curve, asked.target)
    return Pace(
        group=name,
        reviews=curve.reviews,
        finished=curve.finished,
        unfinished=curve.censored,
        median_days=curve.median,
        median_low=curve.median_low,
        median_high=curve.median_high,
        beyond_target=beyond[0] if beyond else None,
        beyond_low=beyond[1] if beyond else None,
        beyond_high=beyond[2] if beyond else None,
        adjusted_p=tested.adjusted_p if tested else None,
        slower=bool(tested and tested.slower),
        faster=bool(tested and tested.faster),
        steps=[Step.model_validate(each) for each in curve.steps] if asking.profile.exact else [],
        note=" ".join(curve.notes) or None,
    )


def _hidden(name: str) -> Pace:
    return Pace(
        group=name,
        reviews=None,
        finished=None,
        unfinished=None,
        median_days=None,
        median_low=None,
        median_high=None,
        beyond_target=None,
        beyond_low=None,
        beyond_high=None,
        adjusted_p=None,
        slower=False,
        faster=False,
        steps=[],
        note=HIDDEN,
        hidden=True,
    )


def _sentence(
    asking: Asking,
    by: str,
    whole: Survival,
    compared: TimesComparison,
    groups: Sequence[Pace],
) -> str:
    if not whole.reviews or asking.is_small(whole.reviews, whole.reviews):
        return "Too few reviews have the dates of this stage on record to say how long it takes."
    if whole.median is None:
        opening = f"Fewer than half of {whole.reviews} reviews are known to have finished it."
    else:
        opening = (
            f"Half of {whole.reviews} reviews finished within {whole.median:.0f} days "
            f"({_months(whole.median)} months)."
        )
    shown = [each for each in groups if not each.hidden]
    slow = [_name(asking, by, each.group) for each in shown if each.slower]
    fast = [_name(asking, by, each.group) for each in shown if each.faster]
    if compared.p_value is None:
        return f"{opening} There are too few finished reviews to compare groups."
    if not slow and not fast:
        return f"{opening} No group differs by more than chance could bring about."
    words = []
    if slow:
        words.append(f"slower than the rest: {', '.join(slow)}")
    if fast:
        words.append(f"faster than the rest: {', '.join(fast)}")
    return f"{opening} Beyond chance, {'; '.join(words)}."


def _name(asking: Asking, by: str, group: str) -> str:
    if by == "parallel_proceedings":
        return {"yes": "with parallel proceedings", "no": "without parallel proceedings"}[group]
    return read_wording(asking.session).term("review_type" if by == "type" else by, group)


def _months(days: float) -> int:
    return round(timedelta(days=days).days / 30.44)
