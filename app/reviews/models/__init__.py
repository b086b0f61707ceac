"""The records of a case review. Import the classes from here."""

from app.reviews.models.circumstances import Circumstances, Factor, Grade, Recorded
from app.reviews.models.counts import ConceptCube, DataVersion, ReviewConcept
from app.reviews.models.documents import Document, DocumentState, Passage, ProcessingStep, StepState
from app.reviews.models.findings import (
    CommitteeIssue,
    Finding,
    FindingState,
    Recommendation,
    Tag,
    TagSource,
)
from app.reviews.models.lifecycle import State
from app.reviews.models.process import (
    Decision,
    Involvement,
    KeyDate,
    Proceeding,
    Proposal,
    Reviewer,
    TermsOfReference,
)
from app.reviews.models.responses import QualityEvaluation, Response, ResponseAction
from app.reviews.models.review import Review, ReviewLink

__all__ = [
    "Circumstances",
    "CommitteeIssue",
    "ConceptCube",
    "DataVersion",
    "Decision",
    "Document",
    "DocumentState",
    "Factor",
    "Finding",
    "FindingState",
    "Grade",
    "Involvement",
    "KeyDate",
    "Passage",
    "Proceeding",
    "ProcessingStep",
    "Proposal",
    "QualityEvaluation",
    "Recommendation",
    "Recorded",
    "Response",
    "ResponseAction",
    "Review",
    "ReviewConcept",
    "ReviewLink",
    "Reviewer",
    "State",
    "StepState",
    "Tag",
    "TagSource",
    "TermsOfReference",
]
