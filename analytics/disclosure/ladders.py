"""Ways to coarsen a column, and what each costs."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

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


def entropy_lost(original: "pd.Series[str]", form: "pd.Series[str]") -> float:
    """Share of a column's entropy that a form of it no longer carries; 0 if it had none.

    Source: Gionis A, Tassa T (2009), IEEE Trans Knowl Data Eng 21:206-219.
    """
    whole = _entropy(original)
    return 0.0 if whole == 0 else round(1 - _entropy(form) / whole, 12)


def certainty_penalty(original: "pd.Series[str]", form: "pd.Series[str]") -> float:
    """Normalised certainty penalty: how much of the column's range the average row now spans.

    0 where every value stands for itself, 1 where all are one. A value that stands for `m` of
    the `d` original ones costs (m - 1) / (d - 1), so that a value kept costs nothing.
    Source: Xu J, Wang W, Pei J et al. (2006), KDD, 785-790.
    """
    distinct = original.nunique()
    if distinct < 2:
        return 0.0
    spanned = original.groupby(form).nunique()
    return round(float(((form.map(spanned) - 1) / (distinct - 1)).mean()), 12)


def _entropy(values: "pd.Series[str]") -> float:
    shares = values.value_counts(normalize=True)
    return float(-sum(p * math.log2(p) for p in shares if p > 0))
