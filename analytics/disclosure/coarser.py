"""When a table is refused: the finest coarser one that is safe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd

from analytics.disclosure.profiles import Profile
from analytics.disclosure.regions import Figure
from analytics.disclosure.release import Protected, Refused, protect
from analytics.disclosure.tables import Axis, Request

MOST_TRIED = 60


@dataclass(frozen=True, slots=True)
class Offer:
    """Answer to a request: the table, or the refusal with the best safe table beside it.

    `advice` says in words what to ask for instead; `instead` is None where nothing is safe.
    """

    asked: Protected | Refused
    instead: Protected | None
    advice: str | None


def protect_or_offer(
    units: pd.DataFrame,
    request: Request,
    profile: Profile,
    *,
    domains: Mapping[str, Sequence[str]],
    hierarchies: Mapping[str, Sequence[Axis]],
    ledger: Sequence[Figure] = (),
) -> Offer:
    """As `protect`; on refusal, also the safe table that keeps most cells.

    `hierarchies` gives, for each dimension, coarser axes in the order they may be tried.
    Dropping a dimension is always possible, except the last. The offer is not released until
    it is asked for: only then do its figures enter the ledger. At most MOST_TRIED are tried.
    """
    asked = protect(units, request, profile, domains=domains, ledger=ledger)
    if isinstance(asked, Protected):
        return Offer(asked, None, None)
    for coarser in coarser_requests(request, hierarchies)[:MOST_TRIED]:
        answer = protect(units, coarser, profile, domains=domains, ledger=ledger)
        if isinstance(answer, Protected):
            return Offer(asked, answer, f"This can be released instead: {_in_words(coarser)}.")
    return Offer(asked, None, "No coarser form of this table can be released either.")


def coarser_requests(request: Request, hierarchies: Mapping[str, Sequence[Axis]]) -> list[Request]:
    """Every coarser form of a request, most cells first, ties in the order of hierarchies."""
    choices: list[list[Axis | None]] = [
        [axis, *(h for h in hierarchies.get(axis.dimension, ()) if _is_coarser(h, axis)), None]
        for axis in request.axes
    ]
    found = []
    for chosen in product(*choices):
        axes = tuple(axis for axis in chosen if axis is not None)
        if axes and axes != request.axes:
            found.append(Request(axes, request.filters))
    return sorted(found, key=lambda r: (-r.inner, -len(r.axes)))


def _is_coarser(coarse: Axis, fine: Axis) -> bool:
    """Each group of the fine axis lies inside one of the coarse, and there are fewer."""
    nested = all(any(group <= wider for _, wider in coarse.groups) for _, group in fine.groups)
    return nested and coarse.covered == fine.covered and len(coarse.groups) < len(fine.groups)


def _in_words(request: Request) -> str:
    axes = [f"{axis.dimension} in {len(axis.groups)} groups" for axis in request.axes]
    return " by ".join(axes)
