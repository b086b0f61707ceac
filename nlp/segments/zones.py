"""The zones of a report: which lines stand under findings, recommendations or neither.

A zone lasts until a heading of its own level or higher says something else. Headings known
only by their looks have no reliable level, so among them a zone yields only to a heading that
announces another zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from nlp.segments.headings import Question, Zone, is_topic, question_of, zone_of
from nlp.segments.lines import PSEUDO_LEVEL, RUN_IN_LEVEL, Line
from nlp.segments.marks import Unit
from nlp.segments.model import Level
from nlp.segments.typology import match_category, stated_category


class Role(StrEnum):
    """What a line does inside its section."""

    TEXT = "text"
    SUBHEADING = "subheading"
    CATEGORY = "category"
    QUESTION = "question"
    ISSUES = "issues"


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its role; ``key`` is the category or question it names."""

    line: Line
    role: Role = Role.TEXT
    category: str | None = None
    question: Question | None = None


@dataclass(slots=True)
class Section:
    """A run of lines in one zone. ``heading`` is the line that opened it, None at the start."""

    zone: Zone
    heading: Line | None
    level: int
    lines: list[Placed] = field(default_factory=list)
    cue: bool = False
    finding_level: Level | None = None

    @property
    def weak(self) -> bool:
        """Whether the zone only may hold findings, if no zone announces any."""
        return self.zone is Zone.ANALYSIS


_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}$|(?:…\s?)+\d{1,3}$|\t+\d{1,3}$|_{4,}\d{1,3}$")
_PAGE_AT_END = re.compile(r"\s+\d{1,3}$")
_ANNOUNCED = {Zone.FINDINGS, Zone.GOOD_PRACTICE, Zone.RECOMMENDATIONS}
_CUE = re.compile(
    r"^(?:the|this|it|in|at|from|however|having|following|on|overall|a number|several|we|our|"
    r"members|as)\b.*:$",
    re.IGNORECASE | re.DOTALL,
)
_CUE_FINDINGS = re.compile(
    r"\b(?:findings?|lessons?|learning|learning points?|themes? (?:were|emerged)|"
    r"practice points?|areas? (?:for|of) (?:improvement|learning|development))\b",
    re.IGNORECASE,
)
_CUE_GOOD = re.compile(
    r"\b(?:good|effective|positive|best) practice\b|\bstrengths\b|\bwent well\b", re.IGNORECASE
)
_CUE_RECOMMENDATIONS = re.compile(r"\brecommend(?:s|ed|ations?|ing)?\b", re.IGNORECASE)


def sections(lines: Sequence[Line]) -> list[Section]:
    """Cut the lines into zones. Entries of a contents page are left out altogether."""
    return list(_Walk(lines).run())


