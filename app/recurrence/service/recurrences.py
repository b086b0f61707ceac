"""Issues that come back in other reviews, other committees and later years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, case, cast, distinct, func, select
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.kit.answers import Answers
from app.kit.paging import decode_cursor, encode_cursor
from app.recurrence.models import Issue, IssueMember
from app.recurrence.schemas import GapRead, MemberRead, RecurrenceRead, Recurrences, ReturnRead
from app.reviews.basis import basis_of
from app.reviews.counting import data_version
from app.reviews.effective import carries, countable_findings, sees_all_counted
from app.reviews.models import Finding, Response, Review
from app.taxonomy.service import require_keys

DEFINITIONS = {
    "issue": (
        "Findings that one change to the system would resolve. Findings join while the mean "
        "similarity between them stays above a threshold; people's verdicts outrank it."
    ),
    "theme": (
        "An issue carries a theme (or category) when at least half of its findings do, and two "
        "at the least, by the tags of the highest authority: stated, then human, then model."
    ),
    "after_resolution": (
        "A finding of the issue is in a review completed after the day on which a committee "
        "recorded its response to another finding of the issue resolved."
    ),
    "order": "By committees, then findings, then the latest year.",
}


@dataclass(frozen=True, slots=True)
class RecurrenceFilter:
    """What recurrences may be narrowed by; years are those of the reviews' completion."""

    theme: str | None = None
    typology: str | None = None
    min_committees: int = 2
    min_reviews: int = 2
    from_year: int | None = None
    to_year: int | None = None

    def named(self) -> dict[str, object]:
        """The filters under their public names."""
        return {
            "theme": self.theme,
            "typology": self.typology,
            "min_committees": self.min_committees,
            "min_reviews": self.min_reviews,
            "from": self.from_year,
            "to": self.to_year,
        }


@dataclass(frozen=True, slots=True)
class _Ranking:
    """All issues that answer, in order, and what stands behind them."""

    issues: tuple[UUID, ...]
    reviews: int
    committees: int


_rankings: Answers[_Ranking] = Answers()


def find_recurrences(
    session: Session, chosen: RecurrenceFilter, *, by: Actor, limit: int, cursor: str | None = None
) -> Recurrences:
    """A page of the issues that came up in enough reviews and committees, widest first.

    Analysts and stewards are answered from all accepted reviews, others from what is
    published. Raises UnknownConcept. Five queries, however many issues are shown.
    """
    for scheme, key in (("theme", chosen.theme), ("typology", chosen.typology)):
        if key is not None:
            require_keys(session, scheme, [key], field=scheme)
    ranking = _rankings.get(
        session,
        data_version(session),
        (chosen, sees_all_counted(by)),
        lambda: _rank(session, chosen, by),
    )
    start = int(decode_cursor(cursor, parts=1)[0] or 0) if cursor else 0
    shown = ranking.issues[start : start + limit]
    following = start + limit
    return Recurrences(
        groups=_describe(session, shown, chosen, by),
        total=len(ranking.issues),
        next=encode_cursor(following) if following < len(ranking.issues) else None,
        basis=basis_of(
            session,
            by=by,
            filters=chosen.named(),
            definitions=DEFINITIONS,
            reviews=ranking.reviews,
            committees=ranking.committees,
        ),
    )


