"""What a search is narrowed by and answered in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from pydantic import BaseModel

from app.reviews.schemas import FindingRead


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What a search may be narrowed by; years are those of the reviews' completion."""

    q: str | None = None
    theme: str | None = None
    typology: str | None = None
    depth: str | None = None
    committee: str | None = None
    review_type: str | None = None
    methodology: str | None = None
    from_year: int | None = None
    to_year: int | None = None
    good_practice: bool | None = None
    synonyms: bool = True

    def named(self) -> dict[str, Any]:
        """The filters that are set, under their public names."""
        public = {"review_type": "type", "from_year": "from", "to_year": "to"}
        return {
            public.get(name, name): value
            for name, value in asdict(self).items()
            if value is not None
        }


class FoundFinding(FindingRead):
    """A finding with the passages that matched.

    ``highlight`` is escaped for HTML, with ``<mark>`` around the words that matched.
    """

    highlight: str | None = None
    rank: float | None = None


class FoundFindings(BaseModel):
    """A page of findings; pass ``next`` as ``cursor`` for the following one.

    ``total`` is counted up to 1,000 and only when words were searched; ``total_is_capped``
    says that there are more, of which the newest 1,000 are ranked.
    """

    items: list[FoundFinding]
    next: str | None
    total: int | None
    total_is_capped: bool
    also_searched: list[str]
    filters: dict[str, Any]
    data_version: int
