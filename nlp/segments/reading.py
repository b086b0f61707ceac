"""A report as the JSON object that ``reviews read`` prints."""

from __future__ import annotations

from nlp.documents.model import Document
from nlp.segments.model import (
    Finding,
    Proposal,
    Questions,
    Recommendation,
    Segmentation,
    Span,
    Value,
)
from nlp.segments.segmentation import segment

JSON = str | int | bool | None | list["JSON"] | dict[str, "JSON"]


def read_report(document: Document) -> dict[str, JSON]:
    """Everything read from a document, as plain JSON values.

    Keys: ``media_type, pages, layout, review, findings, recommendations, practice, proposals,
    looked_for, warnings``. ``review`` holds the best value of each field, dates as ISO 8601 cut to
    their precision; ``proposals`` holds every candidate with the passage it was read from.
    """
    read = segment(document)
    return {
        "media_type": document.media_type,
        "pages": document.pages,
        "layout": read.layout,
        "review": review_object(read),
        "findings": [_finding(finding) for finding in read.findings],
        "recommendations": [_recommendation(one) for one in read.recommendations],
        "practice": [_finding(finding) for finding in read.practice],
        "proposals": [_proposal(proposal) for proposal in read.review],
        "looked_for": [*read.looked_for],
        "warnings": [*document.warnings],
    }


def review_object(read: Segmentation) -> dict[str, JSON]:
    """The best value of every field, dotted names as nested objects.

    ``type, methodology, committee, title`` are always present, null where nothing is said.
    """
    values: dict[str, JSON] = {"type": None, "methodology": None, "committee": None, "title": None}
    for proposal in read.review:
        _set(values, proposal.field.split("."), proposal.value)
    values.setdefault("dates", {})
    return values


def _set(values: dict[str, JSON], path: list[str], value: Value) -> None:
    """Put a value at its path; the first proposal for a field stays."""
    here = values
    for part in path[:-1]:
        inner = here.get(part)
        if not isinstance(inner, dict):
            # "involvement.family" may be followed by "involvement.family.reason".
            inner = {} if inner is None else {"value": inner}
            here[part] = inner
        here = inner
    last = path[-1]
    held = here.get(last)
    if isinstance(held, dict):
        held.setdefault("value", value)
    elif held is None:
        here[last] = value


def _finding(finding: Finding) -> dict[str, JSON]:
    return {
        "number": finding.number,
        "position": finding.position,
        "title": finding.title or None,
        "statement": finding.statement,
        "category": finding.category,
        "category_source": finding.category_source,
        "polarity": finding.polarity.value,
        "level": finding.level.value if finding.level else None,
        "detail": finding.detail.text if finding.detail else None,
        "questions": _questions(finding.questions),
        "issues": [issue.text for issue in finding.issues],
        "page": finding.page,
        "start": finding.start,
        "end": finding.end,
    }


def _questions(questions: Questions) -> dict[str, JSON]:
    def text(span: Span | None) -> str | None:
        return span.text if span else None

    return {
        "manifestation": text(questions.manifestation),
        "underlying": text(questions.underlying),
        "prevalence": text(questions.prevalence),
        "spread": text(questions.spread),
        "implications": text(questions.implications),
    }


def _recommendation(one: Recommendation) -> dict[str, JSON]:
    return {
        "number": one.number,
        "text": one.text,
        "addressee": one.addressee,
        "page": one.page,
        "start": one.start,
        "end": one.end,
    }


def _proposal(proposal: Proposal) -> dict[str, JSON]:
    return {
        "field": proposal.field,
        "value": proposal.value,
        "precision": proposal.precision,
        "quote": proposal.quote,
        "page": proposal.page,
        "start": proposal.start,
        "end": proposal.end,
        "basis": proposal.basis,
    }
