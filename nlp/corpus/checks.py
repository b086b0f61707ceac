"""What is wrong with a corpus, before anybody trains on it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from nlp.corpus.codes import (
    CATEGORIES,
    DEPTHS,
    FEWEST_WORDS,
    MOST_THEMES,
    MOST_WORDS,
    RECOMMENDATION_KINDS,
    THEMES,
)
from nlp.corpus.model import CodedFinding, CodedRecommendation, Part

SHINGLE: Final = 5
ALIKE: Final = 0.6
WORD: Final = re.compile(r"\w+")


def finding_faults(findings: Sequence[CodedFinding]) -> list[str]:
    """Every fault of the coded findings, in words; empty when there is none."""
    return [
        *_repeated(finding.id for finding in findings),
        *(fault for finding in findings for fault in _faults_of(finding)),
        *_issue_faults(findings),
        *_near_copies([(finding.id, finding.text) for finding in findings]),
    ]


def recommendation_faults(recommendations: Sequence[CodedRecommendation]) -> list[str]:
    """Every fault of the coded recommendations, in words; empty when there is none."""
    faults = _repeated(coded.id for coded in recommendations)
    for coded in recommendations:
        if coded.kind not in RECOMMENDATION_KINDS:
            faults.append(f"{coded.id}: no kind {coded.kind}")
        if coded.second_kind and coded.second_kind not in RECOMMENDATION_KINDS:
            faults.append(f"{coded.id}: no kind {coded.second_kind}")
        if coded.second_kind == coded.kind:
            faults.append(f"{coded.id}: the second kind repeats the first")
    return faults + _near_copies([(coded.id, coded.text) for coded in recommendations])


def _faults_of(finding: CodedFinding) -> list[str]:
    faults = []
    words = len(finding.text.split())
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        faults.append(f"{finding.id}: {words} words")
    if finding.category not in CATEGORIES:
        faults.append(f"{finding.id}: no category {finding.category}")
    if finding.second_category and finding.second_category not in CATEGORIES:
        faults.append(f"{finding.id}: no category {finding.second_category}")
    if finding.second_category == finding.category:
        faults.append(f"{finding.id}: the second category repeats the first")
    if finding.depth not in DEPTHS:
        faults.append(f"{finding.id}: no depth {finding.depth}")
    if not 1 <= len(finding.themes) <= MOST_THEMES:
        faults.append(f"{finding.id}: {len(finding.themes)} themes")
    if len(set(finding.themes)) < len(finding.themes):
        faults.append(f"{finding.id}: a theme comes twice")
    faults += [f"{finding.id}: no theme {t}" for t in finding.themes if t not in THEMES]
    return faults


def _repeated(ids: Iterable[str]) -> list[str]:
    return [f"{name}: the id comes {n} times" for name, n in Counter(ids).items() if n > 1]


def _issue_faults(findings: Sequence[CodedFinding]) -> list[str]:
    """Groups of one, and groups that would carry an issue from training into a held-out part."""
    sizes = Counter(finding.issue for finding in findings if finding.issue)
    parts: dict[tuple[str, str], set[Part]] = defaultdict(set)
    for finding in findings:
        if finding.issue:
            # Two files may share an issue by a merge: other authors, other words.
            parts[finding.file, finding.issue].add(finding.part)
    alone = [f"{issue}: a group of one" for issue, size in sizes.items() if size == 1]
    return alone + [
        f"{issue}: the group stands in {len(of)} parts of {file}"
        for (file, issue), of in parts.items()
        if len(of) > 1
    ]


def _near_copies(texts: Sequence[tuple[str, str]]) -> list[str]:
    """Pairs that share most of their runs of five words (Broder 1997)."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes = []
    for row, (_, text) in enumerate(texts):
        words = [word.lower() for word in WORD.findall(text)]
        runs = {tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}
        sizes.append(len(runs))
        for run in runs:
            holders[run].append(row)
    shared: Counter[tuple[int, int]] = Counter()
    for rows in holders.values():
        shared.update((one, other) for one in rows for other in rows if one < other)
    return [
        f"{texts[one][0]} and {texts[other][0]} are nearly one text"
        for (one, other), count in shared.items()
        if count / (sizes[one] + sizes[other] - count) >= ALIKE
    ]
