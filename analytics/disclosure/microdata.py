"""Row-level releases: k-anonymity and l-diversity at the least loss of detail."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd

from analytics.disclosure.company import (
    Company,
    Flags,
    Shown,
    codes_of,
    codes_of_pairs,
    told_apart,
)
from analytics.disclosure.ladders import SUPPRESSED, Ladder, certainty_penalty, entropy_lost

__all__ = [
    "SUPPRESSED",
    "Anonymised",
    "ColumnLoss",
    "Ladder",
    "NothingReleasable",
    "Shown",
    "anonymise",
]


# Each form is tried in well under a millisecond; more would keep a person waiting.
MOST_FORMS = 100_000


@dataclass(frozen=True, slots=True)
class ColumnLoss:
    """What became of one column: its level, and what was lost.

    `lost` is the share of its entropy, `penalty` its normalised certainty penalty, both of the
    rows before any were left out.
    """

    column: str
    level: int
    lost: float
    penalty: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Anonymised:
    """Rows that may be released and a plain account of what they cost.

    `rows` holds the released rows, sorted, so that order tells nothing; `k` and `l` are those
    achieved; `removed` rows were left out as too singular. `origins` gives the label (index) of
    the original of each row, for joining what belongs to it: it never leaves the service.
    """

    rows: pd.DataFrame
    origins: tuple[object, ...]
    k: int
    l: int  # noqa: E741 - the name the literature gives it
    removed: int
    losses: tuple[ColumnLoss, ...]
    statement: str


class NothingReleasable(Exception):
    """Even the coarsest form does not meet the demand."""


def anonymise(
    rows: pd.DataFrame,
    ladders: Sequence[Ladder],
    *,
    sensitive: Sequence[str],
    k: int = 5,
    l: int = 2,  # noqa: E741
    most_removed: float = 0.05,
    family: str | None = None,
    earlier: Sequence[Shown] = (),
) -> Anonymised:
    """Generalise quasi-identifiers until every row shares its values with k - 1 others.

    Every group of rows alike in the quasi-identifiers (one per ladder) has at least `k` rows
    and `l` distinct values of each `sensitive` column. Up to `most_removed` of the rows may be
    left out. With `family`, the column of an opaque key, company is counted in distinct keys:
    several rows of one family hide nobody. With `earlier`, rows need the same company among
    those that no earlier release tells apart, by what it showed or by whom it held: whoever
    joins the releases learns no more. Of all combinations of levels that suffice, the one with
    least entropy lost is taken, a row left out counting as lost whole; ties to fewer rows left
    out and lower levels. Columns neither quasi-identifier nor sensitive are dropped: name them
    or lose them. Raises NothingReleasable, and ValueError for a demand without meaning.
    Source: Samarati P (2001), IEEE Trans Knowl Data Eng 13:1010-1027; LeFevre K, DeWitt DJ,
    Ramakrishnan R (2005), SIGMOD, 49-60; Machanavajjhala A et al. (2007), ACM TKDD 1:3; several
    releases after Xiao X, Tao Y (2007), SIGMOD, 689-700.
    """
    if k < 2 or l < 1 or not ladders:
        raise ValueError("k is two or more, l one or more, and there is a quasi-identifier")
    if math.prod(lad.top + 1 for lad in ladders) > MOST_FORMS:
        raise ValueError(f"more than {MOST_FORMS} forms: give fewer columns or shorter ladders")
    keys = _keys(rows, family)
    company = Company(
        families=codes_of(keys),
        varied=[codes_of(rows[column].astype(str)) for column in sensitive],
        before=told_apart(rows.index, earlier),
        k=k,
        l=l,
    )
    forms = [[lad.apply(rows[lad.column], i) for i in range(lad.top + 1)] for lad in ladders]
    best = _cheapest(forms, company, budget=math.floor(most_removed * len(rows)))
    if best is None:
        raise NothingReleasable(f"no form of these {len(rows)} rows reaches k = {k} and l = {l}")
    node, sound = best
    frame = pd.DataFrame(
        {lad.column: forms[i][node[i]] for i, lad in enumerate(ladders)}, index=rows.index
    )
    for column in sensitive:
        frame[column] = rows[column].astype(str)
    account = tuple(
        ColumnLoss(
            lad.column,
            node[i],
            entropy_lost(forms[i][0], forms[i][node[i]]),
            certainty_penalty(forms[i][0], forms[i][node[i]]),
        )
        for i, lad in enumerate(ladders)
    )
    return _anonymised(frame[sound], keys[sound], account, sensitive, int((~sound).sum()))


def _cheapest(
    forms: Sequence[Sequence["pd.Series[str]"]], company: Company, *, budget: int
) -> tuple[tuple[int, ...], Flags] | None:
    """The levels that lose least of those that suffice, and the rows that stay."""
    losses = [[entropy_lost(levels[0], form) for form in levels] for levels in forms]
    codes = [[codes_of(form) for form in levels] for levels in forms]
    size, columns = len(company.families), len(forms)
    best: tuple[float, int, int, tuple[int, ...]] | None = None
    kept: Flags | None = None
    nodes = product(*(range(len(levels)) for levels in forms))
    for total, node in sorted((_total(losses, n), n) for n in nodes):
        # A form costs at least its columns' loss: nothing that follows can be cheaper.
        if best is not None and total > best[0]:
            break
        form = codes[0][node[0]]
        for place in range(1, columns):
            form = codes_of_pairs(form, codes[place][node[place]])
        sound = company.sound(form)
        removed = size - int(sound.sum())
        if removed > budget or removed == size:
            continue
        cost = round(total + (columns - total) * removed / size, 12)
        mark = (cost, removed, sum(node), node)
        if best is None or mark < best:
            best, kept = mark, sound
    return None if best is None or kept is None else (best[3], kept)


def _keys(rows: pd.DataFrame, family: str | None) -> "pd.Series[str]":
    """What company is counted in: families, or else each row for itself."""
    if family is not None:
        return rows[family].astype(str)
    return pd.Series([str(place) for place in range(len(rows))], index=rows.index)


def _total(losses: Sequence[Sequence[float]], node: Sequence[int]) -> float:
    return round(sum(column[level] for column, level in zip(losses, node, strict=True)), 12)


def _anonymised(
    kept: pd.DataFrame,
    keys: "pd.Series[str]",
    account: tuple[ColumnLoss, ...],
    sensitive: Sequence[str],
    removed: int,
) -> Anonymised:
    columns = [each.column for each in account]
    groups = kept.groupby(columns)
    k = int(keys.groupby([kept[name] for name in columns]).nunique().min())
    varied = [int(groups[column].nunique().min()) for column in sensitive]
    l = min(varied, default=1)  # noqa: E741
    lost = "; ".join(
        f"{c.column}: level {c.level}, {c.lost:.0%} of its detail (certainty penalty "
        f"{c.penalty:.2f})"
        for c in account
    )
    statement = (
        f"Every row shares its {', '.join(columns)} with at least {k - 1} others (k = {k}), among "
        f"whom each of {', '.join(sensitive) or 'no column'} takes at least {l} values (l = {l}). "
        f"{removed} rows were left out. Lost: {lost}."
    )
    ordered = kept.sort_values(list(kept.columns))
    rows, origins = ordered.reset_index(drop=True), tuple(ordered.index)
    return Anonymised(rows, origins, k, l, removed, account, statement)
