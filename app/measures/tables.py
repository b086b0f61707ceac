"""Each measure as one tidy table, for CSV and the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from app.measures.schemas import (
    ActionRow,
    Actions,
    CommitteePoint,
    Company,
    Completeness,
    Emergence,
    Emerging,
    Figure,
    Measured,
    Pace,
    Pair,
    Rigour,
    Thresholds,
    Timescales,
)

Row = dict[str, Any]
LEFT_OUT = {"hidden", "steps", "key"}


def columns_of(found: Measured) -> tuple[str, ...]:
    """The columns of a measure's table, in order. A split adds its own in front."""
    return (*_split(found), *(name for name in _shape(found).model_fields if name not in LEFT_OUT))


def rows_of(found: Measured) -> Iterator[Row]:
    """The rows of a measure's table; what is hidden is empty, and its note says so."""
    for row in _rows(found):
        fields = row.model_dump(exclude=LEFT_OUT)
        key: Row = getattr(row, "key", {})
        yield {name: key.get(name) for name in _split(found)} | fields


def _shape(found: Measured) -> type[BaseModel]:
    shapes: dict[type[Measured], type[BaseModel]] = {
        Thresholds: CommitteePoint,
        Timescales: Pace,
        Rigour: Figure,
        Completeness: Figure,
        Actions: ActionRow,
        Company: Pair,
        Emerging: Emergence,
    }
    return shapes[type(found)]


def _rows(found: Measured) -> list[Any]:
    match found:
        case Thresholds():
            return list(found.points)
        case Timescales():
            return [found.whole, *found.groups]
        case Actions():
            return list(found.rows) or [found.whole]
        case Company():
            return list(found.pairs)
        case Emerging():
            return list(found.themes)
        case Rigour() | Completeness():
            return list(found.figures)
    raise TypeError(f"no table is made of {type(found).__name__}")


def _split(found: Measured) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in _rows(found) for name in getattr(row, "key", {})))
