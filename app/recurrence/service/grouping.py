"""Place new findings into issues without moving those that are placed.

The rule is that of ``nlp.similarity.groups``: mutual nearest neighbours join while the mean
cosine between their members stays at the threshold or above; members of an issue never leave
it and two issues never join by numbers; people's verdicts outrank both. Only the surroundings
of a new finding are read, so the cost does not grow with the repository.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.recurrence.repository import Issues
from app.tagging.service.placing import place_findings
from nlp.similarity.groups import MUTUAL, SAME_FROM, Candidate, Group, group_candidates

BATCH = 1_000

Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """People's latest words, by what they say."""

    same: tuple[Pair, ...]
    different: tuple[Pair, ...]


def place_into_issues(session: Session, *, most: int = BATCH, threshold: float = SAME_FROM) -> int:
    """Bring the issues up to date with the findings that count and with people's verdicts.

    Returns how many findings were placed; a full batch means that more may be waiting. Takes
    a lock, so that jobs which run side by side do not place one finding twice.
    """
    issues = Issues(session)
    issues.lock()
    left = issues.leave()
    verdicts = _verdicts(issues)
    left += _part(issues, verdicts)
    unsettled = _unjoined(issues, verdicts)
    pending = issues.pending(most)
    lacking = issues.without_vector(pending)
    if lacking:
        place_findings(session, lacking)
    if pending or unsettled:
        _place(issues, sorted({*pending, *unsettled}), verdicts, threshold)
    if left:
        _mend(issues, left)
    if pending or left or unsettled:
        session.execute(text("UPDATE data_version SET version = version + 1 WHERE id = 1"))
    return len(pending)


def _verdicts(issues: Issues) -> Verdicts:
    said = issues.verdicts()
    return Verdicts(
        same=tuple((one, other) for one, other, same in said if same),
        different=tuple((one, other) for one, other, same in said if not same),
    )


def _part(issues: Issues, verdicts: Verdicts) -> list[UUID]:
    """Release one of each pair that people hold apart but an issue holds together."""
    placed = issues.memberships(each for pair in verdicts.different for each in pair)
    released: set[UUID] = set()
    left: list[UUID] = []
    for pair in verdicts.different:
        both = [each for each in pair if each in placed and each not in released]
        if len(both) == 2 and placed[both[0]].issue_id == placed[both[1]].issue_id:
            further = min(both, key=lambda each: (placed[each].score, each))
            released.add(further)
            left.append(placed[further].issue_id)
    if released:
        issues.release(sorted(released))
    return left


def _unjoined(issues: Issues, verdicts: Verdicts) -> list[UUID]:
    """Findings that people call the same and that lie in different issues."""
    placed = issues.memberships(each for pair in verdicts.same for each in pair)
    apart: set[UUID] = set()
    for one, other in verdicts.same:
        if one in placed and other in placed and placed[one].issue_id != placed[other].issue_id:
            apart |= {one, other}
    return sorted(apart)


def _place(issues: Issues, pending: Sequence[UUID], verdicts: Verdicts, threshold: float) -> None:
    issues.prepare_search()
    near = issues.nearest(pending, MUTUAL)
    close = {
        other for found in near.values() for other, score in found.items() if score >= threshold
    }
    near |= issues.nearest(sorted(close - near.keys()), MUTUAL)
    issues.end_search()

    placed = issues.memberships({*pending, *close})
    earlier = issues.members({each.issue_id for each in placed.values()})
    around = {*pending, *close, *(one for members in earlier.values() for one in members)}
    vectors = issues.vectors(sorted(around))
    ids = sorted(vectors)
    rows = {finding: row for row, finding in enumerate(ids)}
    chosen = issues.representatives(earlier)
    settled = [
        Group(tuple(map(str, members)), str(chosen[issue] or members[0]))
        for issue, members in earlier.items()
        if len(members) > 1
    ]
    groups = group_candidates(
        [str(each) for each in ids],
        np.stack([vectors[each] for each in ids]) if ids else np.zeros((0, 1), dtype=np.float32),
        _candidates(near, set(pending), rows, threshold),
        threshold=threshold,
        settled=settled,
        same=[(str(one), str(other)) for one, other in verdicts.same],
        different=[(str(one), str(other)) for one, other in verdicts.different],
    )
    _store(issues, groups, earlier, vectors, {each for pair in verdicts.same for each in pair})


def _candidates(
    near: dict[UUID, dict[UUID, float]],
    pending: set[UUID],
    rows: dict[UUID, int],
    threshold: float,
) -> list[Candidate]:
    """Pairs that find each other, of which at least one is new."""
    return [
        (score, rows[one], rows[other])
        for one in sorted(pending)
        for other, score in near.get(one, {}).items()
        if score >= threshold
        and one in near.get(other, {})
        and one in rows
        and other in rows
        and (other not in pending or one < other)
    ]


def _store(
    issues: Issues,
    groups: Sequence[Group],
    earlier: dict[UUID, list[UUID]],
    vectors: dict[UUID, Any],
    spoken_of: set[UUID],
) -> None:
    """Write what changed: a group keeps the id of the largest issue that went into it."""
    issue_of = {finding: issue for issue, members in earlier.items() for finding in members}
    fresh = iter(issues.new_ids(len(groups)))
    new_issues: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    encoders = issues.encoders([UUID(each.representative) for each in groups])
    for group in groups:
        members = [UUID(each) for each in group.ids]
        olds = {issue_of[each] for each in members if each in issue_of}
        kept = min(olds, key=lambda each: (-len(earlier[each]), each)) if olds else next(fresh)
        if olds == {kept} and set(members) == set(earlier[kept]):
            continue
        head = UUID(group.representative)
        new_issues.append({"id": kept, "representative_id": head, "encoder": encoders[head]})
        moved.extend(
            {
                "finding_id": each,
                "issue_id": kept,
                "score": float(np.clip(vectors[each] @ vectors[head], 0.0, 1.0)),
                "by_person": each in spoken_of and len(members) > 1,
            }
            for each in members
        )
    issues.write(new_issues, moved)
    issues.drop_empty(earlier)


def _mend(issues: Issues, left: Sequence[UUID]) -> None:
    """Give issues that lost members a representative that is still one of them."""
    issues.drop_empty(left)
    members = issues.members(set(left))
    heads = issues.representatives(members)
    for issue, findings in members.items():
        if not findings or heads.get(issue) in findings:
            continue
        vectors = issues.vectors(findings)
        mean = np.sum([vectors[each] for each in findings], axis=0)
        head = max(findings, key=lambda each: (float(vectors[each] @ mean), str(each)))
        issues.write(
            [{"id": issue, "representative_id": head, "encoder": issues.encoders([head])[head]}],
            [
                {
                    "finding_id": each,
                    "issue_id": issue,
                    "score": float(np.clip(vectors[each] @ vectors[head], 0.0, 1.0)),
                    "by_person": False,
                }
                for each in findings
            ],
        )
