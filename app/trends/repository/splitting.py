"""Units split into the cells of a question: the columns of its dimensions and its filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    SQLColumnExpression,
    and_,
    case,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute

from app.committees.models import Committee, CommitteeArea, Succession
from app.reviews.models import Circumstances, Factor, Grade, Review
from app.trends.questions import FACTORS, TrendQuestion

AnyColumn = ColumnElement[Any] | InstrumentedAttribute[Any]
Columns = dict[str, SQLColumnExpression[Any]]
Measures = Callable[[Columns], Sequence[SQLColumnExpression[Any]]]


def split(
    units: FromClause,
    by: Sequence[str],
    measures: Measures,
    *,
    asked: TrendQuestion,
    published_only: bool,
    recorded: str | None = None,
) -> Select[Any]:
    """The dimensions ``by``, then ``measures`` of the columns, one row a cell.

    ``recorded`` leaves out the reviews that say nothing about that dimension.
    """
    unit = units.c
    statement = select(units).join(Review, Review.id == unit.review_id)
    columns: Columns = {
        "committee": unit.committee_slug,
        "year": unit.completed_year,
        "incident_year": unit.incident_year,
        "submitted_year": unit.submitted_year,
        "review_type": unit.review_type,
        "methodology": unit.methodology,
        "outcome": Review.outcome,
    }
    if asked.areas == "today":
        columns["committee"] = _committee_today(unit.committee_slug)
    for name in {*by, *([recorded] if recorded else [])}:
        statement, found = _joined(statement, name, present_only=name != recorded)
        columns |= found
    parts = [columns[name] if name in columns else unit[name] for name in by]
    statement = statement.with_only_columns(*parts, *measures(columns), maintain_column_froms=True)
    if published_only:
        statement = statement.where(unit.published, Review.publication_form != "none")
    if recorded is not None and recorded not in FACTORS:
        statement = statement.where(columns[recorded].is_not(None))
    for value, condition in plain_filters(
        asked, columns["committee"], unit.review_type, unit.methodology, unit.completed_year
    ):
        if value is not None:
            statement = statement.where(condition)
    return statement.group_by(*parts)


def plain_filters(
    asked: TrendQuestion,
    committee: SQLColumnExpression[Any],
    review_type: SQLColumnExpression[Any],
    methodology: SQLColumnExpression[Any],
    year: SQLColumnExpression[Any],
) -> list[tuple[Any, ColumnElement[bool]]]:
    """What the question asks of each column, None where nothing, and the condition for it."""
    return [
        (asked.committee, committee == asked.committee),
        (asked.review_type, review_type == asked.review_type),
        (asked.methodology, methodology == asked.methodology),
        (asked.from_year, year >= literal(asked.from_year)),
        (asked.to_year, year <= literal(asked.to_year)),
    ]


def _joined(
    statement: Select[Any], name: str, *, present_only: bool
) -> tuple[Select[Any], Columns]:
    """The statement with what ``name`` needs, and the column that it adds."""
    if name == "age_band":
        joined = statement.outerjoin(Circumstances, Circumstances.review_id == Review.id)
        return joined, {name: Circumstances.age_band}
    if name == "grade":
        latest = (
            select(Grade.review_id, Grade.grade)
            .ext(distinct_on(Grade.review_id))
            .order_by(Grade.review_id, Grade.at.desc(), Grade.id.desc())
            .subquery("latest_grades")
        )
        joined = statement.outerjoin(latest, latest.c.review_id == Review.id)
        return joined, {name: latest.c.grade}
    if name in FACTORS:
        said = Factor.__table__.alias(name)
        conditions = [said.c.review_id == Review.id, said.c.scheme == FACTORS[name]]
        if present_only:
            conditions.append(said.c.present == true())
        return statement.join(said, and_(*conditions)), {name: said.c.key}
    return statement, {}


def _committee_today(then: ColumnElement[str]) -> ColumnElement[str]:
    """The committee that serves the review's area now.

    Where a committee was divided and the review's area is not recorded, it stays under
    the committee of its time: to count it under each heir would count it twice.
    """
    ended = select(Committee.slug).where(Committee.valid_to.is_not(None))
    by_area = (
        select(Committee.slug)
        .join(CommitteeArea, CommitteeArea.committee_id == Committee.id)
        .where(CommitteeArea.slug == Review.area_slug, Committee.valid_to.is_(None))
        .correlate(Review)
        .scalar_subquery()
    )
    heirs = (
        select(func.min(Committee.slug))
        .join(Succession, Succession.successor_id == Committee.id)
        .where(Succession.predecessor_id == Review.committee_id)
        .having(func.count() == 1)
        .correlate(Review)
        .scalar_subquery()
    )
    return case((then.in_(ended), func.coalesce(by_area, heirs, then)), else_=then)
