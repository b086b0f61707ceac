"""Tests of change over the years, for a table that has years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.taxonomy.service import get_scheme
from app.trends.questions import COLUMNS, CONCEPTS, TrendQuestion
from app.trends.schemas import TrendTest

if TYPE_CHECKING:
    from analytics.change import Change


@dataclass(frozen=True, slots=True)
class Tested:
    """Reviews of one cell, and of its denominator where there is one."""

    key: dict[str, Any]
    reviews: int
    base: int | None


def describe_changes(
    session: Session, asked: TrendQuestion, cells: Sequence[Tested]
) -> list[TrendTest]:
    """One test for each value of the dimension beside the year, corrected over all of them.

    Always on distinct reviews. Years without reviews are missing and take no part.
    """
    from analytics.change import correct_family  # noqa: PLC0415 - slow to load

    year = asked.year
    if year is None:
        return []
    lines: dict[tuple[Any, ...], list[Tested]] = defaultdict(list)
    for cell in cells:
        lines[tuple(cell.key[name] for name in asked.by if name != year)].append(cell)
    tested = {str(at): _test(line, year) for at, line in enumerate(lines.values())}
    changes = correct_family(tested).values()
    names = _labels(session, asked)
    other = next((name for name in asked.by if name != year), None)
    return [
        _read(change, {other: key[0]} if other else {}, _subject(asked, names, other, key))
        for key, change in zip(lines, changes, strict=True)
    ]


def _test(line: Sequence[Tested], year: str) -> Change:
    import pandas as pd  # noqa: PLC0415 - slow to load

    from analytics.change import rate_change, share_change  # noqa: PLC0415

    frame = pd.DataFrame(
        {
            "year": [cell.key[year] for cell in line],
            "events": [cell.reviews for cell in line],
            "trials": [cell.base for cell in line],
            "exposure": [1.0] * len(line),
        }
    )
    return rate_change(frame) if frame["trials"].isna().any() else share_change(frame)


def _labels(session: Session, asked: TrendQuestion) -> dict[tuple[str, str], str]:
    schemes = [name for name in CONCEPTS if name in asked.by or getattr(asked, name) is not None]
    return {
        (scheme, concept.key): concept.label.lower()
        for scheme in schemes
        for concept in get_scheme(session, scheme).concepts
    }


def _subject(
    asked: TrendQuestion,
    names: dict[tuple[str, str], str],
    other: str | None,
    key: Sequence[Any],
) -> str:
    concepts = [
        names.get((scheme, chosen or str(key[0])), str(chosen or key[0]))
        for scheme, chosen in asked.concepts.items()
    ]
    where = ""
    if other is not None and other not in CONCEPTS:
        where = f" ({other.replace('_', ' ')}: {str(key[0]).replace('_', ' ')})"
    if concepts:
        return f"the share of reviews with a finding on {' and '.join(concepts)}{where}"
    if other in COLUMNS:
        return f"the share of a year's reviews{where}"
    return f"the number of reviews a year{where}"


def _read(change: Change, key: dict[str, Any], subject: str) -> TrendTest:
    from analytics.sentences import describe_change  # noqa: PLC0415 - loads analytics.change

    return TrendTest(
        key=key,
        sentence=describe_change(change, subject),
        effect=change.effect,
        low=change.low,
        high=change.high,
        p_value=change.p_value,
        adjusted_p=change.adjusted_p,
        significant=change.significant,
        method=change.method,
        correction=change.correction,
        years=list(change.years),
        missing_years=list(change.missing_years),
        warnings=list(change.warnings),
    )
