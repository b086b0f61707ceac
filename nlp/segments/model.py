"""What a report says, cut into the units that people confirm.

Every unit carries ``start`` and ``end``: character offsets into ``Document.text`` of the
passage it was read from. A passage that runs over a page may hold a running head between
its halves, so ``text`` (cleaned, joined) is not always the slice itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Polarity(StrEnum):
    """Whether a finding tells of something that failed or of something that worked."""

    WEAKNESS = "weakness"
    GOOD_PRACTICE = "good_practice"


class Level(StrEnum):
    """Whether the report calls a finding one of the case or one of the system."""

    CASE = "case"
    SYSTEMS = "systems"


@dataclass(frozen=True, slots=True)
class Span:
    """A passage: its cleaned text, its offsets into ``Document.text`` and its page."""

    text: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Questions:
    """The five questions a systems finding answers, as far as the report answers them.

    One passage that answers two of them ("how prevalent and widespread is the issue?")
    stands under both.
    """

    manifestation: Span | None = None
    underlying: Span | None = None
    prevalence: Span | None = None
    spread: Span | None = None
    implications: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement of a pattern, as the report makes it.

    ``number`` is as printed, None where the report gives none; ``position`` counts from 1
    in the order of the report. ``title`` is a short heading over the statement. ``category``
    is a key of the systems typology, and only ever one that the report itself states.
    """

    number: str | None
    position: int
    statement: str
    start: int
    end: int
    page: int | None = None
    title: str = ""
    category: str | None = None
    category_source: str | None = None
    polarity: Polarity = Polarity.WEAKNESS
    level: Level | None = None
    detail: Span | None = None
    questions: Questions = field(default_factory=Questions)
    issues: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the report asks somebody to do. ``addressee`` is the agency as printed."""

    number: str | None
    text: str
    start: int
    end: int
    page: int | None = None
    addressee: str | None = None


Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact about the review, read from the passage ``quote``, for a person to confirm.

    ``field`` is a dotted name such as ``dates.incident`` or ``decision.rationale``. A date's
    value is ISO 8601 cut to its ``precision`` (``day``, ``month`` or ``year``); ``basis`` says
    by which rule the passage was read.
    """

    field: str
    value: Value
    start: int
    end: int
    page: int | None
    quote: str
    precision: str | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Segmentation:
    """All that was read from one report.

    ``layout`` names the arrangement that explains most of the findings, None when none was
    found. ``practice`` holds the passages that commend practice without calling it a finding.
    ``looked_for`` holds sentences that tell the uploader what was searched for.
    """

    layout: str | None
    findings: tuple[Finding, ...]
    recommendations: tuple[Recommendation, ...]
    practice: tuple[Finding, ...]
    review: tuple[Proposal, ...]
    looked_for: tuple[str, ...]

    def proposals(self, name: str) -> tuple[Proposal, ...]:
        """Every proposal for one field, best first."""
        return tuple(proposal for proposal in self.review if proposal.field == name)

    def value(self, name: str) -> Value | None:
        """The best proposed value of a field, None when the text says nothing of it."""
        found = self.proposals(name)
        return found[0].value if found else None
