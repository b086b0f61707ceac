"""One review as a layout sees it: its row of the plan and its manuscript, in printed words."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from app.demonstration.manuscripts import Manuscript, WrittenFinding
from app.demonstration.plan import PlannedFinding, PlannedReview

CURLS = 2
SMALL_WORDS = {"and", "of"}
CATEGORY_LABELS = {
    "management_systems": ("Management systems", "Management systems"),
    "family_professional_interaction": (
        "Family–professional interaction",
        "Patterns in interactions with families",
    ),
    "tools": ("Tools", "Human interaction with tools"),
    "responses_to_incidents": (
        "Responses to incidents",
        "Communication and collaboration in response to incidents",
    ),
    "longer_term_work": (
        "Longer term work",
        "Communication and collaboration in longer-term work",
    ),
    "cognitive_emotional_bias": ("Cognitive and emotional bias", "Cognitive and emotional biases"),
}
TYPE_LABELS = {
    "initial_case_review": "Initial case review",
    "significant_case_review": "Significant case review",
    "learning_review": "Learning review",
    "multi_agency_professional_forum": "Multi-agency professional forum",
    "thematic_review": "Thematic review",
    "critical_incident_review": "Critical incident review",
}
METHOD_LABELS = {
    "learning_together": "SCIE Learning Together",
    "significant_incident_learning_process": "Significant Incident Learning Process",
    "appreciative_inquiry": "Appreciative Inquiry",
    "root_cause_analysis": "Root Cause Analysis",
    "child_practice_review": "Child Practice Review",
    "individual_management_reviews": "Individual management reviews with overview report",
    "hybrid": "Hybrid of two methods",
    "other": "Other",
    "not_stated": "Not stated",
}
DECISION_LABELS = {
    "proceed": "Proceed to significant case review",
    "not_proceed": "Do not proceed to significant case review",
    "other_review": "Do not proceed to significant case review; another form of review",
}
PROCEEDING_LABELS = {
    "none": "None",
    "criminal": "Criminal proceedings",
    "fatal_accident_inquiry": "Fatal accident inquiry",
    "domestic_homicide_review": "Domestic homicide review",
    "disciplinary": "Disciplinary proceedings",
    "mappa": "MAPPA case review",
}


def month(day: date | None) -> str:
    """A date as a report may print it: no day, so that no family can be found by it."""
    return f"{day:%B %Y}" if day else "Not recorded"


def spoken(key: str) -> str:
    """A vocabulary key as words: `not_recorded` becomes `Not recorded`."""
    return key.replace("_", " ").capitalize()


def place(slug: str) -> str:
    """A committee's area from its slug: `argyll-and-bute` becomes `Argyll and Bute`."""
    return " ".join(w if w in SMALL_WORDS else w.capitalize() for w in slug.split("-"))


def typeset(text: Manuscript) -> Manuscript:
    """The manuscript with the quotation marks that a word processor makes."""
    straight = text.model_dump_json()
    # JSON escapes its own quotation marks, so what is left bare or escaped is plain.
    curled = re.sub(r'\\"(?=\w)', "“", straight)
    return Manuscript.model_validate_json(curled.replace('\\"', "”").replace("'", "’"))


@dataclass(frozen=True, slots=True)
class Report:
    """A planned review with its text."""

    plan: PlannedReview
    text: Manuscript

    @classmethod
    def of(cls, plan: PlannedReview, text: Manuscript) -> Self:
        """The report as its committee types it: one in three has curled quotation marks."""
        report = cls(plan, text)
        return cls(plan, typeset(text)) if report.habit == CURLS else report

    @property
    def committee(self) -> str:
        """The committee as it signs itself."""
        return f"{place(self.plan.committee)} Child Protection Committee"

    @property
    def habit(self) -> int:
        """Which of three ways of setting things out this committee has: 0, 1 or 2."""
        return sum(self.plan.committee.encode()) % 3

    @property
    def type_label(self) -> str:
        """The type of review in words."""
        return TYPE_LABELS[self.plan.type]

    @property
    def method_label(self) -> str:
        """The methodology in words."""
        return METHOD_LABELS[self.plan.methodology or "not_stated"]

    @property
    def decision_label(self) -> str:
        """The outcome of an initial case review in words."""
        return DECISION_LABELS[self.plan.decision]

    def findings(self) -> list[tuple[PlannedFinding, WrittenFinding]]:
        """Each finding's row of the plan beside its text, in printed order."""
        return list(zip(self.plan.findings, self.text.findings, strict=True))

    def category(self, finding: PlannedFinding) -> str:
        """The typology heading as this committee words it."""
        return CATEGORY_LABELS[finding.typology][self.habit == 2]
