"""When rows cannot be released as asked: why, and the nearest demand under which they can."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analytics.disclosure.ladders import Ladder
from analytics.disclosure.microdata import Anonymised, NothingReleasable, Shown, anonymise


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of a release of rows; the fields are those of `anonymise`.

    `newcomers` False leaves out rows that no earlier release held.
    """

    ladders: tuple[Ladder, ...]
    sensitive: tuple[str, ...]
    k: int = 5
    l: int = 2  # noqa: E741
    most_removed: float = 0.05
    newcomers: bool = True


@dataclass(frozen=True, slots=True)
class NotReleasable:
    """Why no form of the rows suffices, in words that an applicant may see, and what would.

    `instead` is the demand nearest to the one that was asked under which a form does suffice,
    `advice` says it in words; None where there is none.
    """

    reason: str
    instead: Demand | None
    advice: str


def protect_rows(
    rows: pd.DataFrame,
    demand: Demand,
    *,
    family: str | None = None,
    earlier: Sequence[Shown] = (),
) -> Anonymised | NotReleasable:
    """The rows in the form that loses least, or a refusal that says what could be had instead.

    `rows`, `family`, `earlier`: see `analytics.disclosure.microdata.anonymise`. Tried on
    refusal, in this order: newcomers left out, one sensitive column left out, up to 10% and
    20% of the rows left out, all sensitive columns left out. k and l are never lowered.
    """
    try:
        return _try(rows, demand, family=family, earlier=earlier)
    except NothingReleasable:
        reason = _reason(rows, demand, family=family, earlier=earlier)
    for nearer, words in _nearer(demand, has_earlier=bool(earlier)):
        try:
            _try(rows, nearer, family=family, earlier=earlier)
        except NothingReleasable:
            continue
        return NotReleasable(reason, nearer, f"This can be released instead: {words}.")
    return NotReleasable(reason, None, "No smaller choice of columns or rows would be safe either.")


def _try(
    rows: pd.DataFrame, demand: Demand, *, family: str | None, earlier: Sequence[Shown]
) -> Anonymised:
    if not demand.newcomers:
        known = set[object]().union(*earlier)
        rows = rows[[label in known for label in rows.index]]
    if not len(rows):
        raise NothingReleasable("there are no rows")
    return anonymise(
        rows,
        demand.ladders,
        sensitive=demand.sensitive,
        k=demand.k,
        l=demand.l,
        most_removed=demand.most_removed,
        family=family,
        earlier=earlier,
    )


def _nearer(demand: Demand, *, has_earlier: bool) -> Iterator[tuple[Demand, str]]:
    if has_earlier and demand.newcomers:
        yield (
            replace(demand, newcomers=False),
            "the rows that earlier releases held; newer ones wait until there are more of them",
        )
    for column in demand.sensitive:
        left = tuple(each for each in demand.sensitive if each != column)
        yield replace(demand, sensitive=left), f"the rows without {column}"
    for share in (0.1, 0.2):
        if share > demand.most_removed:
            yield (
                replace(demand, most_removed=share),
                f"with up to {share:.0%} of the rows left out",
            )
    if len(demand.sensitive) > 1:
        named = " and ".join(demand.sensitive)
        yield replace(demand, sensitive=()), f"the rows without {named}"


def _reason(
    rows: pd.DataFrame, demand: Demand, *, family: str | None, earlier: Sequence[Shown]
) -> str:
    families = len(rows) if family is None else rows[family].nunique()
    if families < demand.k:
        return f"The rows are of {families} families; a release needs {demand.k} at least."
    alike = [c for c in demand.sensitive if rows[c].astype(str).nunique() < demand.l]
    if alike:
        return (
            f"All rows are alike in {', '.join(alike)}, so whoever is in the data would be known "
            f"in it; a release needs {demand.l} values at least."
        )
    if earlier:
        return (
            "Beside earlier releases, too few families would be left among whom some of the rows "
            f"could not be told apart; a release needs {demand.k} at least."
        )
    return (
        f"Even with every quasi-identifier withheld, more than {demand.most_removed:.0%} of the "
        f"rows would lack the company of {demand.k} families or {demand.l} values."
    )
