"""What is true of the corpus, so that answers drawn from it can be checked."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import yaml

from app.demonstration.build import filename, load_reports
from app.demonstration.layouts.report import Report
from app.demonstration.plan import FOLDER, Planned, load_issues


@dataclass(frozen=True, slots=True)
class TrueFinding:
    """A finding as it was planned and written. `stated` is the category the report prints."""

    number: int
    statement: str
    typology: str
    stated: str | None
    themes: tuple[str, ...]
    depth: str
    polarity: str
    issue: str | None


@dataclass(frozen=True, slots=True)
class TrueReview:
    """What a reader must find in one file. `decision` is None but for an initial case review."""

    key: str
    file: str
    committee: str
    completed: date
    findings: tuple[TrueFinding, ...]
    recommendations: tuple[str, ...]
    decision: str | None
    rationale: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """One finding of a recurrence, by the key of its review and its number there."""

    review: str
    finding: int
    committee: str
    completed: date
    statement: str


class Return(Planned):
    """A committee recorded an issue resolved, and it came back there."""

    committee: str
    resolved_in: str
    resolved_on: date
    returned_in: str


class TrueRecurrence(Planned):
    """A planted recurrence: how many findings, and the returns after a resolution."""

    id: str
    theme: str
    findings: int
    committees: int
    returns: tuple[Return, ...] = ()


class Trend(Planned):
    """A share that changes over the years; every share not listed is level."""

    scheme: Literal["theme", "recommendation_kind", "review_type"]
    key: str
    direction: Literal["rising", "falling"]


class Outlier(Planned):
    """The committee whose share of reviews that went ahead lies beyond the control limits."""

    committee: str
    initial_reviews: int
    proceeded: int


class SlowMethod(Planned):
    """The methodology that takes longer than any other, in months from commission to report."""

    methodology: str
    shortest: int
    longest_of_others: int


class Company(Planned):
    """Two themes that keep company far more often than chance would have it."""

    themes: tuple[str, str]
    reviews: int


class Emergence(Planned):
    """A theme that was next to unknown before a day and common after it."""

    theme: str
    since: date
    reviews_before: int
    reviews_since: int


class Planted(Planned):
    """Everything that was planted in the corpus for analysis to find."""

    recurrences: list[TrueRecurrence]
    trends: list[Trend]
    threshold_outlier: Outlier
    slow_method: SlowMethod
    cooccurrence: Company
    emerging: Emergence


@lru_cache
def planted() -> Planted:
    """The planted truth of `truth.yaml`."""
    return Planted.model_validate(yaml.load((FOLDER / "truth.yaml").read_bytes(), yaml.CSafeLoader))


def true_review(report: Report) -> TrueReview:
    """What a reader must find in the file of one report."""
    findings = tuple(
        TrueFinding(
            number=planned.number,
            statement=written.statement,
            typology=planned.typology,
            stated=planned.typology if planned.stated else None,
            themes=tuple(planned.themes),
            depth=planned.depth,
            polarity=planned.polarity,
            issue=planned.issue,
        )
        for planned, written in report.findings()
    )
    decision = report.text.decision
    return TrueReview(
        key=report.plan.key,
        file=filename(report.plan),
        committee=report.plan.committee,
        completed=report.plan.dates.completed,
        findings=findings,
        recommendations=tuple(each.text for each in report.text.recommendations),
        decision=report.plan.decision if decision else None,
        rationale=decision.rationale if decision else None,
    )


def true_reviews() -> dict[str, TrueReview]:
    """What a reader must find in each file, by the key of the review."""
    return {report.plan.key: true_review(report) for report in load_reports()}


def recurrence_members() -> dict[str, tuple[Member, ...]]:
    """The findings that state each planted issue, earliest first; every issue has its entry."""
    members: dict[str, list[Member]] = defaultdict(list)
    for review in sorted(true_reviews().values(), key=lambda review: review.completed):
        for finding in review.findings:
            if finding.issue:
                members[finding.issue].append(
                    Member(
                        review.key,
                        finding.number,
                        review.committee,
                        review.completed,
                        finding.statement,
                    )
                )
    return {issue: tuple(members[issue]) for issue in load_issues()}
