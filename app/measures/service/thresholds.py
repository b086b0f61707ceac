"""Thresholds: which initial reviews go on, by committee, without ranking chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.measures.questions import MeasureQuestion
from app.measures.schemas import CommitteePoint, Figure, Limits, Thresholds
from app.measures.service.answering import HIDDEN, Asking, Counted, answer
from app.reviews.wording import read_wording

if TYPE_CHECKING:
    from analytics.funnel import Funnel, Point

PROCEEDED = "proceed"
DEFINITIONS = {
    "decisions": (
        "Initial case reviews with a decision on record. Those without one are in no share; "
        "committees that have none are named. A fuller review does not stand for its initial one."
    ),
    "limits": (
        "Exact binomial control limits around the national share (Spiegelhalter 2005): by chance "
        "alone 1 committee in 20 lies outside the 95% limits and 1 in 500 outside the 99.8%."
    ),
    "outlier": (
        "Exact binomial test against the national share, corrected over all committees "
        "(Benjamini–Hochberg, 5% false discoveries)."
    ),
    "themes": "Of the decided reviews with a finding on the theme, the share that proceeded.",
}


def find_thresholds(session: Session, asked: MeasureQuestion, *, by: Actor) -> Thresholds:
    """The funnel of proceed rates and the share that proceeded by theme.

    Committees with few decisions show no number to readers who may not see exact figures; the
    national share stays, since it rests on all. Raises UnknownConcept or UnknownCommittee.
    """
    return answer(session, "thresholds", asked, by, _work_out)


def _work_out(asking: Asking) -> Thresholds:
    import pandas as pd  # noqa: PLC0415 - slow to load

    from analytics.funnel import proceed_funnel  # noqa: PLC0415 - slow to load

    initial = asking.records.decisions()
    frame = pd.DataFrame(
        [(row[2], row[3] == PROCEEDED, row[3] is not None) for row in initial],
        columns=["committee", "proceeded", "decisions"],
    )
    funnel = proceed_funnel(
        frame.groupby("committee", as_index=False)[["proceeded", "decisions"]].sum()
    )
    decided = [row for row in initial if row[3] is not None]
    shown = not asking.is_small(len(decided), len({row[1] for row in decided}))
    return Thresholds(
        sentence=_sentence(asking, funnel, len(decided), shown=shown),
        notes=_notes(asking, funnel),
        release=asking.profile.label,
        basis=asking.basis(DEFINITIONS, initial),
        target=funnel.target if shown else None,
        points=_points(asking, funnel, decided),
        curve=[Limits.model_validate(each) for each in funnel.curve] if shown else [],
        without_decision=list(funnel.left_out),
        dispersion=funnel.dispersion if shown else None,
        themes=_by_theme(asking),
    )


def _notes(asking: Asking, funnel: Funnel) -> list[str]:
    alone = asking.records.without_initial()
    if not alone:
        return list(funnel.notes)
    told = (
        f"{alone} fuller reviews are linked to no initial review here: the share that went on is "
        "of initial reviews on record, and lower than it would be with theirs."
    )
    return [*funnel.notes, told]


def _points(asking: Asking, funnel: Funnel, decided: Sequence[Any]) -> list[CommitteePoint]:
    families: dict[str, set[Any]] = defaultdict(set)
    for _, family, committee, _outcome in decided:
        families[committee].add(family)
    return [
        _hidden(each.committee)
        if asking.is_small(each.decisions, len(families[each.committee]))
        else _shown(each)
        for each in funnel.points
    ]


def _shown(point: Point) -> CommitteePoint:
    return CommitteePoint(
        committee=point.committee,
        proceeded=point.proceeded,
        decisions=point.decisions,
        share=point.share,
        low=point.low,
        high=point.high,
        position=point.position,
        adjusted_p=point.adjusted_p,
        outlier=point.outlier,
    )


def _hidden(committee: str) -> CommitteePoint:
    return CommitteePoint(
        committee=committee,
        proceeded=None,
        decisions=None,
        share=None,
        low=None,
        high=None,
        position=None,
        adjusted_p=None,
        outlier=False,
        note=HIDDEN,
        hidden=True,
    )


def _by_theme(asking: Asking) -> list[Figure]:
    from analytics.rates import share  # noqa: PLC0415 - slow to load

    reviews: dict[str, set[Any]] = defaultdict(set)
    went_on: dict[str, set[Any]] = defaultdict(set)
    family = {}
    for review, its_family, theme, outcome in asking.records.themes_of_decided():
        family[review] = its_family
        reviews[theme].add(review)
        if outcome == PROCEEDED:
            went_on[theme].add(review)
    counted = [
        Counted(
            "proceeded",
            theme,
            share(len(went_on[theme]), len(those)),
            len(went_on[theme]),
            len({family[each] for each in went_on[theme]}),
            len(those),
        )
        for theme, those in sorted(reviews.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    return asking.figures(counted)


def _sentence(asking: Asking, funnel: Funnel, decided: int, *, shown: bool) -> str:
    if funnel.target is None or not shown:
        return "Too few decisions on initial reviews are on record to say anything of thresholds."
    opening = (
        f"Of {decided} initial reviews with a decision on record, {funnel.target:.0%} went on to a "
        "fuller review."
    )
    outside = [each for each in funnel.points if each.outlier]
    if not asking.profile.exact:
        return opening
    if not outside:
        return (
            f"{opening} No committee differs from that by more than chance could bring about "
            "among so many committees. That is not proof that their thresholds are alike."
        )
    say = read_wording(asking.session)
    named = "; ".join(
        f"{say.committee(each.committee)} {'above' if each.share > funnel.target else 'below'} "
        f"({each.proceeded} of {each.decisions})"
        for each in outside
    )
    return f"{opening} Further from it than chance explains: {named}."
