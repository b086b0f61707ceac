"""Findings by who coded them in a scheme: people, a model, or another model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, SQLColumnExpression, and_, distinct, func, or_, select, true
from sqlalchemy.orm import Session

from app.reviews.models import Finding, ReviewConcept, Tag
from app.trends.questions import TrendQuestion
from app.trends.repository.splitting import Columns, split
from app.trends.repository.units import OF_THE_REVIEW, standing_tags


@dataclass(frozen=True, slots=True)
class Coding:
    """Findings of one cell: coded by people, by the model, and by a model of another version."""

    people: int
    model: int
    others: int


class Codings:
    """Who coded the findings of one question, which asks for one concept.

    ``model`` is the version whose errors are known. In a scheme of which every finding has one
    key (typology, depth), a finding without a standing tag was coded by nobody and counts
    nowhere; a finding on which nobody stated a theme was read, and has none.
    """

    def __init__(
        self, session: Session, asked: TrendQuestion, *, model: str, published_only: bool
    ) -> None:
        self.session = session
        self.asked = asked
        self.model = model
        self.published_only = published_only
        ((self.scheme, self.key),) = asked.concepts.items()

    def carrying(self) -> dict[tuple[Any, ...], Coding]:
        """Findings with the concept, in the cells of ``by``."""
        return self._cells(self._findings(keyed=True), self.asked.by)

    def all(self) -> dict[tuple[Any, ...], Coding]:
        """All findings that were coded, in the cells of the dimensions but the concept."""
        return self._cells(self._findings(keyed=False), self.asked.split)

    def _cells(self, units: FromClause, by: Sequence[str]) -> dict[tuple[Any, ...], Coding]:
        names = ("people", "model", "others")

        def measures(columns: Columns) -> Sequence[SQLColumnExpression[Any]]:
            del columns
            return tuple(func.sum(units.c[name]) for name in names)

        statement = split(units, by, measures, asked=self.asked, published_only=self.published_only)
        return {
            tuple(row[: len(by)]): Coding(*(int(number) for number in row[-3:]))
            for row in self.session.execute(statement)
        }

    def _findings(self, *, keyed: bool) -> FromClause:
        """One row a review (and key): its findings by who coded them."""
        tag = standing_tags()
        whole = ReviewConcept
        here = [tag.c.finding_id == Finding.id, tag.c.scheme == self.scheme]
        if self.scheme == "typology":
            here.append(tag.c.rank == 1)
        if keyed and self.key is not None:
            here.append(tag.c.key == self.key)
        join = (
            select(*(getattr(whole, name) for name in OF_THE_REVIEW))
            .join(Finding, Finding.review_id == whole.review_id)
            .join(tag, and_(*here), isouter=not keyed and self.scheme == "theme")
            .where(whole.scheme == "*", Finding.counted == true())
        )
        people = func.coalesce(tag.c.confirmed, False)
        another = self._tagged_by_another()
        groups = [tag.c.key.label(self.scheme)] if keyed else []
        return (
            join.add_columns(
                *groups,
                func.count(distinct(Finding.id)).filter(people).label("people"),
                func.count(distinct(Finding.id)).filter(~people, ~another).label("model"),
                func.count(distinct(Finding.id)).filter(~people, another).label("others"),
            )
            .group_by(whole.review_id, whole.scheme, whole.key, *groups)
            .subquery("units")
        )

    def _tagged_by_another(self) -> SQLColumnExpression[bool]:
        """Whether a standing tag of any model but the measured one is on the finding."""
        return (
            select(Tag.id)
            .where(
                Tag.finding_id == Finding.id,
                Tag.source == "model",
                Tag.withdrawn_at.is_(None),
                or_(Tag.model_version.is_(None), Tag.model_version != self.model),
            )
            .correlate(Finding)
            .exists()
        )
