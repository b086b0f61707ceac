"""The dates of a review and the period it looks at."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from nlp.segments.model import Proposal, Span
from nlp.segments.review.days import Day, first_day, read_days
from nlp.segments.review.material import Material, block_span, propose

_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("period", r"\bperiod\b|\btimeframe\b|\btime frame\b|\bscope of (?:the )?review\b"),
        ("notification", r"\bnotif|\breferr(?:al|ed)\b"),
        ("commission", r"\bcommission"),
        (
            "report_to_committee",
            r"\b(?:report(?:ed)?|presented|present) to (?:the )?(?:committee|cpc)",
        ),
        ("ratified", r"\bratif|\bapproved\b|\bsigned off\b"),
        ("submitted", r"\bsubmi|\bsent to (?:the )?care inspectorate\b"),
        ("published", r"\bpublish|\bpublication date\b|\bdate of publication\b"),
        ("decision", r"\bdecision\b|\bdecided\b"),
        ("completed", r"\bcomplet|\bdate of (?:the |this )?(?:report|minute|letter)\b|^date$"),
        ("incident", r"\bincident\b|\bevent\b|\bdate of death\b|\bdate of (?:injury|harm)\b"),
    )
)
_SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "notification",
            r"\b(?:was |were )?(?:notified|referred|reported) to the (?:committee|cpc|\w+ child)",
        ),
        (
            "decision",
            (
                r"\b(?:decided|agreed|resolved|decision)\b.{0,60}\b(?:proceed|review)\b"
                r"|\bdecision (?:was|of the)\b|\b(?:sub-?)?group,? (?:which )?met on\b"
            ),
        ),
        (
            "commission",
            (
                r"\b(?:review|report|panel|reviewer)\b.{0,60}\bcommissioned\b"
                r"|\bcommissioned (?:in|on)\b"
            ),
        ),
        (
            "ratified",
            r"\b(?:report|review)\b.{0,50}\b(?:ratified|approved|accepted) (?:by|in|on|at)\b",
        ),
        (
            "report_to_committee",
            r"\b(?:report|review)\b.{0,50}\b(?:presented|reported|went) to the (?:committee|cpc)",
        ),
        ("submitted", r"\bsubmitted to (?:the )?(?:care inspectorate|scottish government|chief)"),
        ("published", r"\b(?:report|review|summary)\b.{0,40}\bpublished\b"),
        ("completed", r"\b(?:report|review)\b.{0,40}\b(?:was |were )?completed\b"),
        (
            "incident",
            (
                r"\bincident (?:was|took place|occurred|happened) (?:in|on)\b"
                r"|\b(?:died|was (?:injured|found|admitted|taken))\b"
            ),
        ),
    )
)
_PERIOD = re.compile(
    r"\b(?:period|reviewed? the (?:time|years?|months?)|covers?|covered|looked at|scope|"
    r"timeframe)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"^\s*(?:to|until|and|–|—|-|up to|through to|till)\s*$", re.IGNORECASE)
_LABEL_NOT_DATE = re.compile(r"rationale|reason|criteria|learning|recommendation|action")
_MEETING = re.compile(
    r"\b(?:minutes?|meeting|held on)\b.*\b(?:group|panel|committee|review|on)\b", re.IGNORECASE
)
_VALUE_WORDS = 14


def read_dates(material: Material) -> list[Proposal]:
    """Dates of incident, notification, decision and so on, and the period under review.

    Fields come first, then sentences that tell of the step, then the date on the title page,
    which is when the report was completed.
    """
    found = [*_from_fields(material), *_from_sentences(material)]
    for block in material.opening:
        day = first_day(block.text)
        if day is not None and day.precision != "year" and len(block.text.split()) <= 16:
            found.append(_dated("dates.completed", day, block_span(block), "title page"))
            if _decides_on_its_date(material, block.text):
                found.append(_dated("dates.decision", day, block_span(block), "title page"))
            break
    return found


def _decides_on_its_date(material: Material, text: str) -> bool:
    """Whether the document is the minute or the letter of the decision, dated when it was made."""
    letter = any(block.text.lower().startswith("dear ") for block in material.opening)
    return bool(_MEETING.search(text)) or letter


def _from_fields(material: Material) -> Iterator[Proposal]:
    for field in material.fields:
        if field.source == "heading" or _LABEL_NOT_DATE.search(field.label):
            continue
        name = next((n for n, pattern in _LABELS if pattern.search(field.label)), None)
        if name == "period":
            yield from _period(field.span, "field")
            continue
        # A date inside a long answer is not the answer to the field.
        if name is None or len(field.span.text.split()) > _VALUE_WORDS:
            continue
        day = first_day(field.span.text)
        if day is not None:
            yield _dated(f"dates.{name}", day, field.span, "field")


def _from_sentences(material: Material) -> Iterator[Proposal]:
    for sentence in material.sentences:
        days = list(read_days(sentence.text))
        if not days:
            continue
        if _PERIOD.search(sentence.text):
            yield from _period(sentence, "sentence")
        for name, pattern in _SENTENCES:
            match = pattern.search(sentence.text)
            if match is None:
                continue
            after = [day for day in days if day.start >= match.start() - 2]
            nearest = after[0] if after else days[-1]
            yield _dated(f"dates.{name}", nearest, sentence, "sentence")


def _period(span: Span, basis: str) -> Iterator[Proposal]:
    days = list(read_days(span.text))
    for first, second in itertools.pairwise(days):
        if _BETWEEN.match(span.text[first.end : second.start]):
            yield _dated("period.from", first, span, basis)
            yield _dated("period.to", second, span, basis)
            return


def _dated(name: str, day: Day, span: Span, basis: str) -> Proposal:
    return propose(name, day.value, span, basis=basis, precision=day.precision)
