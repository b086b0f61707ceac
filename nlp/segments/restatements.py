"""A finding that a report lists in summary and expands in a chapter is one finding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from nlp.segments.headings import is_topic
from nlp.segments.marks import number_value
from nlp.segments.model import Finding, Polarity, Questions

_SAME_NUMBER = 0.35
_ANY_NUMBER = 0.8


def merge_restatements(findings: Iterable[Finding]) -> list[Finding]:
    """Join restatements and set positions.

    Two passages state one finding when they bear the same number and share a good part of
    their words, or when, numbered alike or not, they share nearly all of them.
    """
    merged: list[Finding] = []
    for finding in findings:
        match = next((i for i, other in enumerate(merged) if _restates(finding, other)), None)
        if match is None:
            merged.append(finding)
        else:
            merged[match] = _join(merged[match], finding)
    return [replace(finding, position=place) for place, finding in enumerate(merged, start=1)]


def _restates(later: Finding, earlier: Finding) -> bool:
    if later.polarity is not earlier.polarity and _likeness(later, earlier) < _ANY_NUMBER:
        return False
    numbers = _value(later), _value(earlier)
    likeness = _likeness(later, earlier)
    if None not in numbers and numbers[0] == numbers[1]:
        return likeness >= _SAME_NUMBER
    return likeness >= (_ANY_NUMBER if None in numbers else 0.95)


def _value(finding: Finding) -> str | None:
    return None if finding.number is None else re.sub(r"^[A-Z]+", "", number_value(finding.number))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.sub(r"[^a-z0-9 ]+", " ", re.sub(r"[’'‘]", "", text.lower())).split())


def _likeness(one: Finding, other: Finding) -> float:
    """Shared words over the words of the shorter, best over statements and titles."""
    pairs = [(one.statement, other.statement)]
    pairs += [(one.title, other.statement)] if one.title else []
    pairs += [(one.statement, other.title)] if other.title else []
    pairs += [(one.title, other.title)] if one.title and other.title else []
    return max(_overlap(_words(first), _words(second)) for first, second in pairs)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    shorter, longer = sorted((len(one), len(other)))
    # A few common words are no likeness: two or three words must match whole.
    if shorter < 4:
        return 1.0 if one == other else 0.0
    share = len(one & other) / shorter
    return share if shorter * 3 >= longer else min(share, 0.79)


def _join(first: Finding, second: Finding) -> Finding:
    """The earlier statement stands, unless it was only a title or the start of the later one."""
    shorter = is_topic(first.statement) or second.statement.lower().startswith(
        first.statement.lower().rstrip(". …")
    )
    keep, other = (second, first) if shorter else (first, second)
    return replace(
        keep,
        number=first.number or second.number,
        title=keep.title or (first.statement if is_topic(first.statement) else other.title),
        category=first.category or second.category,
        category_source=first.category_source or second.category_source,
        polarity=first.polarity if first.polarity is second.polarity else Polarity.GOOD_PRACTICE,
        level=first.level or second.level,
        detail=second.detail or first.detail,
        questions=_join_questions(first.questions, second.questions),
        issues=first.issues or second.issues,
    )


def _join_questions(first: Questions, second: Questions) -> Questions:
    return Questions(
        manifestation=first.manifestation or second.manifestation,
        underlying=first.underlying or second.underlying,
        prevalence=first.prevalence or second.prevalence,
        spread=first.spread or second.spread,
        implications=first.implications or second.implications,
    )