class _Walk:
    """The walk down the lines, with the open zones as a stack."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.keys = [_key(line.text) for line in lines]
        self.current = Section(Zone.OTHER, None, 0)
        self.parents: list[Section] = []
        self.finding_open = False

    def run(self) -> Iterator[Section]:
        done: list[Section] = [self.current]
        for index, line in enumerate(self.lines):
            if self._is_contents_entry(index):
                continue
            before = self.current
            self._take(line)
            if self.current is not before:
                done.append(self.current)
        yield from (section for section in done if section.lines or section.heading)

    def _is_contents_entry(self, index: int) -> bool:
        text = self.lines[index].text
        if _LEADERS.search(text) or (text and re.fullmatch(r"[.\s…]+\d{0,3}", text)):
            return True
        key = self.keys[index]
        inside = self.current.zone is Zone.CONTENTS
        numbered = _PAGE_AT_END.search(text) is not None
        bare = _key(_PAGE_AT_END.sub("", text)) if numbered else key
        later = self.keys[index + 1 :]
        if numbered and bare and len(bare) > 4 and bare in later:
            return True
        if not inside:
            return False
        if numbered and self.lines[index].words <= 60:
            return True
        return bool(bare) and any(
            other == bare or (len(bare) > 12 and other.startswith(bare)) for other in later
        )

    def _open(self, zone: Zone, line: Line | None, level: int, *, cue: bool = False) -> None:
        while self.parents and self.parents[-1].level >= level:
            self.parents.pop()
        if self.current.level < level and self.current.zone is not Zone.CONTENTS:
            self.parents.append(self.current)
        self.current = Section(zone, line, level, cue=cue, finding_level=_finding_level(line))
        self.finding_open = False

    def _take(self, line: Line) -> None:
        if self.current.cue and not self._belongs_to_cue(line):
            parent = self.parents.pop() if self.parents else Section(Zone.OTHER, None, 0)
            self.current = Section(parent.zone, None, parent.level)
        if line.mark is not None and line.mark.unit is not None:
            self._take_unit(line)
        elif line.level:
            self._take_heading(line)
        else:
            self._take_text(line)

    def _belongs_to_cue(self, line: Line) -> bool:
        if line.level:
            return False
        listed = line.listed or line.mark is not None
        first = not self.current.lines
        return listed or first or (line.table and not line.level)

    def _take_unit(self, line: Line) -> None:
        """A labelled line opens the zone of its unit wherever it stands."""
        assert line.mark is not None  # noqa: S101 - narrowed by the caller
        wanted = {
            Unit.FINDING: Zone.FINDINGS,
            Unit.GOOD_PRACTICE: Zone.GOOD_PRACTICE,
            Unit.RECOMMENDATION: Zone.RECOMMENDATIONS,
        }.get(line.mark.unit or Unit.ISSUE)
        holds = (
            {Zone.FINDINGS, Zone.GOOD_PRACTICE, Zone.ISSUES}
            if wanted is Zone.FINDINGS
            else {wanted}
        )
        if wanted is not None and self.current.zone not in holds:
            level = max(self.current.level, line.level or PSEUDO_LEVEL)
            self._open(wanted, None, level)
        if self.current.zone is Zone.ISSUES and wanted is Zone.FINDINGS and line.level:
            self._open(Zone.FINDINGS, None, line.level)
        self.finding_open = self.finding_open or wanted in {Zone.FINDINGS, Zone.GOOD_PRACTICE}
        role = Role.SUBHEADING if line.level else Role.TEXT
        self.current.lines.append(Placed(line, role))

    def _take_heading(self, line: Line) -> None:
        category = match_category(line.text)
        inside = self.current.zone in {Zone.FINDINGS, Zone.GOOD_PRACTICE, Zone.ANALYSIS}
        if category is not None:
            if not inside and self.current.zone is not Zone.CONTENTS:
                self._open(Zone.FINDINGS, None, line.level)
            self.current.lines.append(Placed(line, Role.CATEGORY, category=category))
            return
        question = question_of(line.text) if inside else None
        if question is not None:
            self.current.lines.append(Placed(line, Role.QUESTION, question=question))
            return
        zone = zone_of(line.text)
        if zone is Zone.ISSUES and inside:
            self.current.lines.append(Placed(line, Role.ISSUES))
        elif zone is not None and not self._stays(zone, line):
            self._open(zone, line, line.level)
        elif zone is None and line.level <= self.current.level and self._ends_zone(line):
            self._close_to(line)
        else:
            self.current.lines.append(Placed(line, Role.SUBHEADING))

    def _stays(self, zone: Zone, line: Line) -> bool:
        """Whether a heading inside findings is one of them, although its words announce a zone."""
        if self.current.zone not in {Zone.FINDINGS, Zone.GOOD_PRACTICE}:
            return False
        deeper = line.level > self.current.level
        if zone is self.current.zone:
            return deeper and line.words > 4 and line.mark is not None
        # "Assessment of risk" is a finding's theme; "Background" below "Findings" is not one.
        return zone is Zone.ANALYSIS and deeper

    def _ends_zone(self, line: Line) -> bool:
        if line.level in {PSEUDO_LEVEL, RUN_IN_LEVEL} and self.current.level == line.level:
            return False
        return is_topic(line.text) or self.current.zone not in {Zone.FINDINGS, Zone.GOOD_PRACTICE}

    def _close_to(self, line: Line) -> None:
        """End the zone; a heading below an announced chapter goes on with that chapter."""
        while self.parents and self.parents[-1].level >= line.level:
            self.parents.pop()
        parent = self.parents[-1] if self.parents else None
        if parent is not None and parent.zone in _ANNOUNCED:
            self.current = Section(
                parent.zone, None, parent.level, finding_level=parent.finding_level
            )
            self.parents.pop()
            self.current.lines.append(Placed(line, Role.SUBHEADING))
            return
        self._open(Zone.OTHER, line, line.level)

    def _take_text(self, line: Line) -> None:
        zone = _cue_zone(line)
        if zone is not None and self.current.zone in {Zone.OTHER, Zone.ANALYSIS}:
            self._open(zone, line, max(self.current.level + 1, RUN_IN_LEVEL + 1), cue=True)
            return
        category = stated_category(line.text)
        if category is not None:
            self.current.lines.append(Placed(line, Role.TEXT, category=category))
            return
        self.current.lines.append(Placed(line))


def _cue_zone(line: Line) -> Zone | None:
    """The zone that a sentence ending in a colon opens for the list after it."""
    if not _CUE.match(line.text) or line.words > 45:
        return None
    tail = line.text
    if _CUE_RECOMMENDATIONS.search(tail):
        return Zone.RECOMMENDATIONS
    if _CUE_GOOD.search(tail):
        return Zone.GOOD_PRACTICE
    return Zone.FINDINGS if _CUE_FINDINGS.search(tail) else None


def _finding_level(line: Line | None) -> Level | None:
    if line is None:
        return None
    text = line.text.lower()
    if re.search(
        r"\bcase(?:.specific)? findings?\b|\bfindings? (?:specific to|about|of) the case\b", text
    ):
        return Level.CASE
    systems = (
        r"\bsystems?(?:.wide)? findings?\b|\bfindings? about the system\b|\bunderlying patterns\b"
    )
    return Level.SYSTEMS if re.search(systems, text) else None


def _key(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", text.lower()).split())
