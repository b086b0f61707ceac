"""Invent reviews with their findings and tags: skewed as real ones are, the same for a seed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from app.committees.models import Committee
from app.reviews.models import TagSource
from app.simulation.words import make_detail, make_statement

FIRST_YEAR = 2012
YEARS = 14
LEARNING_REVIEWS_FROM = date(2021, 9, 1)
"""From this day the learning review takes the place of the significant case review."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the invention may choose from; ``themes`` maps keys to labels."""

    committees: Sequence[Committee]
    typologies: Sequence[str]
    themes: Mapping[str, str]
    depths: Sequence[str]


@dataclass(frozen=True, slots=True)
class InventedTag:
    """A judgement on a finding."""

    scheme: str
    key: str
    rank: int
    source: TagSource
    confidence: float | None


@dataclass(frozen=True, slots=True)
class InventedFinding:
    """A finding and all judgements on it."""

    statement: str
    detail: str
    polarity: str
    page: int
    certainty: float
    tags: tuple[InventedTag, ...]


@dataclass(frozen=True, slots=True)
class InventedReview:
    """A review; ``publication_form`` is None until it is published."""

    number: int
    committee: Committee
    area: str | None
    type: str
    methodology: str
    outcome: str
    incident_year: int
    completed_on: date
    publication_form: str | None
    findings: tuple[InventedFinding, ...]


T = TypeVar("T", bound=Hashable)


class Skewed(Generic[T]):
    """Draws from ``choices`` with fixed weights; faster than weighing them at every draw."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._choices = tuple(weights)
        self._sums = tuple(accumulate(weights.values()))

    def draw(self, rng: Random) -> T:
        """One of the choices."""
        return rng.choices(self._choices, cum_weights=self._sums)[0]


_YEARS = Skewed({FIRST_YEAR + each: 1 + 0.12 * each for each in range(YEARS)})
_TYPES = {"initial_case_review": 20.0, "multi_agency_professional_forum": 3.0, "audit": 2.0}
_TYPES_BEFORE = Skewed({"significant_case_review": 75.0, **_TYPES})
_TYPES_SINCE = Skewed({"learning_review": 75.0, **_TYPES})
_METHODS = Skewed(
    {
        "learning_together": 30.0,
        "not_stated": 25.0,
        "hybrid": 15.0,
        "root_cause_analysis": 10.0,
        "significant_incident_learning_process": 9.0,
        "individual_management_reviews": 6.0,
        "other": 5.0,
    }
)
_OUTCOMES = Skewed({"death": 45.0, "serious_harm": 40.0, "risk_of_harm": 15.0})
_FORMS = Skewed({"full": 40.0, "summary": 30.0, "findings_only": 25.0, "none": 5.0})
_THEME_COUNTS = Skewed({1: 45.0, 2: 40.0, 3: 15.0})
_SECOND_TYPOLOGY = 0.15
_DECIDED_BY = Skewed({TagSource.STATED: 20.0, TagSource.HUMAN: 35.0, TagSource.MODEL: 45.0})
"""Who has the last word on a typology; the model speaks every time."""


def invent_reviews(vocabulary: Vocabulary, number: int, *, seed: int) -> Iterator[InventedReview]:
    """``number`` reviews in the order of their completion, the same for the same ``seed``.

    Committees, themes and typologies follow a long tail whose order the seed decides. Every
    other review is published.
    """
    rng = Random(seed)  # noqa: S311 - a repeatable corpus, nothing secret
    inventor = _Inventor(vocabulary, rng)
    days = sorted(
        date(_YEARS.draw(rng), 1, 1) + timedelta(days=rng.randrange(365)) for _ in range(number)
    )
    for position, day in enumerate(days, start=1):
        yield inventor.review(position, day)


def _long_tail(keys: Sequence[T], rng: Random) -> Skewed[T]:
    shuffled = list(keys)
    rng.shuffle(shuffled)
    return Skewed({key: 1 / (rank + 3) for rank, key in enumerate(shuffled)})


class _Inventor:
    def __init__(self, vocabulary: Vocabulary, rng: Random) -> None:
        self._rng = rng
        self._labels = vocabulary.themes
        self._committees = _long_tail(vocabulary.committees, rng)
        self._themes = _long_tail(sorted(vocabulary.themes), rng)
        self._typologies = _long_tail(sorted(vocabulary.typologies), rng)
        self._depths = _long_tail(sorted(vocabulary.depths), rng)

    def review(self, position: int, day: date) -> InventedReview:
        rng = self._rng
        committee = self._committees.draw(rng)
        while not committee.stood_on(day):
            committee = self._committees.draw(rng)
        types = _TYPES_SINCE if day >= LEARNING_REVIEWS_FROM else _TYPES_BEFORE
        size = min(40, max(1, round(rng.gauss(10, 4))))
        return InventedReview(
            number=position,
            committee=committee,
            area=rng.choice([area.slug for area in committee.areas]),
            type=types.draw(rng),
            methodology=_METHODS.draw(rng),
            outcome=_OUTCOMES.draw(rng),
            incident_year=day.year - rng.randint(1, 3),
            completed_on=day,
            publication_form=_FORMS.draw(rng) if position % 2 else None,
            findings=tuple(self._finding() for _ in range(size)),
        )

    def _finding(self) -> InventedFinding:
        rng = self._rng
        themes = self._some_themes()
        return InventedFinding(
            statement=make_statement(rng, self._labels[themes[0]]),
            detail=make_detail(rng),
            polarity="good_practice" if rng.random() < 0.1 else "weakness",
            page=rng.randint(8, 60),
            certainty=round(rng.betavariate(5, 2), 3),
            tags=(*self._typology_tags(), *self._theme_tags(themes), *self._depth_tags()),
        )

    def _some_themes(self) -> tuple[str, ...]:
        wanted = min(_THEME_COUNTS.draw(self._rng), len(self._labels))
        chosen: dict[str, None] = {}
        while len(chosen) < wanted:
            chosen[self._themes.draw(self._rng)] = None
        return tuple(chosen)

    def _typology_tags(self) -> Iterator[InventedTag]:
        first, other = self._typologies.draw(self._rng), self._typologies.draw(self._rng)
        yield self._by_model("typology", first)
        if other != first and self._rng.random() < _SECOND_TYPOLOGY:
            yield self._by_model("typology", other, rank=2)
        source = _DECIDED_BY.draw(self._rng)
        if source is not TagSource.MODEL:
            agreed = first if self._rng.random() < 0.8 else other
            yield InventedTag("typology", agreed, 1, source, None)

    def _theme_tags(self, themes: Sequence[str]) -> Iterator[InventedTag]:
        yield from (self._by_model("theme", key) for key in themes)
        if self._rng.random() < 0.3:
            for key in self._some_themes():
                yield InventedTag("theme", key, 1, TagSource.HUMAN, None)

    def _depth_tags(self) -> Iterator[InventedTag]:
        yield self._by_model("depth", self._depths.draw(self._rng))
        if self._rng.random() < 0.2:
            yield InventedTag("depth", self._depths.draw(self._rng), 1, TagSource.HUMAN, None)

    def _by_model(self, scheme: str, key: str, *, rank: int = 1) -> InventedTag:
        confidence = round(self._rng.uniform(0.35, 0.99), 3)
        return InventedTag(scheme, key, rank, TagSource.MODEL, confidence)
