"""Tables with all their margins, counted from one row a unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import pandas as pd

from analytics.disclosure.regions import Region

Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """One dimension of a table: labels, each standing for one category or several."""

    dimension: str
    groups: tuple[tuple[str, frozenset[str]], ...]

    def __post_init__(self) -> None:
        listed = [category for _, group in self.groups for category in group]
        if not listed or len(listed) != len(set(listed)):
            raise ValueError(f"groups of {self.dimension} must be non-empty and must not overlap")

    @classmethod
    def plain(cls, dimension: str, categories: Iterable[str]) -> "Axis":
        """Each category under its own name."""
        return cls(dimension, tuple((name, frozenset([name])) for name in categories))

    @property
    def covered(self) -> frozenset[str]:
        """All categories under some label: what the margin adds up."""
        return frozenset().union(*(group for _, group in self.groups))


@dataclass(frozen=True, slots=True)
class Request:
    """A table asked for: its axes, and filters (dimension to the categories let through)."""

    axes: tuple[Axis, ...]
    filters: tuple[tuple[str, frozenset[str]], ...] = ()

    def __post_init__(self) -> None:
        names = [axis.dimension for axis in self.axes] + [name for name, _ in self.filters]
        if len(names) != len(set(names)):
            raise ValueError("a dimension can be an axis or a filter, once")

    def cell_keys(self) -> list[Key]:
        """Every cell and margin; None stands for the total over an axis."""
        labels = [(*(label for label, _ in axis.groups), None) for axis in self.axes]
        return list(product(*labels))

    def region(self, key: Key) -> Region:
        """The units behind one cell or margin."""
        parts: dict[str, frozenset[str]] = dict(self.filters)
        for axis, label in zip(self.axes, key, strict=True):
            parts[axis.dimension] = axis.covered if label is None else dict(axis.groups)[label]
        return Region.of(parts)

    @property
    def inner(self) -> int:
        """Number of inner cells."""
        total = 1
        for axis in self.axes:
            total *= len(axis.groups)
        return total


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell or margin: units counted, what stands behind them, and who dominates.

    `top_two` is the share of the units that the two largest families hold.
    """

    key: Key
    region: Region
    units: int
    reviews: int
    families: int
    top_two: float

    @property
    def margins(self) -> int:
        """Over how many axes this cell is a total; 0 for an inner cell."""
        return sum(label is None for label in self.key)


def tabulate(units: pd.DataFrame, request: Request) -> tuple[Cell, ...]:
    """All cells and margins of a request.

    `units` holds one row a unit counted (a review or a finding): `review`, `family` (opaque
    keys; a review without a known family is a family of its own) and each dimension.
    """
    kept = units
    for name, allowed in request.filters:
        kept = kept[kept[name].astype(str).isin(allowed)]
    labelled = _labelled(kept, request)
    return tuple(_cell(labelled, request, key) for key in request.cell_keys())


def group_categories(groups: Mapping[str, Iterable[str]], dimension: str) -> Axis:
    """An axis from labels and the categories each gathers."""
    return Axis(dimension, tuple((label, frozenset(names)) for label, names in groups.items()))


def _labelled(units: pd.DataFrame, request: Request) -> pd.DataFrame:
    columns = {"review": units["review"].astype(str)}
    columns["family"] = units["family"].where(units["family"].notna(), "of " + columns["review"])
    for axis in request.axes:
        label = {category: name for name, group in axis.groups for category in group}
        columns[axis.dimension] = units[axis.dimension].astype(str).map(label)
    return pd.DataFrame(columns).dropna()


def _cell(labelled: pd.DataFrame, request: Request, key: Key) -> Cell:
    rows = labelled
    for axis, label in zip(request.axes, key, strict=True):
        if label is not None:
            rows = rows[rows[axis.dimension] == label]
    families = rows["family"].value_counts()
    return Cell(
        key=key,
        region=request.region(key),
        units=len(rows),
        reviews=int(rows["review"].nunique()),
        families=len(families),
        top_two=float(families.iloc[:2].sum() / len(rows)) if len(rows) else 0.0,
    )
