"""Findings by words and filters, at a million findings as at a hundred.

The findings repeat their review's fields, so nothing is joined to find them. With words, only
the newest thousand matches are ranked: ranking reads each match, and a broad word has hundreds
of thousands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Float, cast, func, select, true, tuple_
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.kit.paging import decode_cursor, encode_cursor
from app.reviews.access import visible_findings
from app.reviews.effective import carries
from app.reviews.models import Finding, Review
from app.search.schemas import FindingFilter
from app.taxonomy.models import Concept, SchemeVersion

RANKED = 1_000
START, STOP = "\ue000", "\ue001"
"""Marks of a match; private characters, so that they cannot be part of a report."""
_HEADLINE = f"StartSel={START},StopSel={STOP},MaxFragments=2,MinWords=8,MaxWords=35"


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding found; rank and headline are None when no words were searched."""

    finding: Finding
    rank: float | None
    headline: str | None


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits, the cursor of the next, and how many match (up to ``RANKED``)."""

    items: Sequence[Hit]
    next: str | None
    total: int | None


class FindingSearch:
    """The findings that one person may find."""

    def __init__(self, session: Session, reader: Actor) -> None:
        self.session = session
        self.reader = reader

    def names(self) -> list[tuple[str, list[str]]]:
        """Label and alternative labels of every current concept that has any."""
        rows = self.session.execute(
            select(Concept.label, Concept.alternative_labels)
            .join(SchemeVersion)
            .where(SchemeVersion.current, func.cardinality(Concept.alternative_labels) > 0)
            .order_by(Concept.scheme, Concept.position)
        )
        return [(label, list(alternatives)) for label, alternatives in rows]

    def newest(self, chosen: FindingFilter, *, limit: int, cursor: str | None) -> Hits:
        """Without words: newest first."""
        statement = (
            select(Finding)
            .where(*self._conditions(chosen))
            .order_by(Finding.completed_year.desc(), Finding.id.desc())
            .limit(limit + 1)
        )
        if cursor:
            year, key = decode_cursor(cursor, parts=2)
            position = (int(year or 0), UUID(str(key)))
            statement = statement.where(tuple_(Finding.completed_year, Finding.id) < position)
        rows = self.session.scalars(statement).all()
        items = [Hit(each, None, None) for each in rows[:limit]]
        last = rows[limit - 1] if len(rows) > limit else None
        following = encode_cursor(last.completed_year, str(last.id)) if last else None
        return Hits(items, following, None)

    def ranked(
        self, chosen: FindingFilter, words: Sequence[str], *, limit: int, cursor: str | None
    ) -> Hits:
        """With words (each a way to say the same): best first among the newest thousand."""
        query = any_of(words)
        matched = self._matched(chosen, query)
        rank = cast(func.ts_rank_cd(Finding.search, query), Float).label("rank")
        scored = select(Finding.id, rank).join(matched, matched.c.id == Finding.id).cte("scored")
        page = select(scored.c.id, scored.c.rank).order_by(scored.c.rank.desc(), scored.c.id.desc())
        if cursor:
            value, key = decode_cursor(cursor, parts=2)
            position = (float(value or 0), UUID(str(key)))
            page = page.where(tuple_(scored.c.rank, scored.c.id) < position)
        shown = page.limit(limit + 1).cte("shown")
        words_of = Finding.statement + " " + Finding.detail
        statement = (
            select(
                Finding,
                shown.c.rank,
                func.ts_headline("english", words_of, query, _HEADLINE),
                select(func.count()).select_from(matched).scalar_subquery(),
            )
            .join(shown, shown.c.id == Finding.id)
            .order_by(shown.c.rank.desc(), shown.c.id.desc())
        )
        rows = self.session.execute(statement).all()
        items = [Hit(finding, score, headline) for finding, score, headline, _ in rows[:limit]]
        last = items[-1] if len(rows) > limit else None
        following = encode_cursor(last.rank, str(last.finding.id)) if last else None
        return Hits(items, following, int(rows[0][3]) if rows else 0)

    def stream(self, chosen: FindingFilter, words: Sequence[str]) -> Iterator[Any]:
        """Every match as rows, newest first, a few hundred in memory at a time."""
        statement = (
            select(
                Finding.id,
                Review.reference,
                Finding.committee_slug.label("committee"),
                Finding.completed_year.label("year"),
                Finding.review_type.label("type"),
                Finding.methodology,
                Finding.number,
                Finding.page,
                Finding.polarity,
                Finding.level,
                Finding.statement,
                Finding.detail,
            )
            .join(Review, Review.id == Finding.review_id)
            .where(*self._conditions(chosen))
            .order_by(Finding.completed_year.desc(), Finding.id.desc())
        )
        if words:
            statement = statement.where(Finding.search.bool_op("@@")(any_of(words)))
        rows = self.session.execute(statement, execution_options={"yield_per": 500})
        yield from rows.mappings()

    def _matched(self, chosen: FindingFilter, query: ColumnElement[Any]) -> CTE:
        return (
            select(Finding.id)
            .where(Finding.search.bool_op("@@")(query), *self._conditions(chosen))
            .order_by(Finding.completed_year.desc(), Finding.id.desc())
            .limit(RANKED)
            .cte("matched")
        )

    def _conditions(self, chosen: FindingFilter) -> list[ColumnElement[bool]]:
        conditions = [Finding.counted == true(), visible_findings(self.reader)]
        conditions += [
            carries(scheme, key)
            for scheme in ("theme", "typology", "depth")
            if (key := getattr(chosen, scheme)) is not None
        ]
        for column, value in (
            (Finding.committee_slug, chosen.committee),
            (Finding.review_type, chosen.review_type),
            (Finding.methodology, chosen.methodology),
        ):
            if value is not None:
                conditions.append(column == value)
        if chosen.from_year is not None:
            conditions.append(Finding.completed_year >= chosen.from_year)
        if chosen.to_year is not None:
            conditions.append(Finding.completed_year <= chosen.to_year)
        if chosen.good_practice is not None:
            wanted = "good_practice" if chosen.good_practice else "weakness"
            conditions.append(Finding.polarity == wanted)
        return conditions


def any_of(words: Sequence[str]) -> ColumnElement[Any]:
    """A text query that any of these searches satisfies, each in the way of web searches."""
    first, *rest = (func.websearch_to_tsquery("english", each, type_=TSQUERY) for each in words)
    query: ColumnElement[Any] = first
    for each in rest:
        query = query.op("||", return_type=TSQUERY())(each)
    return query
