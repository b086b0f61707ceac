"""What a trend is asked with."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from app.trends.errors import NotAdjustable, TooManyDimensions, UnknownDimension

CONCEPTS = ("typology", "theme", "depth")
YEARS = ("year", "incident_year", "submitted_year")
COLUMNS = ("committee", "review_type", "methodology")
CIRCUMSTANCES = ("outcome", "age_band", "grade")
FACTORS = {"harm": "harm_type", "family_factor": "family_factor"}
DIMENSIONS = (*COLUMNS, *YEARS, *CONCEPTS, *CIRCUMSTANCES, *FACTORS)
CUBE = frozenset({"committee", "year", "review_type", "methodology", *CONCEPTS})


@dataclass(frozen=True, slots=True)
class TrendQuestion:
    """Counts of reviews or findings by one or two dimensions, narrowed by filters.

    ``from_year`` and ``to_year`` are years of completion. ``areas`` “today” counts a review of
    a committee that has ended under the committee that serves its area now. ``adjusted`` adds
    to shares of findings with one concept what they would be had the tagger made no errors.
    """

    measure: Literal["reviews", "findings"] = "reviews"
    by: tuple[str, ...] = ("year",)
    theme: str | None = None
    typology: str | None = None
    depth: str | None = None
    committee: str | None = None
    review_type: str | None = None
    methodology: str | None = None
    from_year: int | None = None
    to_year: int | None = None
    areas: Literal["today", "then"] = "then"
    confirmed_only: bool = False
    adjusted: bool = False

    def __post_init__(self) -> None:
        for name in self.by:
            if name not in DIMENSIONS:
                raise UnknownDimension(name, known=DIMENSIONS)
        if not 1 <= len(self.by) <= 2 or len(set(self.by)) != len(self.by):
            raise TooManyDimensions
        if self.adjusted:
            self._require_adjustable()

    def _require_adjustable(self) -> None:
        if self.measure != "findings":
            raise NotAdjustable(
                "The tagger's errors are known for findings: ask with measure=findings."
            )
        if len(self.concepts) != 1:
            raise NotAdjustable(
                "The tagger's errors are known for one concept at a time: ask for one of theme, "
                "typology and depth, as a dimension or as a filter."
            )
        if self.confirmed_only:
            raise NotAdjustable(
                "Confirmed tags are people's own: leave out adjusted or confirmed_only."
            )

    @property
    def concepts(self) -> dict[str, str | None]:
        """Scheme → the key that is asked for, None where the counts are split by it."""
        asked: dict[str, str | None] = {name: None for name in self.by if name in CONCEPTS}
        for scheme in CONCEPTS:
            if (key := getattr(self, scheme)) is not None:
                asked[scheme] = key
        return asked

    @property
    def split(self) -> tuple[str, ...]:
        """The dimensions of ``by`` that are not concepts."""
        return tuple(name for name in self.by if name not in CONCEPTS)

    @property
    def year(self) -> str | None:
        """The dimension of time, where there is one."""
        return next((name for name in self.by if name in YEARS), None)

    def named(self) -> dict[str, Any]:
        """The question under its public names, without what was left out."""
        public = {"review_type": "type", "from_year": "from", "to_year": "to"}
        return {
            public.get(name, name): list(value) if name == "by" else value
            for name, value in asdict(self).items()
            if value is not None
        }
