"""Whom each row is among: groups of rows, and the families and values in them, as numbers."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Shown = Mapping[Hashable, tuple[str, ...]]
"""What one earlier release showed of each original row's quasi-identifiers, by its label."""


@dataclass(frozen=True, slots=True)
class Company:
    """Whom a row has to be among.

    `families` and each of `varied` number the rows by family and by a sensitive value;
    `before` numbers them by what earlier releases told of them.
    """

    families: Codes
    varied: Sequence[Codes]
    before: Codes
    k: int
    l: int  # noqa: E741

    def sound(self, form: Codes) -> Flags:
        """Rows whose group is large and varied enough."""
        groups = codes_of_pairs(form, self.before)
        sound = _distinct(groups, self.families)[groups] >= self.k
        for values in self.varied:
            sound &= _distinct(groups, values)[groups] >= self.l
        return sound


def told_apart(index: "pd.Index[str]", earlier: Sequence[Shown]) -> Codes:
    """Rows by all that earlier releases showed of them: alike in everything, the same number."""
    marks = [tuple(shown.get(label) for shown in earlier) for label in index]
    numbers: dict[tuple[object, ...], int] = {}
    return np.array([numbers.setdefault(mark, len(numbers)) for mark in marks], dtype=np.int64)


def codes_of(values: "pd.Series[str]") -> Codes:
    """Values as numbers from nought, alike ones alike."""
    numbers: Codes = pd.factorize(values, sort=True)[0].astype(np.int64)
    return numbers


def codes_of_pairs(one: Codes, other: Codes) -> Codes:
    """Pairs as numbers from nought."""
    pairs = one * (int(other.max(initial=0)) + 1) + other
    numbers: Codes = np.unique(pairs, return_inverse=True)[1]
    return numbers


def _distinct(groups: Codes, values: Codes) -> Codes:
    """How many distinct values each group has."""
    width = int(values.max(initial=0)) + 1
    pairs = np.unique(groups * width + values)
    counts: Codes = np.bincount(pairs // width, minlength=int(groups.max(initial=0)) + 1)
    return counts
