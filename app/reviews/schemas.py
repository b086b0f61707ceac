"""What people and programs send and get about a review."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from app.reviews.dates import parse_date

DATE_KINDS = (
    "incident",
    "notification",
    "decision",
    "commission",
    "report_to_committee",
    "ratified",
    "completed",
    "submitted",
    "published",
    "period_from",
    "period_to",
)
DateKind = Literal[
    "incident",
    "notification",
    "decision",
    "commission",
    "report_to_committee",
    "ratified",
    "completed",
    "submitted",
    "published",
    "period_from",
    "period_to",
]


def _check_date(words: str) -> str:
    return str(parse_date(words))


def _as_words(value: object) -> object:
    # YAML, spreadsheets and some clients send a bare year as a number.
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else value


FuzzyDate = Annotated[str, BeforeValidator(_as_words), AfterValidator(_check_date)]
"""``2016-03-14``, ``2016-03``, ``2016-Q1`` or ``2016``."""
Answer = Literal["yes", "no", "not_recorded"]


class Sent(BaseModel):
    """The base of everything that is sent: unknown fields are refused, not dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class DecisionSent(Sent):
    """Whether an initial review led on, and why."""

    outcome: str
    decided_on: date | None = None
    decided_by: str = Field("", max_length=200)
    criteria_met: list[str] = Field(default_factory=list, max_length=20)
    rationale: str = Field("", max_length=20_000)


class ReviewerSent(Sent):
    """One reviewer, without a name. None: not recorded."""

    external: bool | None = None
    accredited: bool | None = None
    role: str = Field("", max_length=120)


class InvolvementSent(Sent):
    """Whether a party took part, and why not."""

    took_part: bool
    reason: str = Field("", max_length=2_000)


class CircumstancesSent(Sent):
    """The case in coarse terms. A key that is left out is not recorded."""

    outcome: str | None = None
    age_band: str | None = None
    children: int | None = Field(None, ge=1, le=40)
    sex: Literal["female", "male", "both", "other"] | None = None
    legal_status: str | None = None
    registered_now: Answer = "not_recorded"
    registered_previously: Answer = "not_recorded"
    disability: Answer = "not_recorded"
    ethnicity_recorded: Answer = "not_recorded"
    economic_recorded: Answer = "not_recorded"
    harm_types: dict[str, bool] = Field(default_factory=dict)
    family_factors: dict[str, bool] = Field(default_factory=dict)
    economic_circumstances: dict[str, bool] = Field(default_factory=dict)


class LinkSent(Sent):
    """How this review hangs together with an earlier one."""

    kind: Literal["led_from", "led_to", "sibling_of"]
    reference: str


class Metadata(Sent):
    """What an uploader says about a review. Only the committee is needed to begin.

    Whatever is left out is proposed from the text for a person to settle.
    """

    committee: str
    title: str = Field("", max_length=300)
    type: str | None = None
    methodology: str | None = None
    area: str | None = None
    completed: FuzzyDate | None = None
    dates: dict[DateKind, FuzzyDate] = Field(default_factory=dict)
    summary: str = Field("", max_length=5_000)
    decision: DecisionSent | None = None
    reviewers: list[ReviewerSent] | None = Field(None, max_length=20)
    involvement: dict[Literal["family", "child", "staff"], InvolvementSent] = Field(
        default_factory=dict
    )
    proceedings: dict[str, bool] = Field(default_factory=dict)
    circumstances: CircumstancesSent | None = None
    terms_of_reference: str = Field("", max_length=20_000)
    essential_elements: list[str] = Field(default_factory=list)
    grade: str | None = None
    family_key: UUID | None = None
    links: list[LinkSent] = Field(default_factory=list, max_length=20)
    draft: bool = False
    """Save without handing over, to go on later."""

    def all_dates(self) -> dict[str, str]:
        """Kind → date, with ``completed`` folded in."""
        dates: dict[str, str] = {kind: on for kind, on in self.dates.items()}  # noqa: C416 - widens
        if self.completed is not None:
            dates["completed"] = self.completed
        return dates


class Read(BaseModel):
    """The base of everything that is given out."""

    model_config = ConfigDict(from_attributes=True)


