"""Rows that hold a review and what of its findings carries a concept: what cells are summed from.

Either ``review_concepts`` (one row a review and concept) or the findings themselves, where two
concepts have to be on the same finding.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import CTE, FromClause, and_, column, distinct, func, select, text, true

from app.reviews.counting import STANDING_TAGS
from app.reviews.models import Finding, ReviewConcept
from app.trends.questions import TrendQuestion

_STANDING: Final = STANDING_TAGS.format(which="f.counted")
OF_THE_REVIEW: Final = (
    "review_id",
    "committee_slug",
    "review_type",
    "methodology",
    "completed_year",
    "incident_year",
    "submitted_year",
    "published",
)


def units_of(asked: TrendQuestion, concepts: dict[str, str | None]) -> FromClause:
    """One row a review and combination of the concepts, with its number of ``findings``."""
    rows = ReviewConcept
    if len(concepts) > 1:
        return _units_of_findings(asked, concepts)
    scheme, key = next(iter(concepts.items()), ("*", None))
    sure = asked.confirmed_only and bool(concepts)
    findings = rows.confirmed_findings if sure else rows.findings
    statement = select(
        *(getattr(rows, name) for name in OF_THE_REVIEW),
        rows.key.label(scheme),
        findings.label("findings"),
    ).where(rows.scheme == scheme)
    if key is not None:
        statement = statement.where(rows.key == key)
    if sure:
        statement = statement.where(rows.confirmed_findings > 0)
    return statement.subquery("units")


def standing_tags() -> CTE:
    """finding_id, scheme, key, confirmed and rank of every counted finding's standing tags."""
    names = ("finding_id", "scheme", "key", "confirmed", "rank")
    return text(_STANDING).columns(*(column(name) for name in names)).cte("standing")


def _units_of_findings(asked: TrendQuestion, concepts: dict[str, str | None]) -> FromClause:
    standing = standing_tags()
    whole = ReviewConcept
    statement = select(*(getattr(whole, name) for name in OF_THE_REVIEW)).join(
        Finding, Finding.review_id == whole.review_id
    )
    keys: list[Any] = []
    for scheme, key in concepts.items():
        tag = standing.alias(f"of_{scheme}")
        conditions = [tag.c.finding_id == Finding.id, tag.c.scheme == scheme]
        if scheme == "typology":
            conditions.append(tag.c.rank == 1)
        if key is not None:
            conditions.append(tag.c.key == key)
        if asked.confirmed_only:
            conditions.append(tag.c.confirmed)
        statement = statement.join(tag, and_(*conditions))
        keys.append(tag.c.key.label(scheme))
    return (
        statement.add_columns(*keys, func.count(distinct(Finding.id)).label("findings"))
        .where(whole.scheme == "*", Finding.counted == true())
        .group_by(whole.review_id, whole.scheme, whole.key, *keys)
        .subquery("units")
    )
