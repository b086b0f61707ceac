"""Reading and writing issues, neighbours and verdicts, many findings a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.recurrence.models import Issue, IssueMember
from app.reviews.models import Finding
from app.tagging.models import FindingVector

EXACT_BELOW = 5_000
"""Up to so many vectors every distance is worked out; beyond, the index finds the nearest."""

_PENDING = text("""
SELECT f.id FROM findings f
LEFT JOIN issue_members m ON m.finding_id = f.id
WHERE f.counted AND m.finding_id IS NULL
ORDER BY f.id
LIMIT :most
""")

_NEAREST = text("""
SELECT q.finding_id, near.finding_id, near.score
FROM finding_vectors q
CROSS JOIN LATERAL (
    SELECT v.finding_id, 1 - (v.vector <=> q.vector) AS score
    FROM finding_vectors v
    JOIN findings f ON f.id = v.finding_id
    WHERE f.counted AND v.encoder = q.encoder AND v.finding_id <> q.finding_id
    ORDER BY v.vector <=> q.vector
    LIMIT :count
) near
WHERE q.finding_id = ANY(:ids)
""")

# The latest word on a pair is the one in force, whoever said it.
_VERDICTS = text("""
SELECT DISTINCT ON (first_id, second_id) first_id, second_id, same
FROM sameness_verdicts
ORDER BY first_id, second_id, decided_at DESC, id DESC
""")

_LEAVE = text("""
DELETE FROM issue_members m USING findings f
WHERE f.id = m.finding_id AND NOT f.counted
RETURNING m.issue_id
""")

_DROP_EMPTY = text("""
DELETE FROM issues i WHERE i.id = ANY(:ids)
AND NOT EXISTS (SELECT 1 FROM issue_members m WHERE m.issue_id = i.id)
""")


@dataclass(frozen=True, slots=True)
class Membership:
    """Where a finding is placed."""

    issue_id: UUID
    score: float


class Issues:
    """The issues of the repository, whoever may see them: only services narrow them."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def lock(self) -> None:
        """One grouping at a time: two would place the same finding twice."""
        self.session.execute(text("SELECT pg_advisory_xact_lock(71)"))

    def prepare_search(self) -> None:
        """Exact distances for a small repository, a patient index for a large one."""
        vectors = self.session.scalar(
            text("SELECT count(*) FROM (SELECT 1 FROM finding_vectors LIMIT :most) few"),
            {"most": EXACT_BELOW},
        )
        if (vectors or 0) < EXACT_BELOW:
            self.session.execute(text("SET LOCAL enable_indexscan = off"))
        else:
            # Without it, findings that do not count crowd out those that do.
            self.session.execute(text("SET LOCAL hnsw.iterative_scan = 'relaxed_order'"))

    def end_search(self) -> None:
        """Indexes as usual for what follows in this transaction."""
        self.session.execute(text("SET LOCAL enable_indexscan = on"))

    def pending(self, most: int) -> list[UUID]:
        """Counted findings that are in no issue yet, oldest first."""
        return list(self.session.scalars(_PENDING, {"most": most}))

    def without_vector(self, ids: Sequence[UUID]) -> Sequence[Finding]:
        """Those of the findings that have not been placed among the others."""
        return self.session.scalars(
            select(Finding)
            .outerjoin(FindingVector, FindingVector.finding_id == Finding.id)
            .where(Finding.id.in_(ids), FindingVector.finding_id.is_(None))
        ).all()

    def leave(self) -> list[UUID]:
        """Take out findings that no longer count; returns the issues they left."""
        return list(self.session.scalars(_LEAVE))

    def nearest(self, ids: Sequence[UUID], count: int) -> dict[UUID, dict[UUID, float]]:
        """For each finding its nearest counted others with their cosines."""
        near: dict[UUID, dict[UUID, float]] = {each: {} for each in ids}
        if ids:
            for one, other, score in self.session.execute(
                _NEAREST, {"ids": list(ids), "count": count}
            ):
                near[one][other] = float(score)
        return near

    def memberships(self, ids: Iterable[UUID]) -> dict[UUID, Membership]:
        """Finding → where it is placed."""
        rows = self.session.execute(
            select(IssueMember.finding_id, IssueMember.issue_id, IssueMember.score).where(
                IssueMember.finding_id.in_(list(ids))
            )
        )
        return {finding: Membership(issue, score) for finding, issue, score in rows}

    def members(self, issues: Iterable[UUID]) -> dict[UUID, list[UUID]]:
        """Issue → its findings."""
        grouped: dict[UUID, list[UUID]] = {each: [] for each in issues}
        rows = self.session.execute(
            select(IssueMember.issue_id, IssueMember.finding_id)
            .where(IssueMember.issue_id.in_(list(grouped)))
            .order_by(IssueMember.finding_id)
        )
        for issue, finding in rows:
            grouped[issue].append(finding)
        return grouped

    def representatives(self, issues: Iterable[UUID]) -> dict[UUID, UUID | None]:
        """Issue → its representative."""
        rows = self.session.execute(
            select(Issue.id, Issue.representative_id).where(Issue.id.in_(list(issues)))
        )
        return dict(rows.all())

    def verdicts(self) -> list[tuple[UUID, UUID, bool]]:
        """Every pair on which people have spoken, with the latest word."""
        return [(one, other, same) for one, other, same in self.session.execute(_VERDICTS)]

    def vectors(self, ids: Sequence[UUID]) -> dict[UUID, NDArray[np.float32]]:
        """Finding → its vector."""
        rows = self.session.execute(
            select(FindingVector.finding_id, FindingVector.vector).where(
                FindingVector.finding_id.in_(list(ids))
            )
        )
        return {finding: _unit(vector) for finding, vector in rows}

    def new_ids(self, count: int) -> list[UUID]:
        """Ids for issues that are about to be written, in order."""
        return list(
            self.session.scalars(
                text("SELECT uuidv7() FROM generate_series(1, :count)"), {"count": count}
            )
        )

    def write(
        self, issues: Sequence[Mapping[str, Any]], members: Sequence[Mapping[str, Any]]
    ) -> None:
        """Add or change issues (``id, representative_id, encoder``) and memberships."""
        if issues:
            rows = insert(Issue)
            self.session.execute(
                rows.on_conflict_do_update(
                    index_elements=["id"],
                    set_={
                        "representative_id": rows.excluded.representative_id,
                        "revised_at": text("now()"),
                    },
                ),
                list(issues),
            )
        if members:
            placed = insert(IssueMember)
            self.session.execute(
                placed.on_conflict_do_update(
                    index_elements=["finding_id"],
                    set_={
                        "issue_id": placed.excluded.issue_id,
                        "score": placed.excluded.score,
                        "by_person": placed.excluded.by_person,
                    },
                ),
                list(members),
            )

    def release(self, findings: Sequence[UUID]) -> None:
        """Take findings out of their issues, to be placed afresh."""
        self.session.execute(delete(IssueMember).where(IssueMember.finding_id.in_(findings)))

    def drop_empty(self, issues: Iterable[UUID]) -> None:
        """Forget those of the issues that nobody is left in."""
        self.session.execute(_DROP_EMPTY, {"ids": list(issues)})

    def encoders(self, ids: Sequence[UUID]) -> dict[UUID, str]:
        """Finding → the version of the encoder that placed it."""
        rows = self.session.execute(
            select(FindingVector.finding_id, FindingVector.encoder).where(
                FindingVector.finding_id.in_(list(ids))
            )
        )
        return dict(rows.all())


def _unit(vector: Sequence[float]) -> NDArray[np.float32]:
    values = np.asarray(vector, dtype=np.float32)
    length = float(np.linalg.norm(values))
    return values / length if length else values