class ReviewSummary(Read):
    """A review in a list."""

    reference: str
    title: str
    type: str
    methodology: str
    committee: str = Field(validation_alias="committee_slug")
    state: str
    outcome: str | None
    completed_year: int | None
    created_at: datetime
    confirmed_at: datetime | None
    accepted_at: datetime | None
    published_at: datetime | None


class DocumentRead(Read):
    """A version of the uploaded document."""

    id: UUID
    version: int
    state: str
    filename: str
    sha256: str
    size: int
    media_type: str | None
    pages: int | None
    layout: str | None
    warnings: list[str]
    looked_for: list[str]
    uploaded_at: datetime


class StepRead(Read):
    """How far one step of the reading has come."""

    step: str
    state: str
    message: str
    code: str
    started_at: datetime | None
    finished_at: datetime | None


class ProposalRead(Read):
    """What the machine read about the review, with the passage that says it."""

    id: UUID
    field: str
    value: Any
    quote: str
    page: int | None
    start: int
    end: int
    accepted: bool | None


class ReviewRead(ReviewSummary):
    """One review whole."""

    summary: str
    area: str | None = Field(validation_alias="area_slug")
    incident_year: int | None
    submitted_year: int | None
    submitted_at: datetime | None
    withdrawn_at: datetime | None
    publication_form: str | None
    publication_reason: str | None
    held_until: date | None
    return_observations: str | None
    dates: dict[str, str] = {}
    decision: dict[str, Any] | None = None
    reviewers: list[dict[str, Any]] = []
    involvement: dict[str, Any] = {}
    proceedings: dict[str, bool] = {}
    circumstances: dict[str, Any] = {}
    grades: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    documents: list[DocumentRead] = []
    steps: list[StepRead] = []
    proposals: list[ProposalRead] = []
    actions: dict[str, str] = {}
    """What the reader may do next: name of the step → where to post."""


class TagRead(Read):
    """One judgement with its source."""

    scheme: str
    key: str
    rank: int
    source: str
    confidence: float | None
    evidence: Any
    model_version: str | None
    at: datetime


class IssueRead(Read):
    """A question put to the committee."""

    position: int
    question: str
    page: int | None


class FindingRead(Read):
    """A finding with its tags and issues, as the reader may see it."""

    id: UUID
    reference: str
    committee: str = Field(validation_alias="committee_slug")
    review_type: str
    methodology: str
    completed_year: int | None
    number: str
    position: int
    statement: str
    detail: str
    polarity: str
    level: str | None
    manifestation: str
    underlying: str
    prevalence: str
    spread: str
    implications: str
    page: int | None
    start: int | None
    end: int | None
    state: str
    marked_by: str
    needs_person: bool
    certainty: float | None
    issues: list[IssueRead] = []
    tags: list[TagRead] = []


class FindingChange(Sent):
    """A correction by a person. What is left out stays."""

    state: Literal["proposed", "confirmed", "rejected"] | None = None
    number: str | None = Field(None, max_length=40)
    statement: str | None = Field(None, min_length=12, max_length=4_000)
    detail: str | None = Field(None, max_length=40_000)
    polarity: Literal["weakness", "good_practice"] | None = None
    level: Literal["case", "systems"] | None = None
    manifestation: str | None = Field(None, max_length=20_000)
    underlying: str | None = Field(None, max_length=20_000)
    prevalence: str | None = Field(None, max_length=20_000)
    spread: str | None = Field(None, max_length=20_000)
    implications: str | None = Field(None, max_length=20_000)
    issues: list[str] | None = None


class FindingMarked(Sent):
    """A finding marked by hand, at offsets of the document or as words alone."""

    statement: str = Field(min_length=12, max_length=4_000)
    number: str = Field("", max_length=40)
    detail: str = Field("", max_length=40_000)
    polarity: Literal["weakness", "good_practice"] = "weakness"
    level: Literal["case", "systems"] | None = None
    category: str | None = None
    issues: list[str] = Field(default_factory=list)
    start: int | None = Field(None, ge=0)
    end: int | None = Field(None, ge=1)


class RecommendationRead(Read):
    """What the review asks someone to do."""

    id: UUID
    number: str
    position: int
    text: str = Field(validation_alias="words")
    addressee: str
    kind: str | None
    kind_source: str | None
    smart: bool | None
    page: int | None
    state: str