def _rank(session: Session, chosen: RecurrenceFilter, by: Actor) -> _Ranking:
    findings = func.count()
    committees = func.count(distinct(Finding.committee_slug))
    reviews = func.count(distinct(Finding.review_id))
    statement = (
        select(IssueMember.issue_id)
        .join(Finding, Finding.id == IssueMember.finding_id)
        .where(*_members(chosen, by))
        .group_by(IssueMember.issue_id)
        .having(committees >= chosen.min_committees, reviews >= chosen.min_reviews)
        .order_by(
            committees.desc(),
            findings.desc(),
            func.max(Finding.completed_year).desc().nulls_last(),
            IssueMember.issue_id,
        )
    )
    for scheme, key in (("theme", chosen.theme), ("typology", chosen.typology)):
        if key is not None:
            carrying = func.sum(cast(case((carries(scheme, key), 1), else_=0), Integer))
            statement = statement.having(and_(carrying >= 2, carrying * 2 >= findings))
    issues = tuple(session.scalars(statement))
    behind = session.execute(
        select(
            func.count(distinct(Finding.review_id)), func.count(distinct(Finding.committee_slug))
        )
        .join(IssueMember, IssueMember.finding_id == Finding.id)
        .where(IssueMember.issue_id.in_(issues), *_members(chosen, by))
    ).one()
    return _Ranking(issues, int(behind[0]), int(behind[1]))


def _members(chosen: RecurrenceFilter, by: Actor) -> list[ColumnElement[bool]]:
    conditions = [countable_findings(by)]
    if chosen.from_year is not None:
        conditions.append(Finding.completed_year >= chosen.from_year)
    if chosen.to_year is not None:
        conditions.append(Finding.completed_year <= chosen.to_year)
    return conditions


def _describe(
    session: Session, issues: Sequence[UUID], chosen: RecurrenceFilter, by: Actor
) -> list[RecurrenceRead]:
    rows = session.execute(
        select(
            IssueMember.issue_id,
            Issue.representative_id,
            Finding.id,
            Review.reference,
            Finding.committee_slug,
            Finding.completed_year,
            Review.completed_on,
            Finding.number,
            Finding.page,
            Finding.statement,
            IssueMember.score,
            IssueMember.by_person,
            Response.decision,
            Response.status,
            Response.status_on,
        )
        .join(Finding, Finding.id == IssueMember.finding_id)
        .join(Issue, Issue.id == IssueMember.issue_id)
        .join(Review, Review.id == Finding.review_id)
        .outerjoin(Response, Response.finding_id == Finding.id)
        .where(IssueMember.issue_id.in_(issues), *_members(chosen, by))
        .order_by(Finding.completed_year, Review.completed_on, Finding.committee_slug, Finding.id)
    )
    members: dict[UUID, list[MemberRead]] = defaultdict(list)
    heads: dict[UUID, UUID | None] = {}
    for issue, head, *fields, status, status_on in rows:
        heads[issue] = head
        known = dict(zip(_FIELDS, fields, strict=True))
        resolved = status_on if status == "resolved" else None
        members[issue].append(MemberRead(**known, status=status, resolved_on=resolved))
    return [_recurrence(issue, members[issue], heads[issue]) for issue in issues]


_FIELDS = (
    "id",
    "reference",
    "committee",
    "year",
    "completed_on",
    "number",
    "page",
    "statement",
    "score",
    "by_person",
    "response",
)


def _recurrence(issue: UUID, members: list[MemberRead], head: UUID | None) -> RecurrenceRead:
    from analytics.recurrence import Member, describe_group  # noqa: PLC0415 - slow to load

    described = describe_group(
        str(issue),
        [
            Member(
                str(each.id), each.reference, each.committee, each.completed_on, each.resolved_on
            )
            for each in members
        ],
    )
    # The issue's own representative may be one that this reader may not see.
    representative = next(
        (each for each in members if each.id == head),
        max(members, key=lambda each: (each.score, str(each.id))),
    )
    years = sorted({each.year for each in members if each.year is not None})
    return RecurrenceRead(
        issue=issue,
        representative=representative,
        findings=members,
        committees=list(described.committees),
        reviews=list(described.reviews),
        years=years,
        gaps=[
            GapRead(after=one, before=other, years=other - one - 1)
            for one, other in pairwise(years)
            if other - one > 1
        ],
        first=years[0] if years else None,
        last=years[-1] if years else None,
        after_resolution=described.after_resolution,
        after_own_resolution=described.after_own_resolution,
        returns=[ReturnRead(**asdict(each)) for each in described.returns],
    )
