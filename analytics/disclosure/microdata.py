"""Row-level releases: k-anonymity and l-diversity at the least loss of detail."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd

SUPPRESSED = "*"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Ways to coarsen one quasi-identifier, each level a full mapping from original values.

    Level 0 is the value as it is; `levels[i]` maps every original value to level i + 1, each
    coarser than the one before. The last level of all, added here, is "*" for everyone.
    """

    column: str
    levels: tuple[tuple[tuple[str, str], ...], ...] = ()

    @classmethod
    def of(cls, column: str, *levels: Mapping[str, str]) -> "Ladder":
        """From plain mappings."""
        return cls(column, tuple(tuple(sorted(level.items())) for level in levels))

    @property
    def top(self) -> int:
        """The highest level: everything suppressed."""
        return len(self.levels) + 1

    def apply(self, values: "pd.Series[str]", level: int) -> "pd.Series[str]":
        """The values at a level; raises ValueError for one that the level does not map."""
        plain = values.astype(str)
        if level == 0:
            return plain
        if level == self.top:
            return plain.map(lambda _: SUPPRESSED)
        mapped = plain.map(dict(self.levels[level - 1]))
        if mapped.isna().any():
            raise ValueError(f"level {level} of {self.column} does not map every value")
        return mapped


@dataclass(frozen=True, slots=True)
class ColumnLoss:
    """What became of one column: its level, and the share of its information (entropy) lost."""

    column: str
    level: int
    lost: float


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
) -> Anonymised:
    """Generalise quasi-identifiers until every row shares its values with k - 1 others.

    Every group of rows alike in the quasi-identifiers (one per ladder) has at least `k` rows
    and `l` distinct values of each `sensitive` column. Up to `most_removed` of the rows may be
    left out. With `family`, the column of an opaque key, company is counted in distinct keys:
    several rows of one family hide nobody. Of all combinations of levels that suffice, the one
    with least entropy lost is taken, ties to the lower levels. Columns neither quasi-identifier
    nor sensitive are dropped: name them or lose them. Raises NothingReleasable.
    Source: Samarati P (2001), IEEE Trans Knowl Data Eng 13:1010-1027; LeFevre K, DeWitt DJ,
    Ramakrishnan R (2005), SIGMOD, 49-60; Machanavajjhala A et al. (2007), ACM TKDD 1:3; loss
    after Gionis A, Tassa T (2009), IEEE Trans Knowl Data Eng 21:206-219.
    """
    if k < 2 or l < 1 or not ladders:
        raise ValueError("k is two or more, l one or more, and there is a quasi-identifier")
    forms = [[lad.apply(rows[lad.column], i) for i in range(lad.top + 1)] for lad in ladders]
    losses = [[_loss(levels[0], form) for form in levels] for levels in forms]
    budget = math.floor(most_removed * len(rows))
    nodes = product(*(range(lad.top + 1) for lad in ladders))
    order = sorted(nodes, key=lambda n: (_total(losses, n), sum(n), n))
    for node in order:
        frame = pd.DataFrame({lad.column: forms[i][node[i]] for i, lad in enumerate(ladders)})
        for column in sensitive:
            frame[column] = rows[column].astype(str)
        keys = _keys(rows, family)
        sound = _sound(frame, keys, [lad.column for lad in ladders], sensitive, k, l)
        kept, removed = frame[sound], int((~sound).sum())
        if removed <= budget and len(kept):
            return _anonymised(kept, keys[sound], ladders, node, losses, sensitive, removed)
    raise NothingReleasable(f"no form of these {len(rows)} rows reaches k = {k} and l = {l}")


def _keys(rows: pd.DataFrame, family: str | None) -> "pd.Series[str]":
    """What company is counted in: families, or else each row for itself."""
    if family is not None:
        return rows[family].astype(str)
    return pd.Series([str(place) for place in range(len(rows))], index=rows.index)


def _sound(
    frame: pd.DataFrame,
    keys: "pd.Series[str]",
    quasi: Sequence[str],
    sensitive: Sequence[str],
    k: int,
    l: int,  # noqa: E741
) -> "pd.Series[bool]":
    """Rows whose group is large and varied enough."""
    groups = frame.groupby(list(quasi), sort=False)
    sound = keys.groupby([frame[name] for name in quasi]).transform("nunique") >= k
    for column in sensitive:
        sound &= groups[column].transform("nunique") >= l
    return sound


def _entropy(values: "pd.Series[str]") -> float:
    shares = values.value_counts(normalize=True)
    return float(-sum(p * math.log2(p) for p in shares if p > 0))


def _loss(original: "pd.Series[str]", form: "pd.Series[str]") -> float:
    """Share of a column's entropy that a form of it no longer carries; 0 if it had none."""
    whole = _entropy(original)
    return 0.0 if whole == 0 else round(1 - _entropy(form) / whole, 12)


def _total(losses: Sequence[Sequence[float]], node: Sequence[int]) -> float:
    return round(sum(column[level] for column, level in zip(losses, node, strict=True)), 12)


def _anonymised(
    kept: pd.DataFrame,
    keys: "pd.Series[str]",
    ladders: Sequence[Ladder],
    node: Sequence[int],
    losses: Sequence[Sequence[float]],
    sensitive: Sequence[str],
    removed: int,
) -> Anonymised:
    columns = [lad.column for lad in ladders]
    groups = kept.groupby(columns)
    k = int(keys.groupby([kept[name] for name in columns]).nunique().min())
    varied = [int(groups[column].nunique().min()) for column in sensitive]
    l = min(varied, default=1)  # noqa: E741
    account = tuple(
        ColumnLoss(lad.column, level, losses[i][level])
        for i, (lad, level) in enumerate(zip(ladders, node, strict=True))
    )
    lost = "; ".join(f"{c.column}: level {c.level}, {c.lost:.0%} of its detail" for c in account)
    statement = (
        f"Every row shares its {', '.join(columns)} with at least {k - 1} others (k = {k}), among "
        f"whom each of {', '.join(sensitive) or 'no column'} takes at least {l} values (l = {l}). "
        f"{removed} rows were left out. Lost: {lost}."
    )
    ordered = kept.sort_values(list(kept.columns))
    rows, origins = ordered.reset_index(drop=True), tuple(ordered.index)
    return Anonymised(rows, origins, k, l, removed, account, statement)
