"""The plan: which reviews the corpus holds and what each one must say."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent
RECORDED = Literal["yes", "no", "not_recorded"]


class Planned(BaseModel):
    """Base of the plan's records: frozen, and no field unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dates(Planned):
    """The life of one review; a date is None where that step was never taken."""

    incident: date
    notification: date
    decision: date
    commission: date | None
    completed: date
    submitted: date | None
    published: date | None


class Reviewers(Planned):
    """How many people led the review, from where, and how many were accredited."""

    number: int
    external: int
    accredited: int


class Circumstances(Planned):
    """Coarse facts of the case, where `not_recorded` is never `no`."""

    outcome: str
    age_band: str
    children: int
    sex: str
    harm: str
    registered: RECORDED
    previously_registered: RECORDED
    looked_after: RECORDED
    economic_circumstances: RECORDED
    disability: RECORDED
    ethnicity_recorded: RECORDED
    family_factors: dict[str, RECORDED]
    grade_of_concern: str


class PlannedFinding(Planned):
    """What one finding must be: coding, and the planted issue that it states, if any."""

    number: int
    typology: str
    stated: bool
    themes: list[str]
    depth: str
    polarity: Literal["weakness", "good_practice"]
    issue: str | None
    angle: str | None


class PlannedRecommendation(Planned):
    """Kind of one recommendation, and whether it is SMART."""

    number: int
    kind: str
    smart: bool


class PlannedResponse(Planned):
    """How the committee answered a finding and what became of it."""

    to: Literal["finding", "recommendation"]
    number: int
    answer: Literal["accepted", "in_part", "rejected"]
    status: Literal["open", "resolved"]
    due: date | None
    done: date | None


class PlannedReview(Planned):
    """One row of the plan."""

    row: int
    key: str
    share: int
    committee: str
    type: str
    methodology: str | None
    layout: str
    format: Literal["docx", "pdf", "odt", "txt", "json"]
    decision: Literal["proceed", "not_proceed", "other_review"]
    leads_to: str | None
    led_from: str | None
    dates: Dates
    reviewers: Reviewers | None
    parallel_proceedings: str
    circumstances: Circumstances
    words: tuple[int, int]
    five_questions: bool
    findings: list[PlannedFinding]
    recommendations: list[PlannedRecommendation]
    responses: list[PlannedResponse]

    @property
    def is_initial(self) -> bool:
        """Whether this is an initial case review: a decision, not a full report."""
        return self.type == "initial_case_review"


class Issue(Planned):
    """A recurrence planted in the corpus: one issue, told from several angles."""

    id: str
    issue: str
    typology: str
    themes: list[str]
    angles: list[str]
    resolved: bool = False


@lru_cache
def load_plan() -> dict[str, PlannedReview]:
    """Every planned review by its key, in row order."""
    rows = yaml.load((FOLDER / "plan.yaml").read_bytes(), yaml.CSafeLoader)
    return {row["key"]: PlannedReview.model_validate(row) for row in rows}


@lru_cache
def load_issues() -> dict[str, Issue]:
    """The planted recurrences by id."""
    rows = yaml.load((FOLDER / "issues.yaml").read_bytes(), yaml.CSafeLoader)
    return {row["id"]: Issue.model_validate(row) for row in rows}
