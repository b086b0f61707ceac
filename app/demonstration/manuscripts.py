"""The written text of one review, as its author keeps it: one YAML file each."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict

from app.demonstration.plan import FOLDER

REVIEWS = FOLDER / "reviews"


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


Prose = Annotated[str, AfterValidator(_tidy)]


class Written(BaseModel):
    """Base of the manuscript's parts: frozen, and no field unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(Written):
    """A headed stretch of narrative or appraisal."""

    heading: Prose
    paragraphs: list[Prose]


class Decision(Written):
    """Why an initial case review went no further, or did."""

    criteria: Prose
    rationale: Prose
    actions: list[Prose] = []


class Questions(Written):
    """The five questions that a systems finding answers."""

    manifestation: Prose
    underlying: Prose
    prevalence: Prose
    spread: Prose
    implications: Prose


class WrittenFinding(Written):
    """A finding: the statement, what stands behind it, and what it leaves to be considered."""

    number: int
    statement: Prose
    detail: Prose = ""
    questions: Questions | None = None
    issues: list[Prose] = []


class WrittenRecommendation(Written):
    """A recommendation and the agency it is put to."""

    number: int
    addressee: Prose
    text: Prose


class Action(Written):
    """A step that the committee took or promised."""

    text: Prose
    owner: Prose
    evidence: Prose | None = None


class Response(Written):
    """What the committee answered, how it will know, and what it does."""

    to: Literal["finding", "recommendation"]
    number: int
    text: Prose
    known_by: Prose | None = None
    measure: Prose | None = None
    actions: list[Action] = []


class Manuscript(Written):
    """The whole written text of one review."""

    key: str
    title: Prose
    subject: Prose
    circumstances: Prose
    method: Prose | None = None
    reference_terms: list[Prose] = []
    sections: list[Section] = []
    decision: Decision | None = None
    findings: list[WrittenFinding]
    recommendations: list[WrittenRecommendation] = []
    responses: list[Response] = []
    good_practice: list[Prose] = []
    footnotes: list[Prose] = []
    glossary: list[tuple[Prose, Prose]] = []

    def report_texts(self) -> Iterator[str]:
        """Every piece of prose that the report itself prints, in order."""
        yield from (self.title, self.circumstances, self.method or "", *self.reference_terms)
        for section in self.sections:
            yield from (section.heading, *section.paragraphs)
        if self.decision:
            yield from (self.decision.criteria, self.decision.rationale, *self.decision.actions)
        for finding in self.findings:
            yield from (finding.statement, finding.detail, *finding.issues)
            if finding.questions:
                yield from finding.questions.model_dump().values()
        yield from (recommendation.text for recommendation in self.recommendations)
        yield from (*self.good_practice, *self.footnotes)
        yield from (f"{term} {meaning}" for term, meaning in self.glossary)

    def response_texts(self) -> Iterator[str]:
        """Every piece of prose that the committee wrote afterwards."""
        for response in self.responses:
            yield from (response.text, response.known_by or "", response.measure or "")
            for action in response.actions:
                yield from (action.text, action.evidence or "")


def read_manuscript(path: Path) -> Manuscript:
    """The manuscript in one file.

    Raises pydantic.ValidationError or yaml.YAMLError where it does not hold together.
    """
    return Manuscript.model_validate(yaml.load(path.read_bytes(), yaml.CSafeLoader))


@lru_cache
def load_manuscripts(folder: Path = REVIEWS) -> dict[str, Manuscript]:
    """Every manuscript in `folder` by its key, in key order."""
    found = (read_manuscript(path) for path in sorted(folder.glob("r*.yaml")))
    return {manuscript.key: manuscript for manuscript in found}
