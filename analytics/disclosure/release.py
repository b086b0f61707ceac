"""Decide what of a table may be released, prove it, and say what to enter in the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.disclosure.attack import Contradiction, NotProved
from analytics.disclosure.profiles import Profile
from analytics.disclosure.regions import Figure, Partition, Region, partition
from analytics.disclosure.suppression import CannotProtect, Problem, complete_suppression
from analytics.disclosure.tables import Cell, Key, Request, tabulate

Flags = npt.NDArray[np.bool_]

# Proof takes a program for each part of the data that releases can tell apart.
MOST_ATOMS = 4_000


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as its audience sees it; `shown` None is suppressed, for whatever reason."""

    key: Key
    shown: int | None


@dataclass(frozen=True, slots=True)
class Protected:
    """A table that may go out. `figures` belong in the ledger; they never leave the service.

    `proof` says in words what was proved; `hidden` counts suppressed cells, margins included.
    """

    request: Request
    profile: str
    label: str
    cells: tuple[ShownCell, ...]
    hidden: int
    figures: tuple[Figure, ...]
    proof: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A table that may not go out, and why, in words an applicant may see."""

    request: Request
    profile: str
    reason: str


def protect(
    units: pd.DataFrame,
    request: Request,
    profile: Profile,
    *,
    domains: Mapping[str, Sequence[str]],
    ledger: Sequence[Figure] = (),
) -> Protected | Refused:
    """The table with what must be hidden hidden, or a refusal.

    `units`: see `analytics.disclosure.tables.tabulate`, with a column for every dimension of
    `domains` (all categories of each). `ledger`: figures of all earlier releases to anyone who
    might pool them. Data that grew since are handled by a dimension for the version in which
    a unit entered, on which earlier figures are restricted. Same input, same answer.
    """
    cells = tabulate(units, request)
    if profile.exact:
        shown = tuple(ShownCell(cell.key, cell.units) for cell in cells)
        proof = "Exact figures, for the inspectorate's own analysts; nothing was hidden."
        return Protected(request, profile.name, profile.label, shown, 0, (), proof)
    small = np.array([profile.is_small(c.reviews, c.families, c.top_two) for c in cells])
    most = int(profile.most_hidden * request.inner)
    if sum(bool(s) for s, c in zip(small, cells, strict=True) if not c.margins) > most:
        return Refused(request, profile.name, _too_fine(profile))
    try:
        hidden = _hide(units, request, cells, small, profile, domains, ledger)
    except CannotProtect as refusal:
        return Refused(request, profile.name, f"This table cannot be protected: {refusal}.")
    except Contradiction:
        reason = (
            "Earlier releases no longer agree with the data (were findings coded again?): a "
            "steward must settle what they still disclose."
        )
        return Refused(request, profile.name, reason)
    except NotProved:
        reason = "Its safety beside earlier releases could not be proved: ask for fewer cells."
        return Refused(request, profile.name, reason)
    return _protected(request, profile, cells, small, hidden)


def _hide(
    units: pd.DataFrame,
    request: Request,
    cells: Sequence[Cell],
    small: Flags,
    profile: Profile,
    domains: Mapping[str, Sequence[str]],
    ledger: Sequence[Figure],
) -> Flags:
    regions = [cell.region for cell in cells] + [figure.region for figure in ledger]
    parts = partition(domains, regions)
    if parts.atoms > MOST_ATOMS:
        raise NotProved(f"{parts.atoms} parts")
    problem = Problem(
        parts=parts,
        cells=tuple(_figure(cell, profile, hidden=False, small=False) for cell in cells),
        cost=np.array([_cost(cell) for cell in cells]),
        inner=np.array([cell.margins == 0 for cell in cells]),
        fixed=tuple(ledger),
        truth=parts.counts(units),
        profile=profile,
    )
    if not problem.knowledge(np.ones(len(cells), dtype=np.bool_)).agrees(problem.truth):
        raise Contradiction
    most = int(profile.most_hidden * request.inner)
    return complete_suppression(problem, small, reachable_regions(parts, regions), most_hidden=most)


def reachable_regions(parts: Partition, regions: Sequence[Region]) -> list[Region]:
    """Regions that differences of figures could reach although no table shows them.

    The atoms; the products of classes over the dimensions of each figure; and each figure
    split along one dimension into the classes that other figures cut it into.
    """
    found: dict[Region, None] = dict.fromkeys(parts.regions(parts.dimensions))
    for names in sorted({tuple(name for name, _ in region.parts) for region in regions}):
        found.update(dict.fromkeys(parts.regions(names)))
    classes = dict(zip(parts.dimensions, parts.classes, strict=True))
    for region in dict.fromkeys(regions):
        whole = dict(region.parts)
        for name, allowed in region.parts:
            pieces = [group for group in classes[name] if group <= allowed]
            found.update(dict.fromkeys(Region.of({**whole, name: piece}) for piece in pieces))
    return list(found)


def _cost(cell: Cell) -> float:
    """Worth of showing a cell: margins more than inner cells, the grand total most of all."""
    return 1.0 if not cell.margins else 30.0 if cell.margins == len(cell.key) else 4.0


def _figure(cell: Cell, profile: Profile, *, hidden: bool, small: bool) -> Figure:
    if hidden:
        return Figure(cell.region, hidden=True, small=small)
    low, high = profile.bounds_of(profile.rounded(cell.units))
    return Figure(cell.region, low, high)


def _protected(
    request: Request, profile: Profile, cells: Sequence[Cell], small: Flags, hidden: Flags
) -> Protected:
    shown = tuple(
        ShownCell(cell.key, None if gone else profile.rounded(cell.units))
        for cell, gone in zip(cells, hidden, strict=True)
    )
    figures = tuple(
        _figure(cell, profile, hidden=bool(gone), small=bool(few))
        for cell, gone, few in zip(cells, hidden, small, strict=True)
    )
    proof = (
        f"No hidden cell can be narrowed to less than 0 to {profile.margin}, or a width of "
        f"{profile.margin}, from this table, its margins and all earlier releases."
    )
    return Protected(request, profile.name, profile.label, shown, int(hidden.sum()), figures, proof)


def _too_fine(profile: Profile) -> str:
    return (
        f"More than {profile.most_hidden:.0%} of the cells would rest on fewer than "
        f"{profile.min_reviews} reviews or {profile.min_families} families (or be nought, or be "
        "two families' alone) and would be hidden. Fewer, wider categories would show more."
    )
