"""Regions of the data, the figures published of them, and the smallest parts they cut out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Region:
    """Units whose value in each named dimension is one of those listed; others are free."""

    parts: tuple[tuple[str, frozenset[str]], ...] = ()

    @classmethod
    def of(cls, parts: Mapping[str, Iterable[str]]) -> "Region":
        """From a mapping, in an order that does not depend on it."""
        return cls(tuple((name, frozenset(parts[name])) for name in sorted(parts)))

    def admits(self, dimension: str, category: str) -> bool:
        """Whether a unit of `category` can lie in the region, as far as `dimension` goes."""
        return all(category in allowed for name, allowed in self.parts if name == dimension)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a reader of a release knows of one region: its count lies in [low, high].

    `high` None is no upper bound. `hidden` figures were suppressed, and must stay hidden when
    later releases are added; `small` marks those hidden on their own account.
    """

    region: Region
    low: int = 0
    high: int | None = None
    hidden: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Partition:
    """The coarsest division of the data on which every region is a union of parts ("atoms").

    `dimensions` names those that any region uses; `classes` their groups of categories that no
    region tells apart. Atoms are numbered in row-major order over the classes.
    """

    dimensions: tuple[str, ...]
    classes: tuple[tuple[frozenset[str], ...], ...]

    @property
    def atoms(self) -> int:
        """How many smallest parts there are."""
        return int(np.prod([len(groups) for groups in self.classes], dtype=np.int64))

    def mask(self, region: Region) -> Mask:
        """Row of 0 and 1 over the atoms: those that lie in the region."""
        rows = [
            np.array([region.admits(name, min(group)) for group in groups], dtype=np.float64)
            for name, groups in zip(self.dimensions, self.classes, strict=True)
        ]
        return np.asarray(reduce(np.multiply.outer, rows, np.ones(()))).ravel()

    def regions(self, dimensions: Iterable[str]) -> list[Region]:
        """Products of the classes of some dimensions, the others free."""
        wanted = set(dimensions)
        products: list[dict[str, frozenset[str]]] = [{}]
        for name, groups in zip(self.dimensions, self.classes, strict=True):
            if name in wanted:
                products = [{**part, name: group} for part in products for group in groups]
        return [Region.of(part) for part in products]

    def counts(self, units: pd.DataFrame) -> Mask:
        """True number of units in each atom; raises ValueError on a category out of domain."""
        index = np.zeros(len(units), dtype=np.int64)
        for name, groups in zip(self.dimensions, self.classes, strict=True):
            place = {category: i for i, group in enumerate(groups) for category in group}
            found = units[name].astype(str).map(place)
            if found.isna().any():
                raise ValueError(f"a value of {name} is not in its domain")
            index = index * len(groups) + found.to_numpy(dtype=np.int64)
        return np.bincount(index, minlength=self.atoms).astype(np.float64)


def partition(domains: Mapping[str, Sequence[str]], regions: Iterable[Region]) -> Partition:
    """Divide the data by everything that was, or would be, published.

    `domains` lists all categories of each dimension ("not_recorded" among them): every unit
    has exactly one. Raises ValueError for a region outside them.
    """
    sets: dict[str, set[frozenset[str]]] = {}
    for region in regions:
        for name, allowed in region.parts:
            if name not in domains or not allowed <= set(domains[name]):
                raise ValueError(f"{name} of a figure is not in its domain")
            sets.setdefault(name, set()).add(allowed)
    names = tuple(sorted(sets))
    return Partition(names, tuple(_classes(domains[name], sets[name]) for name in names))


def _classes(categories: Sequence[str], sets: set[frozenset[str]]) -> tuple[frozenset[str], ...]:
    ordered = sorted(sets, key=sorted)
    groups: dict[tuple[bool, ...], list[str]] = {}
    for category in categories:
        groups.setdefault(tuple(category in allowed for allowed in ordered), []).append(category)
    return tuple(frozenset(group) for group in groups.values())
