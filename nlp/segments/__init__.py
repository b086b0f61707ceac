"""Reports cut into findings, recommendations and facts about the review."""

from nlp.segments.model import (
    Finding,
    Level,
    Polarity,
    Proposal,
    Questions,
    Recommendation,
    Segmentation,
    Span,
)
from nlp.segments.reading import read_report
from nlp.segments.segmentation import segment

__all__ = [
    "Finding",
    "Level",
    "Polarity",
    "Proposal",
    "Questions",
    "Recommendation",
    "Segmentation",
    "Span",
    "read_report",
    "segment",
]
