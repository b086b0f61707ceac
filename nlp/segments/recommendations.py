"""The recommendations of a report, with the agency each is addressed to.

Learning Together reviews have none: their questions for the committee are issues, and are
never read as recommendations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from nlp.segments.addressees import from_heading, from_line, from_prefix, from_words
from nlp.segments.headings import Zone, is_topic
from nlp.segments.items import NONE, Recogniser, Starts
from nlp.segments.layouts import bullets, numbered
from nlp.segments.layouts.prose import introduces
from nlp.segments.lines import Line
from nlp.segments.marks import MarkKind, Unit, number_value
from nlp.segments.model import Recommendation
from nlp.segments.zones import Placed, Role, Section

_LIKE = 0.8


def read_recommendations(sections: Iterable[Section]) -> list[Recommendation]:
    """Every recommendation in the sections that hold them, restatements joined."""
    found: list[Recommendation] = []
    for section in sections:
        if section.zone is Zone.RECOMMENDATIONS:
            found += _of_section(section)
    return merge_recommendations(found)


def merge_recommendations(found: Iterable[Recommendation]) -> list[Recommendation]:
    """One recommendation for each, though a report prints it in summary and in an action plan."""
    merged: list[Recommendation] = []
    for one in found:
        match = next((i for i, other in enumerate(merged) if _same(one, other)), None)
        if match is None:
            merged.append(one)
        else:
            other = merged[match]
            longer = max(other, one, key=lambda r: len(r.text))
            merged[match] = replace(
                longer,
                number=other.number or one.number,
                addressee=other.addressee or one.addressee,
            )
    return merged


def _same(one: Recommendation, other: Recommendation) -> bool:
    first, second = _words(one.text), _words(other.text)
    if not first or not second:
        return False
    share = len(first & second) / min(len(first), len(second))
    alike = one.number and other.number and number_value(one.number) == number_value(other.number)
    return share >= (0.6 if alike else _LIKE) and min(len(first), len(second)) >= 4


def _words(text: str) -> frozenset[str]:
    return frozenset(re.sub(r"[^a-z0-9 ]+", " ", text.lower()).split())


def _labelled(section: Section) -> Starts:
    indices = tuple(
        index
        for index, placed in enumerate(section.lines)
        if placed.line.mark is not None and placed.line.mark.unit is Unit.RECOMMENDATION
    )
    return Starts("labelled", indices, 1.0) if indices else NONE


def _paragraphs(section: Section) -> Starts:
    indices = tuple(
        index
        for index, placed in enumerate(section.lines)
        if placed.role is Role.TEXT
        and placed.line.words >= 5
        and not introduces(placed.line.text)
        and from_line(placed.line.text) is None
        and re.search(r"\b(?:should|must|recommend\w*|to be|needs? to|will)\b", placed.line.text)
    )
    return Starts("prose", indices, 0.3) if indices else NONE


_READERS: tuple[Recogniser, ...] = (
    _labelled,
    numbered.recognise,
    bullets.recognise,
    _paragraphs,
)


def _of_section(section: Section) -> list[Recommendation]:
    found = [starts for starts in (reader(section) for reader in _READERS) if starts.indices]
    best = max(found, key=lambda starts: starts.score, default=NONE)
    if not best.indices:
        return []
    bounds = [*best.indices[1:], len(section.lines)]
    made = []
    heading = from_heading(section.heading.text) if section.heading else None
    for index, bound in zip(best.indices, bounds, strict=True):
        above = _agency_above(section.lines[:index]) or heading
        one = _read(section.lines[index], section.lines[index + 1 : bound], above)
        if one is not None:
            made.append(one)
    return made


def _agency_above(before: Sequence[Placed]) -> str | None:
    for placed in reversed(before):
        labelled = placed.line.mark is not None and placed.line.mark.unit is Unit.RECOMMENDATION
        if placed.role is Role.SUBHEADING and not labelled:
            return from_heading(placed.line.text)
    return None


def _read(head: Placed, own: Sequence[Placed], above: str | None) -> Recommendation | None:
    line = head.line
    title = bool(line.level) and is_topic(line.text) and bool(own)
    body: Line | None = line if line.text and not title else None
    addressee = line.mark.aside if line.mark else ""
    end, text = line.end, body.text if body else ""
    for placed in own:
        if placed.role is not Role.TEXT:
            break
        stated = from_line(placed.line.text)
        if stated:
            addressee = addressee or stated
            continue
        if body is None:
            body, text = placed.line, placed.line.text
            end = placed.line.end
        elif text.endswith((":", ";", "; and")) and _listed(placed.line):
            text, end = f"{text} {placed.line.text}", placed.line.end
    if body is None:
        return None
    prefix, stripped = from_prefix(text)
    start = body.start + len(text) - len(stripped)
    text = stripped
    mark = line.mark
    counted = mark is not None and mark.kind is not MarkKind.BULLET
    topic = from_heading(line.text) if title else None
    return Recommendation(
        number=mark.printed if mark is not None and counted else None,
        text=text,
        start=start,
        end=max(end, body.end),
        page=body.page,
        addressee=addressee or prefix or topic or from_words(text) or above,
    )


def _listed(line: Line) -> bool:
    return line.listed or line.mark is not None
