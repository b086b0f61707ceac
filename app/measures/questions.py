"""What the measures are asked with."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal

PUBLIC = {"review_type": "type", "from_year": "from", "to_year": "to"}
Stage = Literal[
    "notification",
    "decision",
    "commission",
    "carrying_out",
    "review",
    "ratification",
    "submission",
    "publication",
]
Group = Literal["methodology", "type", "parallel_proceedings"]
Split = Literal["none", "committee", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureQuestion:
    """Filters that every measure takes; years are those of the review's completion."""

    committee: str | None = None
    review_type: str | None = None
    methodology: str | None = None
    from_year: int | None = None
    to_year: int | None = None

    def named(self) -> dict[str, Any]:
        """The question under its public names, without what was left out."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {PUBLIC.get(name, name): value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimescaleQuestion(MeasureQuestion):
    """Which stage, compared by what, against which target in days."""

    stage: Stage = "carrying_out"
    by: Group = "methodology"
    target: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitQuestion(MeasureQuestion):
    """A measure for all together, or for each committee or year."""

    by: Split = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyQuestion(MeasureQuestion):
    """Which concepts are looked at in pairs: themes alone, or with harms and family factors."""

    factors: bool = False
    min_reviews: int = 5
