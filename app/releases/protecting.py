"""Protect what is released, against everything that was released before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.disclosure.ladders import Ladder
from analytics.disclosure.microdata import Anonymised
from analytics.disclosure.offers import Demand, NotReleasable, protect_rows
from app.releases.content import NOT_RECORDED, Column, Data, named
from app.releases.errors import NotProtected, UnknownColumn
from app.releases.frames import COLUMNS, FAMILY, OF_REVIEW, REVIEW, YEAR, Frame
from app.releases.schemas import Choices

MIN_FAMILIES = 5
MIN_VALUES = 2
YEARS_TOGETHER = (3, 6)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What one row of one release showed, and of whom."""

    review: str
    finding: str | None
    shown: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ProtectedData:
    """Data that may go out, and what belongs in the ledger: a row for each of theirs."""

    data: Data
    ledger: tuple[LedgerRow, ...]


def protect_data(
    frame: Frame, choices: Choices, earlier: Sequence[Sequence[LedgerRow]]
) -> ProtectedData:
    """The frame in the form that loses least and is safe beside every earlier release.

    ``earlier`` has the ledger of each. Raises UnknownColumn, or NotProtected, which says what
    could be released instead.
    """
    _require_known(frame, choices.leave_out)
    if frame.rows.empty:
        raise NotProtected("There are no accepted reviews to release.", "Wait until there are.")
    demand = Demand(
        ladders=tuple(_ladder(frame.rows, name) for name in _kept(frame.quasi, choices)),
        sensitive=_kept(frame.sensitive, choices),
        k=MIN_FAMILIES,
        l=MIN_VALUES,
        most_removed=choices.most_removed,
        newcomers=choices.newcomers,
    )
    shown = [_as_seen(frame.rows, rows) for rows in earlier]
    answer = protect_rows(frame.rows, demand, family=FAMILY, earlier=shown)
    if isinstance(answer, NotReleasable):
        raise NotProtected(answer.reason, answer.advice)
    return _told(frame, choices, answer)


def _kept(names: Sequence[str], choices: Choices) -> tuple[str, ...]:
    return tuple(name for name in names if name not in choices.leave_out)


def _require_known(frame: Frame, leave_out: Sequence[str]) -> None:
    for name in leave_out:
        if name not in (*frame.quasi, *frame.sensitive):
            raise UnknownColumn(name)
    if set(frame.quasi) <= set(leave_out):
        raise UnknownColumn(frame.quasi[-1])


def _ladder(rows: pd.DataFrame, name: str) -> Ladder:
    if name != YEAR:
        return Ladder(name)
    values = sorted(set(rows[YEAR]))
    return Ladder.of(
        name, *({each: _band(each, width) for each in values} for width in YEARS_TOGETHER)
    )


def _band(year: str, width: int) -> str:
    if year == NOT_RECORDED:
        return year
    first = int(year) // width * width
    return f"{first}-{first + width - 1}"


def _as_seen(
    rows: pd.DataFrame, earlier: Sequence[LedgerRow]
) -> Mapping[Hashable, tuple[str, ...]]:
    """What an earlier release showed of these rows: of the finding, or else of its review."""
    of_finding: dict[str, tuple[str, ...]] = {}
    of_review: dict[str, set[str]] = defaultdict(set)
    for row in earlier:
        if row.finding is not None:
            of_finding[row.finding] = _mark(row.shown)
        of_review[row.review].add("|".join(_mark(row.shown, OF_REVIEW)))
    has_findings = bool(of_finding)
    seen: dict[Hashable, tuple[str, ...]] = {}
    for label, review in zip(rows.index, rows[REVIEW], strict=True):
        is_finding = label != review
        if has_findings and is_finding:
            if label in of_finding:
                seen[label] = of_finding[label]
        elif review in of_review:
            seen[label] = tuple(sorted(of_review[review]))
    return seen


def _mark(shown: Mapping[str, str], only: Sequence[str] | None = None) -> tuple[str, ...]:
    return tuple(
        f"{name}={value}" for name, value in sorted(shown.items()) if only is None or name in only
    )


def _told(frame: Frame, choices: Choices, answer: Anonymised) -> ProtectedData:
    rows = answer.rows.copy()
    for name in frame.words:
        rows[name] = [str(frame.rows.at[label, name]) for label in answer.origins]
    names = [each.name for each in COLUMNS if each.name in rows.columns]
    ledger = tuple(
        _ledger_row(frame, label, shown)
        for label, shown in zip(
            answer.origins, rows[[x.column for x in answer.losses]].to_dict("records"), strict=True
        )
    )
    data = Data(
        columns=_columns(names, answer),
        rows=tuple(tuple(map(str, row)) for row in rows[names].itertuples(index=False)),
        k=answer.k,
        l=answer.l,
        removed=answer.removed,
        statement=answer.statement,
        left_out=(*frame.left_out, *(f"the column {name}" for name in choices.leave_out)),
    )
    return ProtectedData(data, ledger)


def _ledger_row(frame: Frame, label: object, shown: Mapping[Hashable, object]) -> LedgerRow:
    review = str(frame.rows.at[label, REVIEW])
    finding = None if label == review else str(label)
    return LedgerRow(review, finding, {str(name): str(value) for name, value in shown.items()})


def _columns(names: Sequence[str], answer: Anonymised) -> tuple[Column, ...]:
    became = {
        loss.column: "as recorded"
        if loss.level == 0
        else f"made coarser (level {loss.level}); {loss.lost:.0%} of its detail is lost"
        for loss in answer.losses
    }
    return tuple(
        each.model_copy(update={"what_became": became.get(each.name, "as recorded")})
        for each in named(COLUMNS, *names)
    )
