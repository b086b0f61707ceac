"""Distinct reviews, committees and findings in the cells of a question.

Three sources, the cheapest that can answer: the cube (sums over committee, year, type and
methodology, never over concepts); ``review_concepts`` (one row a review and concept); and the
findings themselves when two concepts have to be on the same finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, distinct, func, select
from sqlalchemy.orm import Session

from app.reviews.models import ConceptCube, Review
from app.trends.questions import CUBE, FACTORS, TrendQuestion
from app.trends.repository.splitting import Columns, plain_filters, split
from app.trends.repository.units import units_of


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
        for value, condition in plain_filters(
            self.asked, cube.committee_slug, cube.review_type, cube.methodology, cube.completed_year
        ):
            if value is not None:
                statement = statement.where(condition)
        return statement.group_by(*parts)

    def _from_units(
        self, concepts: dict[str, str | None], by: Sequence[str], recorded: str | None
    ) -> Select[Any]:
        units = units_of(self.asked, concepts)

        def measures(columns: Columns) -> Sequence[SQLColumnExpression[Any]]:
            return (
                func.count(distinct(units.c.review_id)),
                func.count(distinct(columns["committee"])),
                func.sum(units.c.findings),
                func.count(distinct(func.coalesce(Review.family_key, Review.id))),
            )

        return split(
            units,
            by,
            measures,
            asked=self.asked,
            published_only=self.published_only,
            recorded=recorded,
        )

    def _read(self, statement: Select[Any], width: int) -> list[Cell]:
        return [
            Cell(tuple(row[:width]), int(row[-4]), int(row[-3]), int(row[-2] or 0), int(row[-1]))
            for row in self.session.execute(statement)
        ]
