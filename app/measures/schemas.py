"""What the measures are answered in. ``None`` in a hidden row means: too few reviews to show."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.reviews.basis import Basis


class Measured(BaseModel):
    """What every measure says: the answer in a sentence, its cautions, and what it rests on."""

    sentence: str
    notes: list[str]
    release: str
    basis: Basis


class Figure(BaseModel):
    """A share: ``number`` of ``of`` with its 95% interval.

    ``part`` and ``matter`` say what is counted, ``key`` of which split. ``reviews`` are the
    distinct reviews behind ``number``.
    """

    part: str
    matter: str
    key: dict[str, Any]
    number: int | None
    of: int | None
    share: float | None
    low: float | None
    high: float | None
    reviews: int | None
    note: str | None
    hidden: bool = False


class Limits(BaseModel):
    """Control limits at one number of decisions; shares, 0 to 1."""

    model_config = ConfigDict(from_attributes=True)

    decisions: int
    low_95: float
    high_95: float
    low_998: float
    high_998: float


class CommitteePoint(BaseModel):
    """One committee against the national share.

    ``position`` is above, below or within the 99.8% limits at its number of decisions;
    ``outlier`` is the verdict after correction for looking at every committee.
    """

    committee: str
    proceeded: int | None
    decisions: int | None
    share: float | None
    low: float | None
    high: float | None
    position: str | None
    adjusted_p: float | None
    outlier: bool
    note: str | None = None
    hidden: bool = False


class Thresholds(Measured):
    """Of the initial reviews with a decision on record, how many went on to a review."""

    target: float | None
    points: list[CommitteePoint]
    curve: list[Limits]
    without_decision: list[str]
    dispersion: float | None
    themes: list[Figure]
    """Share that proceeded, of the initial reviews with a finding on each theme."""


class Step(BaseModel):
    """The curve just after ``days``: the share still unfinished, with its interval."""

    model_config = ConfigDict(from_attributes=True)

    days: float
    at_risk: int
    unfinished: float
    low: float
    high: float


class Pace(BaseModel):
    """How long one group takes. Unfinished reviews are censored, never dropped.

    ``beyond_target`` is the share that takes longer than the target asked for.
    """

    group: str
    reviews: int | None
    finished: int | None
    unfinished: int | None
    median_days: float | None
    median_low: float | None
    median_high: float | None
    beyond_target: float | None
    beyond_low: float | None
    beyond_high: float | None
    adjusted_p: float | None
    slower: bool
    faster: bool
    steps: list[Step]
    note: str | None = None
    hidden: bool = False


class Timescales(Measured):
    """One stage's duration in days, for all and by group, with the log-rank test."""

    stage: str
    by: str
    target: int | None
    whole: Pace
    groups: list[Pace]
    p_value: float | None
    out_of_order: int
    """Reviews left out because the stage ends before it begins."""


class KindOverTime(BaseModel):
    """Whether the share of reviews that recommend one kind of change rose or fell."""

    kind: str
    sentence: str
    effect: float | None
    p_value: float | None
    adjusted_p: float | None
    significant: bool
    warnings: list[str]


class Rigour(Measured):
    """Depth, the five questions, recommendations, who carried out the review and who took part."""

    figures: list[Figure]
    recommendations_per_review: float | None
    median_recommendations: float | None
    most_recommendations: int | None
    kinds_over_time: list[KindOverTime]
    """Of the reviews with a recommendation of known kind, by year of completion."""


class Completeness(Measured):
    """How often each field is recorded, least recorded first after economic circumstances."""

    figures: list[Figure]


class ActionRow(BaseModel):
    """The actions of one split on the day of counting; the five states add up to ``actions``."""

    key: dict[str, Any]
    actions: int | None
    open: int | None
    overdue: int | None
    undated: int | None
    resolved: int | None
    recurred: int | None
    overdue_share: float | None
    recurred_share: float | None
    median_days: float | None
    note: str | None = None
    hidden: bool = False


class Actions(Measured):
    """What became of what committees said they would do."""

    at: date
    whole: ActionRow
    rows: list[ActionRow]


class Pair(BaseModel):
    """Two concepts over the reviews that record both; ``lift`` of 1 is unrelated."""

    left: str
    right: str
    both: int | None
    left_reviews: int | None
    right_reviews: int | None
    reviews: int | None
    expected: float | None
    lift: float | None
    low: float | None
    high: float | None
    adjusted_p: float | None
    related: bool
    hidden: bool = False


class Company(Measured):
    """Pairs that are found together more, or less, often than chance brings them."""

    pairs: list[Pair]


class Emergence(BaseModel):
    """The most surprising recent run of years of one theme."""

    theme: str
    reviews: int | None
    since: int | None
    observed: int | None
    expected: float | None
    relative_rate: float | None
    adjusted_p: float | None
    emerging: bool
    note: str | None
    hidden: bool = False


class Emerging(Measured):
    """Themes that have lately been found in more reviews than chance explains."""

    themes: list[Emergence]
    years: list[int]
