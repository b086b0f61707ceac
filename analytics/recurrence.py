"""Findings that come back: timeline, gaps, places, and returns after a recorded resolution.

A members frame holds one row a finding in a group of same-issue findings: `group`, `finding`,
`review`, `committee` (str), `on` (date of the review's completion, may be missing) and
`resolved_on` (date at which that committee recorded this finding's actions resolved, or
missing).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd


@dataclass(frozen=True, slots=True)
class Member:
    """One finding of a group; `on` and `resolved_on` are None when not recorded."""

    finding: str
    review: str
    committee: str
    on: date | None
    resolved_on: date | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Years strictly between two appearances, both ends excluded."""

    after: int
    before: int
    years: int


@dataclass(frozen=True, slots=True)
class Return:
    """A finding that came after another of its group had been recorded resolved."""

    finding: str
    committee: str
    on: date
    resolved_finding: str
    resolved_by: str
    resolved_on: date
    days: int
    same_committee: bool


@dataclass(frozen=True, slots=True)
class Recurrence:
    """One issue across reviews.

    `committees` and `reviews` count all members; years and gaps those with a date.
    """

    group: str
    members: tuple[Member, ...]
    committees: tuple[str, ...]
    reviews: tuple[str, ...]
    first: int | None
    last: int | None
    gaps: tuple[Gap, ...]
    undated: tuple[str, ...]
    returns: tuple[Return, ...]

    @property
    def after_resolution(self) -> bool:
        """True when it came back anywhere after a committee recorded it resolved."""
        return bool(self.returns)

    @property
    def after_own_resolution(self) -> bool:
        """True when it came back in the very committee that recorded it resolved."""
        return any(back.same_committee for back in self.returns)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Distinct reviews by committee (rows) and year (columns, without holes)."""

    committees: tuple[str, ...]
    years: tuple[int, ...]
    reviews: tuple[tuple[int, ...], ...]


def recurrences(
    members: pd.DataFrame, *, min_committees: int = 1, min_reviews: int = 2
) -> tuple[Recurrence, ...]:
    """Groups that reach both minima, widest first: by committees, reviews, then name.

    Two findings of one review are one appearance: a review cannot recur with itself.
    """
    found = [describe_group(str(group), _members(rows)) for group, rows in members.groupby("group")]
    kept = [
        issue
        for issue in found
        if len(issue.committees) >= min_committees and len(issue.reviews) >= min_reviews
    ]
    return tuple(sorted(kept, key=lambda i: (-len(i.committees), -len(i.reviews), i.group)))


def describe_group(group: str, members: Sequence[Member]) -> Recurrence:
    """The timeline of one group; members in any order."""
    ordered = sorted(members, key=lambda m: (m.on or date.max, m.review, m.finding))
    years = sorted({member.on.year for member in ordered if member.on})
    return Recurrence(
        group=group,
        members=tuple(ordered),
        committees=tuple(sorted({member.committee for member in ordered})),
        reviews=tuple(sorted({member.review for member in ordered})),
        first=years[0] if years else None,
        last=years[-1] if years else None,
        gaps=tuple(Gap(a, b, b - a - 1) for a, b in pairwise(years) if b - a > 1),
        undated=tuple(member.finding for member in ordered if member.on is None),
        returns=tuple(_returns(ordered)),
    )


def committee_years(members: pd.DataFrame) -> Matrix:
    """Distinct reviews a committee and year, undated members left out.

    A year without any shows noughts: every accepted review was searched, so none is none.
    """
    dated = members.dropna(subset=["on"])
    if dated.empty:
        return Matrix((), (), ())
    year = pd.to_datetime(dated["on"]).dt.year.astype(int)
    counts = dated.groupby([dated["committee"].astype(str), year])["review"].nunique()
    committees = tuple(sorted({str(name) for name in dated["committee"]}))
    years = tuple(range(int(year.min()), int(year.max()) + 1))
    rows = tuple(tuple(int(counts.get((name, when), 0)) for when in years) for name in committees)
    return Matrix(committees, years, rows)


def _returns(ordered: Sequence[Member]) -> list[Return]:
    """Each later finding against the latest resolution before it, its own committee's first.

    A review completed on the day of the resolution, or the review that was resolved, is no
    return.
    """
    found: list[Return] = []
    for member in ordered:
        if member.on is None:
            continue
        before = [
            (other.committee == member.committee, other.resolved_on, other)
            for other in ordered
            if other.resolved_on and other.resolved_on < member.on and other.review != member.review
        ]
        if before:
            same, resolved_on, other = max(before, key=lambda b: (b[0], b[1], b[2].finding))
            found.append(
                Return(
                    finding=member.finding,
                    committee=member.committee,
                    on=member.on,
                    resolved_finding=other.finding,
                    resolved_by=other.committee,
                    resolved_on=resolved_on,
                    days=(member.on - resolved_on).days,
                    same_committee=same,
                )
            )
    return found


def _members(rows: pd.DataFrame) -> list[Member]:
    columns = rows[["finding", "review", "committee", "on", "resolved_on"]]
    return [
        Member(str(finding), str(review), str(committee), _day(on), _day(resolved))
        for finding, review, committee, on, resolved in columns.itertuples(index=False)
    ]


def _day(value: object) -> date | None:
    stamp = pd.to_datetime(value)  # type: ignore[call-overload]
    return None if pd.isna(stamp) else stamp.date()
