"""Distinct reviews, committees and findings in the cells of a question.

Three sources, the cheapest that can answer: the cube (sums over committee, year, type and
methodology, never over concepts); ``review_concepts`` (one row a review and concept); and the
findings themselves when two concepts have to be on the same finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    SQLColumnExpression,
    and_,
    case,
    column,
    distinct,
    func,
    literal,
    select,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.committees.models import Committee, CommitteeArea, Succession
from app.reviews.counting import STANDING_TAGS
from app.reviews.models import (
    Circumstances,
    ConceptCube,
    Factor,
    Finding,
    Grade,
    Review,
    ReviewConcept,
)
from app.trends.questions import CUBE, FACTORS, TrendQuestion

_STANDING = STANDING_TAGS.format(which="f.counted")
_UNITS = (
    "review_id",
    "committee_slug",
    "review_type",
    "methodology",
    "completed_year",
    "incident_year",
    "submitted_year",
    "published",
)

AnyColumn = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination of the dimensions, in their order; None is “not recorded”."""

    key: tuple[Any, ...]
    reviews: int
    committees: int
    findings: int
    families: int


class Counts:
    """Counts for one question and one circle of readers."""

    def __init__(self, session: Session, asked: TrendQuestion, *, published_only: bool) -> None:
        self.session = session
        self.asked = asked
        self.published_only = published_only

    def numerators(self) -> list[Cell]:
        """Reviews that have every concept asked for, in the cells of ``by``."""
        return self._cells(self.asked.concepts, self.asked.by)

    def bases(self) -> list[Cell]:
        """All reviews, whatever they found, in the cells of the dimensions but the concepts."""
        return self._cells({}, self.asked.split)

    def recorded(self, name: str, rest: Sequence[str]) -> list[Cell]:
        """Reviews that say anything, yes or no, about ``name``, in the cells of ``rest``.

        For factors the key of the factor is the last part of the cell's key.
        """
        return self._cells({}, (*rest, name) if name in FACTORS else rest, recorded=name)

    def _cells(
        self, concepts: dict[str, str | None], by: Sequence[str], *, recorded: str | None = None
    ) -> list[Cell]:
        if recorded is None and self._in_cube(concepts, by):
            return self._read(self._from_cube(concepts, by), len(by))
        return self._read(self._from_units(concepts, by, recorded), len(by))

    def _in_cube(self, concepts: dict[str, str | None], by: Sequence[str]) -> bool:
        return (
            not self.published_only
            and self.asked.areas == "then"
            and len(concepts) <= 1
            and set(by) <= CUBE
        )

    def _from_cube(self, concepts: dict[str, str | None], by: Sequence[str]) -> Select[Any]:
        cube = ConceptCube
        sure = self.asked.confirmed_only
        reviews = cube.confirmed_reviews if sure else cube.reviews
        findings = cube.confirmed_findings if sure else cube.findings
        columns = {
            "committee": cube.committee_slug,
            "year": func.nullif(cube.completed_year, 0),
            "review_type": cube.review_type,
            "methodology": cube.methodology,
        }
        parts = [columns.get(name, cube.key) for name in by]
        # A review without findings is in the whole all the same, and confirms nothing.
        if not concepts:
            reviews, findings = cube.reviews, cube.findings
        statement = select(
            *parts,
            func.sum(reviews),
            func.count(distinct(cube.committee_slug)),
            func.sum(findings),
            func.sum(reviews),
        ).where(cube.scheme == next(iter(concepts), "*"), reviews > 0)
        if concepts and (key := next(iter(concepts.values()))) is not None:
            statement = statement.where(cube.key == key)
        for value, condition in self._plain_filters(
            cube.committee_slug, cube.review_type, cube.methodology, cube.completed_year
        ):
            if value is not None:
                statement = statement.where(condition)
        return statement.group_by(*parts)

    def _from_units(
        self, concepts: dict[str, str | None], by: Sequence[str], recorded: str | None
    ) -> Select[Any]:
        units = self._units(concepts)
        unit = units.c
        statement = select(units).join(Review, Review.id == unit.review_id)
        columns: dict[str, SQLColumnExpression[Any]] = {
            "committee": unit.committee_slug,
            "year": unit.completed_year,
            "incident_year": unit.incident_year,
            "submitted_year": unit.submitted_year,
            "review_type": unit.review_type,
            "methodology": unit.methodology,
            "outcome": Review.outcome,
        }
        if self.asked.areas == "today":
            columns["committee"] = self._committee_today(unit.committee_slug)
        for name in {*by, *([recorded] if recorded else [])}:
            statement, found = self._joined(statement, name, present_only=name != recorded)
            columns |= found
        parts = [columns[name] if name in columns else unit[name] for name in by]
        statement = statement.with_only_columns(
            *parts,
            func.count(distinct(unit.review_id)),
            func.count(distinct(columns["committee"])),
            func.sum(unit.findings),
            func.count(distinct(func.coalesce(Review.family_key, Review.id))),
            maintain_column_froms=True,
        )
        if self.published_only:
            statement = statement.where(unit.published, Review.publication_form != "none")
        if recorded is not None and recorded not in FACTORS:
            statement = statement.where(columns[recorded].is_not(None))
        for value, condition in self._plain_filters(
            columns["committee"], unit.review_type, unit.methodology, unit.completed_year
        ):
            if value is not None:
                statement = statement.where(condition)
        return statement.group_by(*parts)

    def _units(self, concepts: dict[str, str | None]) -> FromClause:
        """One row a review and combination of the concepts, with its number of findings."""
        rows = ReviewConcept
        if len(concepts) > 1:
            return self._units_of_findings(concepts)
        scheme, key = next(iter(concepts.items()), ("*", None))
        sure = self.asked.confirmed_only and bool(concepts)
        findings = rows.confirmed_findings if sure else rows.findings
        statement = select(
            *(getattr(rows, name) for name in _UNITS),
            rows.key.label(scheme),
            findings.label("findings"),
        ).where(rows.scheme == scheme)
        if key is not None:
            statement = statement.where(rows.key == key)
        if sure:
            statement = statement.where(rows.confirmed_findings > 0)
        return statement.subquery("units")

    def _units_of_findings(self, concepts: dict[str, str | None]) -> FromClause:
        standing = (
            text(_STANDING)
            .columns(
                column("finding_id"),
                column("scheme"),
                column("key"),
                column("confirmed"),
                column("rank"),
            )
            .cte("standing")
        )
        whole = ReviewConcept
        statement = select(*(getattr(whole, name) for name in _UNITS)).join(
            Finding, Finding.review_id == whole.review_id
        )
        keys = []
        for scheme, key in concepts.items():
            tag = standing.alias(f"of_{scheme}")
            conditions = [tag.c.finding_id == Finding.id, tag.c.scheme == scheme]
            if scheme == "typology":
                conditions.append(tag.c.rank == 1)
            if key is not None:
                conditions.append(tag.c.key == key)
            if self.asked.confirmed_only:
                conditions.append(tag.c.confirmed)
            statement = statement.join(tag, and_(*conditions))
            keys.append(tag.c.key.label(scheme))
        return (
            statement.add_columns(*keys, func.count(distinct(Finding.id)).label("findings"))
            .where(whole.scheme == "*", Finding.counted == true())
            .group_by(whole.review_id, whole.scheme, whole.key, *keys)
            .subquery("units")
        )

    def _joined(
        self, statement: Select[Any], name: str, *, present_only: bool
    ) -> tuple[Select[Any], dict[str, SQLColumnExpression[Any]]]:
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

    def _committee_today(self, then: ColumnElement[str]) -> ColumnElement[str]:
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

    def _plain_filters(
        self,
        committee: SQLColumnExpression[Any],
        review_type: SQLColumnExpression[Any],
        methodology: SQLColumnExpression[Any],
        year: SQLColumnExpression[Any],
    ) -> list[tuple[Any, ColumnElement[bool]]]:
        asked = self.asked
        return [
            (asked.committee, committee == asked.committee),
            (asked.review_type, review_type == asked.review_type),
            (asked.methodology, methodology == asked.methodology),
            (asked.from_year, year >= literal(asked.from_year)),
            (asked.to_year, year <= literal(asked.to_year)),
        ]

    def _read(self, statement: Select[Any], width: int) -> list[Cell]:
        return [
            Cell(tuple(row[:width]), int(row[-4]), int(row[-3]), int(row[-2] or 0), int(row[-1]))
            for row in self.session.execute(statement)
        ]
