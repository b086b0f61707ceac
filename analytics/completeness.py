"""Which fields reviews record, and where they do not."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.rates import Share, share

NOT_RECORDED = "not_recorded"
NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Recorded:
    """How often one field is recorded in the reviews of one key (committee, year, both)."""

    field: str
    key: tuple[object, ...]
    recorded: Share
    not_applicable: int


def completeness(
    frame: pd.DataFrame, by: Sequence[str] = (), *, first: Sequence[str] = ()
) -> tuple[Recorded, ...]:
    """Share of reviews in which each field is recorded, by the columns of `by`.

    Columns: `review`, `field`, `value` and those in `by`; one row a review and field. A value
    "no" is recorded; "not_recorded" or a missing value is not; "not_applicable" leaves the
    denominator. Fields in `first` (economic circumstances, say) lead; the rest go least
    recorded first, keys in order. Raises ValueError if a review answers a field twice.
    """
    if frame.duplicated(["review", "field"]).any():
        raise ValueError("one value a review and field is expected")
    overall = {field: _recorded(str(field), (), rows) for field, rows in frame.groupby("field")}
    leading = {field: place for place, field in enumerate(first)}
    order = sorted(
        overall.values(),
        key=lambda r: (leading.get(r.field, len(leading)), r.recorded.share or 0.0, r.field),
    )
    if not by:
        return tuple(order)
    split = frame.groupby("field")
    return tuple(
        _recorded(whole.field, key if isinstance(key, tuple) else (key,), rows)
        for whole in order
        for key, rows in split.get_group(whole.field).groupby(list(by), sort=True)
    )


def _recorded(field: str, key: tuple[object, ...], rows: pd.DataFrame) -> Recorded:
    value = rows["value"]
    outside = int((value == NOT_APPLICABLE).sum())
    missing = int((value.isna() | (value == NOT_RECORDED)).sum())
    applicable = len(rows) - outside
    return Recorded(field, key, share(applicable - missing, applicable), outside)
